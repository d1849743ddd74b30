/** Writing the page, alone or as a part of the whole site, to a folder. @module */

import { exists } from "@std/fs";
import { join } from "@std/path";
import { UsageError } from "../cli/arguments.ts";
import type { Content } from "../system/files.ts";
import type { SiteFiles } from "./site_files.ts";

/** What to write where; files that are on the disk are compressed on the way. */
export async function contentsOf(
  files: SiteFiles,
  folder: string,
): Promise<[path: string, content: Content][]> {
  const contents: [string, Content][] = [];
  for (const [path, file] of files) {
    const content = "path" in file
      ? (await Deno.open(file.path)).readable.pipeThrough(new CompressionStream("gzip"))
      : file;
    contents.push([join(folder, path), content]);
  }
  return contents;
}

/**
 * Checks that a folder may be written over.
 *
 * @param what is to be written, for the error
 * @param mark a file that an earlier one has left there
 * @throws {UsageError} if the folder holds other files
 */
export async function checkFolder(folder: string, what: string, mark: string): Promise<void> {
  if (!await exists(folder) || await exists(join(folder, mark))) return;
  const [other] = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  if (other === undefined) return;
  throw new UsageError(
    `Cannot write the ${what} to ${folder}: it holds other files, such as ${other}`,
  );
}
