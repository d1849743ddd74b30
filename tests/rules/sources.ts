/** The files of the checkout that rules read, each once. @module */

import { join } from "@std/path";
import { ROOT } from "../helpers/run_task.ts";

const read = new Map<string, Promise<string>>();

/** The text of a file, by its path from the checkout. */
export function textOf(path: string): Promise<string> {
  const text = read.get(path) ?? Deno.readTextFile(join(ROOT, path));
  read.set(path, text);
  return text;
}

/** The texts of the files below a folder with such endings, by their paths from there. */
export async function sources(
  folder: string,
  ending = /\.ts$/,
  prefix = "",
): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for await (const { name, isDirectory } of Deno.readDir(join(ROOT, folder, prefix))) {
    const path = prefix + name;
    if (isDirectory) {
      for (const file of await sources(folder, ending, `${path}/`)) files.set(...file);
    } else if (ending.test(name)) files.set(path, await textOf(`${folder}/${path}`));
  }
  return files;
}
