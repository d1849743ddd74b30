/** The files of the page, ready to be written to a folder. @module */

import { join } from "@std/path";
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
