/**
 * Files that are there whole or not at all.
 *
 * Bytes are written under a partial name in the same folder and flushed to the disk; only then the file is renamed. So a
 * reader sees the old file or the new one, whenever the writer is killed. Each writer locks its own partial file, and the
 * system drops the lock when the process dies: a file that a killed process left has no lock.
 *
 * @module
 */

import { ensureDir, exists } from "@std/fs";
import { basename, dirname, join } from "@std/path";
import { reasonOf } from "./explain.ts";

/** What makes the name of a partial file unique: a random UUID. */
const UNIQUE = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}(?=\.partial$)/;

/** A file cannot be written: the disk is full, a folder is in its place or the like. The message names the path. */
export class FileError extends Error {
  override readonly name = "FileError";
}

/** What to write into a file. */
export type Content = Uint8Array | string | ReadableStream<Uint8Array>;

/** Writes a file under a partial name and renames it when it is whole; makes the folder if there is none. */
export async function writeAtomically(path: string, content: Content): Promise<void> {
  await writeTogether([[path, content]]);
}

/**
 * Writes files under partial names and renames them, in their order, when all are whole: a disk that is full leaves
 * every file as it was. A file of the content `null` is removed when its turn comes, if there is one.
 */
export async function writeTogether(
  files: readonly (readonly [path: string, content: Content | null])[],
): Promise<void> {
  // The files stay open, and so locked, until they are renamed: removeStalePartials leaves them alone.
  using open = new DisposableStack();
  const renames: [partial: string | undefined, path: string][] = [];
  let current = "";
  try {
    for (const [path, content] of files) {
      current = path;
      if (content === null) {
        renames.push([undefined, path]);
        continue;
      }
      const partial = join(dirname(path), `.${basename(path)}.${crypto.randomUUID()}.partial`);
      await ensureDir(dirname(path));
      const file = open.use(await openLocked(partial));
      renames.push([partial, path]);
      for await (const chunk of chunks(content)) await writeAll(file, chunk);
      await file.sync();
    }
    for (const [partial, path] of renames) {
      current = path;
      if (partial !== undefined) await Deno.rename(partial, path);
      else await Deno.remove(path).catch(() => {}); // mostly there is none
    }
  } catch (error) {
    for (const [partial] of renames) {
      if (partial !== undefined) await Deno.remove(partial).catch(() => {});
    }
    for (const [, content] of files) {
      if (!(content instanceof ReadableStream) || content.locked) continue;
      await content.cancel(error).catch(() => {});
    }
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    throw new FileError(`Cannot write ${current}: ${reason}`, { cause: error });
  }
}

/** Removes the partial files of `path` whose writer is dead; returns how many there were. */
export async function removeStalePartials(path: string): Promise<number> {
  let removed = 0;
  try {
    for await (const { name, isFile } of Deno.readDir(dirname(path))) {
      if (!isFile || name.replace(UNIQUE, "*") !== `.${basename(path)}.*.partial`) continue;
      const partial = join(dirname(path), name);
      using file = await Deno.open(partial, { write: true });
      if (!await file.tryLock(true)) continue;
      await Deno.remove(partial);
      removed++;
    }
  } catch {
    // No such folder, no locks on this file system, or another process was first: none is a reason to fail.
  }
  return removed;
}

async function* chunks(content: Content): AsyncGenerator<Uint8Array> {
  if (typeof content === "string") yield new TextEncoder().encode(content);
  else if (content instanceof Uint8Array) yield content;
  else yield* content;
}

async function writeAll(file: Deno.FsFile, chunk: Uint8Array): Promise<void> {
  for (let written = 0; written < chunk.length;) {
    written += await file.write(chunk.subarray(written));
  }
}

/** Opens a new file and locks it. Tries again if removeStalePartials removed it in between. */
async function openLocked(path: string): Promise<Deno.FsFile> {
  while (true) {
    const file = await Deno.open(path, { write: true, createNew: true });
    try {
      await file.lock(true);
    } catch {
      return file; // A file system without locks: removeStalePartials cannot lock there either.
    }
    if (await exists(path)) return file;
    file.close();
  }
}
