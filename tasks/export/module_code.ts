/** The runtimes of modules: bundled when they are asked for in a checkout, ready in an installed package. @module */

import { fromFileUrl } from "@std/path";
import type { ModuleEntry } from "../../lib/module/mod.ts";
import { INSTALLED, scriptUrl } from "../system/installation.ts";

/** The script of each runtime, from the folder of the checkout. */
export const RUNTIMES: { readonly [entry in ModuleEntry]: string } = {
  plain_table: "lib/module/runtime/plain_table.ts",
  table: "lib/module/runtime/table.ts",
  numbers: "lib/module/runtime/numbers.ts",
  pictures: "lib/module/runtime/pictures.ts",
  digits: "lib/module/runtime/digits.ts",
};

/** The code of a runtime in one script without imports. */
export async function moduleCode(entry: ModuleEntry): Promise<string> {
  const path = fromFileUrl(scriptUrl(RUNTIMES[entry]));
  if (INSTALLED) return await Deno.readTextFile(path);
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
