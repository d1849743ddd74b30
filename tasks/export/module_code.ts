/** The runtimes of modules, bundled. @module */

import { fromFileUrl } from "@std/path";
import type { ModuleEntry } from "../../lib/module/mod.ts";

const RUNTIME = new URL("../../lib/module/runtime/", import.meta.url);

/** The code of a runtime in one script without imports. */
export async function moduleCode(entry: ModuleEntry): Promise<string> {
  const path = fromFileUrl(new URL(`${entry}.ts`, RUNTIME));
  const { success, errors, outputFiles = [] } = await Deno.bundle({
    entrypoints: [path],
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
