/**
 * Files that are there whole or not at all.
 *
 * Bytes are written under a partial name in the same folder and flushed to the disk; then the file is renamed. So a reader
 * sees the old file or the new one, even if the writer is killed. Each writer locks its partial file, and the system drops
 * the lock when the process ends: a file that a killed process left has no lock. @module
 */

import { createHash } from "node:crypto";
import { exists } from "@std/fs";
import { basename, dirname, join } from "@std/path";
import { disk, isUnsupported, syncFolder } from "./disk.ts";
import { reasonOf } from "./explain.ts";
import { completeRenames, formatJournal, JOURNAL, rename } from "./journal.ts";
import { checkNoLink } from "./links.ts";
import { openFile } from "./open_file.ts";

const RANDOM_ID = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}(?=\.partial$)/;

/** A file cannot be written: the disk is full, a folder has its name, or the like. The message names the path. */
export class FileError extends Error {
  override readonly name = "FileError";
}

export type Content = Uint8Array | string | ReadableStream<Uint8Array>;

/** The files to write; one of the content `null` is removed when its turn comes, if there is one. */
export type Files = readonly (readonly [path: string, content: Content | null])[];

/** Writes a file under a partial name and renames it when it is whole; makes the folder if there is none. */
export async function writeAtomically(path: string, content: Content): Promise<void> {
  await writeTogether([[path, content]]);
}

interface WriteOptions {
  /** Called when all are on the disk, before they are renamed; its result is disposed of after that. */
  readonly guard?: () => Promise<AsyncDisposable>;
}

/** Writes a file as {@linkcode writeAtomically} does, and removes partial files of killed writers before. */
export async function writeOutput(
  path: string,
  content: Content,
  options: WriteOptions = {},
): Promise<void> {
  await removeStalePartials(path);
  await writeTogether([[path, content]], options);
}

/**
 * Writes files under partial names and renames them, in their order, when all are whole: a disk that is full leaves
 * every file as it was.
 * @throws {FileError} if one cannot be written
 * @throws {LinkError} if one is a symbolic link
 */
export async function writeTogether(files: Files, { guard }: WriteOptions = {}): Promise<void> {
  await writeWhole(withPartials(files), async (renames, at) => {
    await using _ = await guard?.();
    for (const { path, partial } of renames) {
      at(path);
      await rename(dirname(path), [[basename(path), partial]]);
    }
    await syncFolders(files.map(([path]) => path));
  });
}

/**
 * Replaces files of a folder at one moment, by a journal: a reader that follows the journal gets all old files or all new
 * ones. The folder has to be locked.
 * @param files by name; the last is not `null`
 * @throws {FileError} if one cannot be written; then all are as they were, unless the journal is already there
 */
export async function replaceTogether(
  folder: string,
  files: readonly (readonly [name: string, content: Content | null])[],
): Promise<void> {
  await completeReplacement(folder);
  const parts = withPartials(files.map(([name, content]) => [join(folder, name), content]));
  const renames = parts.map(({ path, partial }) => [basename(path), partial] as const);
  const journal = withPartials([[join(folder, JOURNAL), formatJournal(renames)]]);
  await writeWhole([...parts, ...journal], async (_, at, commit) => {
    at(join(folder, JOURNAL));
    await rename(folder, [[JOURNAL, journal[0]!.partial]]);
    await syncFolder(folder);
    commit();
    await rename(folder, renames, { at: (name) => at(join(folder, name)) });
    await disk.remove(join(folder, JOURNAL)).catch(() => {}); // a journal whose renames are done is ignored
  });
}

/** Completes a replacement that a killed writer began in a folder, which has to be locked. */
export async function completeReplacement(folder: string): Promise<void> {
  let current = join(folder, JOURNAL);
  try {
    await completeRenames(folder, { at: (name) => current = join(folder, name) });
  } catch (error) {
    throw fileError(current, error);
  }
}

/** A file to write, and the name that it has until it is whole; `null` for one that is removed. */
interface Part {
  readonly path: string;
  readonly content: Content | null;
  readonly partial: string | null;
}

function withPartials(files: Files): Part[] {
  return files.map(([path, content]) => ({
    path,
    content,
    partial: content === null ? null : `.${basename(path)}.${crypto.randomUUID()}.partial`,
  }));
}

/**
 * Writes files under partial names, and renames them when all are on the disk. A failure before the partial files are final
 * removes them.
 * @param settle renames the files; it reports the file it is at, and when the partial files are final
 */
async function writeWhole(
  parts: readonly Part[],
  settle: (parts: readonly Part[], at: (path: string) => void, commit: () => void) => Promise<void>,
): Promise<void> {
  // The files stay open, and so locked, until they are renamed: removeStalePartials leaves them alone.
  using open = new DisposableStack();
  const syncs: (() => Promise<void>)[] = [];
  let current = "";
  let counts = false;
  try {
    for (const { path } of parts) await checkNoLink(path);
    for (const { path, content, partial } of parts) {
      if (content === null || partial === null) continue;
      current = path;
      await disk.makeFolder(dirname(path));
      const file = open.use(await openLocked(join(dirname(path), partial)));
      for await (const chunk of chunks(content)) {
        for (let done = 0; done < chunk.length;) {
          done += await disk.write(file, chunk.subarray(done));
        }
      }
      syncs.push(() => disk.sync(file).catch((error) => Promise.reject(fileError(path, error))));
    }
    // All at once: the system flushes them together, in the time of one.
    await allOf([...syncs.map((sync) => sync()), syncFolders(parts.map(({ path }) => path))]);
    await settle(parts, (path) => current = path, () => counts = true);
  } catch (error) {
    // The last first: without it, a journal is ignored.
    for (const { path, partial } of counts ? [] : parts.toReversed()) {
      if (partial !== null) await disk.remove(join(dirname(path), partial)).catch(() => {});
    }
    for (const { content } of parts) {
      if (!(content instanceof ReadableStream) || content.locked) continue;
      await content.cancel(error).catch(() => {});
    }
    throw fileError(current, error);
  }
}

async function syncFolders(paths: readonly string[]): Promise<void> {
  for (const folder of new Set(paths.map((path) => dirname(path)))) await syncFolder(folder);
}

/** Waits for all, and then throws the error of one that failed, if any did. */
async function allOf(promises: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(promises)).find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
}

/** An error of the system, with the name of the file; any other error as it is. */
function fileError(path: string, error: unknown): unknown {
  const reason = error instanceof FileError ? undefined : reasonOf(error);
  if (reason === undefined) return error;
  return new FileError(`Cannot write ${path}: ${reason}`, { cause: error });
}

/** The age at which a partial file counts as abandoned on a file system without locks: a day. */
const ABANDONED_AFTER_MS = 86_400_000;

/** Removes the partial files of `path` whose writer is dead; returns how many there were. */
export async function removeStalePartials(path: string): Promise<number> {
  let removed = 0;
  try {
    for await (const { name, isFile } of Deno.readDir(dirname(path))) {
      if (!isFile || name.replace(RANDOM_ID, "*") !== `.${basename(path)}.*.partial`) continue;
      const partial = join(dirname(path), name);
      using file = await disk.open(partial, { write: true });
      if (!await isAbandoned(file)) continue;
      await disk.remove(partial);
      removed++;
    }
  } catch {
    // No such folder, or another process was first: none is a reason to fail.
  }
  return removed;
}

/** Whether nobody writes a partial file any more. */
async function isAbandoned(file: Deno.FsFile): Promise<boolean> {
  try {
    return await disk.tryLock(file);
  } catch (error) {
    if (!isUnsupported(error)) throw error;
    const { mtime } = await file.stat();
    return mtime !== null && Date.now() - mtime.getTime() > ABANDONED_AFTER_MS;
  }
}

async function* chunks(content: Content): AsyncGenerator<Uint8Array> {
  if (typeof content === "string") yield new TextEncoder().encode(content);
  else if (content instanceof Uint8Array) yield content;
  else yield* content;
}

/** Opens a new file and locks it. Tries again if removeStalePartials removed it in between. */
async function openLocked(path: string): Promise<Deno.FsFile> {
  while (true) {
    const file = await disk.open(path, { write: true, createNew: true });
    try {
      await disk.lock(file);
    } catch (error) {
      if (isUnsupported(error)) return file; // removeStalePartials cannot lock there either
      file.close();
      throw error;
    }
    if (await exists(path)) return file;
    file.close();
  }
}

export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of (await openFile(path)).readable) hash.update(chunk);
  return hash.digest("hex");
}
