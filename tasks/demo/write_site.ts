/** Writing the page, alone or as a part of the whole site, to a folder. @module */

import { exists, walk } from "@std/fs";
import { join, relative, SEPARATOR } from "@std/path";
import { UsageError } from "../cli/arguments.ts";
import { disk } from "../system/disk.ts";
import { type Content, removeStalePartials, writeAtomically } from "../system/files.ts";
import type { SiteFiles } from "./site_files.ts";

/** The file that says which files of the folder are ours. */
const MARK = "files.json";

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
 * Checks that a folder is new, empty, or one that the task has written to.
 *
 * @returns the files that the task has listed there
 * @throws {UsageError} if the folder holds other files
 */
export async function checkFolder(folder: string, task: string): Promise<Set<string>> {
  if (!await exists(folder)) return new Set();
  await removeStalePartials(join(folder, MARK));
  const listed = await readMark(folder, task);
  const [other] = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  if (listed === undefined && other !== undefined) {
    throw new UsageError(
      `Cannot write to ${folder}: it holds other files, such as ${other}; name a new or an empty folder`,
    );
  }
  return new Set(listed?.map((path) => join(folder, path)));
}

/**
 * Writes files to a folder and removes those that an earlier call has left. Other files in the folder stay. What is ours is
 * listed before it is written, so that a call that failed can be made again.
 *
 * @param paths of all files, in the folder
 * @param write writes them
 * @throws {UsageError} if the folder holds other files, or one is in the way that is not ours
 */
export async function writeListed(
  folder: string,
  task: string,
  paths: Iterable<string>,
  write: () => Promise<void>,
): Promise<void> {
  const listed = await checkFolder(folder, task);
  const files = new Set(Array.from(paths, (path) => join(folder, path)));
  await disk.makeFolder(folder);
  const own = new Set<string>();
  for await (const { path, isFile } of walk(folder, { includeDirs: false })) {
    if (isFile && listed.has(path)) own.add(path);
    else if (files.has(path) || files.values().some((file) => file.startsWith(path + SEPARATOR))) {
      throw new UsageError(
        `Cannot write to ${folder}: ${path} is in the way, which \`deno task ${task}\` has not written; move it, or name another folder`,
      );
    }
  }
  await writeMark(folder, task, files.union(own));
  await write();
  for (const path of own.difference(files)) await disk.remove(path);
  await writeMark(folder, task, files);
}

/** The paths in the mark; undefined if the task has left none. */
async function readMark(folder: string, task: string): Promise<string[] | undefined> {
  try {
    const mark = JSON.parse(await Deno.readTextFile(join(folder, MARK)));
    const isMark = mark?.task === task && Array.isArray(mark.files) &&
      mark.files.every((path: unknown) => typeof path === "string");
    return isMark ? mark.files : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function writeMark(folder: string, task: string, files: Set<string>): Promise<void> {
  const mark = { task, files: Array.from(files, (path) => relative(folder, path)).sort() };
  await writeAtomically(join(folder, MARK), JSON.stringify(mark, null, 2) + "\n");
}
