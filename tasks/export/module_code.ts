/** The runtimes of modules: bundled when they are asked for in a checkout, ready in an installed package. @module */

import { fromFileUrl } from "@std/path";
import type { Runtime } from "../../lib/module/describe.ts";
import { INSTALLED, scriptUrl } from "../system/installation.ts";

/** The script of a runtime, from the folder of the checkout. */
export function runtimeScript(runtime: Runtime): string {
  return `lib/module/runtime/${runtime}.ts`;
}

/** The code of a runtime in one script without imports. */
export async function moduleCode(runtime: Runtime): Promise<string> {
  const path = fromFileUrl(scriptUrl(runtimeScript(runtime)));
  if (INSTALLED) return await Deno.readTextFile(path);
  const { success, errors, outputFiles = [] } = await Deno.bundle({
    entrypoints: [path],
    platform: "browser",
    minify: true,
    write: false,
  });
  const [file] = outputFiles;
  if (success && file !== undefined) {
    // Node prints the line that threw, which would be all of the code.
    return new TextDecoder().decode(file.contents).replaceAll("}function ", "}\nfunction ");
  }
  throw new Error(
    `Cannot bundle the code of a module: ${errors.map(({ text }) => text).join("; ")}`,
  );
}
