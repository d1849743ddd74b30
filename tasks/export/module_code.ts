/** The runtimes of modules: bundled when they are asked for in a checkout, ready in an installed package. @module */

import { fromFileUrl } from "@std/path";
import type { ModuleEntry } from "../../lib/module/mod.ts";
import { INSTALLED, ROOT } from "../system/installation.ts";

/** The path of a runtime in the package, from its folder. */
export function installedRuntime(entry: ModuleEntry): string {
  return `lib/module/runtime/${entry}.js`;
}

/** The code of a runtime in one script without imports. */
export async function moduleCode(entry: ModuleEntry): Promise<string> {
  if (INSTALLED) return await Deno.readTextFile(new URL(installedRuntime(entry), ROOT));
  const { success, errors, outputFiles = [] } = await Deno.bundle({
    entrypoints: [fromFileUrl(new URL(`lib/module/runtime/${entry}.ts`, ROOT))],
    platform: "browser",
    minify: true,
    write: false,
  });
  const [file] = outputFiles;
  if (success && file !== undefined) return new TextDecoder().decode(file.contents);
  throw new Error(
    `Cannot bundle the code of a module: ${errors.map(({ text }) => text).join("; ")}`,
  );
}
