/** The files that rules read. @module */

import { join } from "@std/path";

/** The texts of the files below a folder with such endings, by their paths from there. */
export async function sources(
  folder: string,
  ending = /\.ts$/,
  prefix = "",
): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for await (const { name, isDirectory } of Deno.readDir(join(folder, prefix))) {
    const path = prefix + name;
    if (isDirectory) {
      for (const file of await sources(folder, ending, `${path}/`)) files.set(...file);
    } else if (ending.test(name)) files.set(path, await Deno.readTextFile(join(folder, path)));
  }
  return files;
}
