/** Writes the page, alone or as a part of the whole site, to a folder. @module */

import { exists, walk } from "@std/fs";
import { join, relative, SEPARATOR } from "@std/path";
import { UsageError } from "../cli/arguments.ts";
import { disk } from "../system/disk.ts";
import { type Content, removeStalePartials, writeAtomically } from "../system/files.ts";
import type { SiteFiles } from "./site_files.ts";
import { PROGRAM } from "../system/installation.ts";

/** The list of the files that the task has written, in their folder. */
const LIST = "files.json";

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
 * @returns the files that the task has listed there
 * @throws {UsageError} if the folder holds other files
 */
export async function checkFolder(folder: string, task: string): Promise<Set<string>> {
  if (!await exists(folder)) return new Set();
  await removeStalePartials(join(folder, LIST));
  const listed = await readList(folder, task);
  const [other] = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  if (listed === undefined && other !== undefined) {
    throw new UsageError(
      `Cannot write to ${folder}: it holds other files, such as ${other}; name a new or an empty folder`,
    );
  }
  return new Set(listed?.map((path) => join(folder, path)));
}

/**
 * Writes files to a folder and removes those that an earlier call has left. Other files in the folder stay. The files are
 * listed before they are written, so that a call that failed can be made again.
 * @param paths of all files, in the folder
 * @param write writes them
 * @throws {UsageError} if the folder holds other files, or one is in the way that the task has not written
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
  const written = new Set<string>();
  for await (const { path, isFile } of walk(folder, { includeDirs: false })) {
    if (isFile && listed.has(path)) written.add(path);
    else if (files.has(path) || files.values().some((file) => file.startsWith(path + SEPARATOR))) {
      throw new UsageError(
        `Cannot write to ${folder}: ${path} is in the way, and not written by \`${PROGRAM} ${task}\`; move it, or name another folder`,
      );
    }
  }
  await writeList(folder, task, files.union(written));
  await write();
  for (const path of written.difference(files)) await disk.remove(path);
  await writeList(folder, task, files);
}

async function readList(folder: string, task: string): Promise<string[] | undefined> {
  try {
    const list = JSON.parse(await Deno.readTextFile(join(folder, LIST)));
    const isList = list?.task === task && Array.isArray(list.files) &&
      list.files.every((path: unknown) => typeof path === "string");
    return isList ? list.files : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function writeList(folder: string, task: string, files: Set<string>): Promise<void> {
  const list = { task, files: Array.from(files, (path) => relative(folder, path)).sort() };
  await writeAtomically(join(folder, LIST), JSON.stringify(list, null, 2) + "\n");
}
