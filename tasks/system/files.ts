/**
 * Files that are there whole or not at all.
 *
 * Bytes are written under a partial name in the same folder and flushed to the disk; then the file is renamed. So a reader
 * sees the old file or the new one, even if the writer is killed. Each writer locks its partial file, and the system drops
 * the lock when the process ends: a file that a killed process left has no lock. @module
 */

import { disk, isUnsupported, syncFolder } from "./disk.ts";
import { reasonOf } from "./explain.ts";
import { checkNoLink } from "./links.ts";
import { openFile } from "./open_file.ts";
import { readTextAtMost } from "./read_at_most.ts";
import { exists } from "@std/fs";
import { basename, dirname, join } from "@std/path";
import { createHash } from "node:crypto";

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

export const JOURNAL = ".journal.json";

/** The most bytes of a journal: it has some hundred for each file. */
const MAX_JOURNAL_BYTES = 1_048_576;

/** The final name of each partial file, in order; `null` for a file that is removed. */
type Renames = readonly (readonly [name: string, partial: string | null])[];

/** The text of a journal. */
export function formatJournal(renames: Renames): string {
  return JSON.stringify({ renames }) + "\n";
}

/** Reads the journal of a folder; `undefined` if there is none, or one whose renames are all done. */
export async function readJournal(folder: string): Promise<Map<string, string | null> | undefined> {
  try {
    const text = await readTextAtMost(join(folder, JOURNAL), MAX_JOURNAL_BYTES);
    const renames: Renames = JSON.parse(text).renames;
    // No name may lead out of the folder.
    const isName = (name: unknown) => typeof name === "string" && basename(name) === name;
    const areNames = renames.every(([name, partial]) =>
      isName(name) && (partial === null || isName(partial))
    );
    const last = renames.at(-1)?.[1];
    if (!areNames || typeof last !== "string") return undefined;
    await Deno.lstat(join(folder, last)); // fails once the last is renamed
    return new Map(renames);
  } catch {
    return undefined;
  }
}

interface RenameOptions {
  readonly at?: (name: string) => void;
  /** Whether some may be done already. */
  readonly again?: boolean;
}

/** Does the renames of a list in a folder. */
export async function rename(
  folder: string,
  renames: Renames,
  { at = () => {}, again = false }: RenameOptions = {},
): Promise<void> {
  for (const [k, [name, partial]] of renames.entries()) {
    at(name);
    // The last marks that all are done, so it must not reach the disk before them.
    if (k > 0 && k === renames.length - 1) await syncFolder(folder);
    try {
      if (partial === null) await disk.remove(join(folder, name)); // mostly there is none
      else await disk.rename(join(folder, partial), join(folder, name));
    } catch (error) {
      const isAbsent = error instanceof Deno.errors.NotFound;
      if (!isAbsent || partial !== null && !again) throw error;
    }
  }
}

/** Completes the renames of a writer that ended after its journal; the folder has to be locked. */
export async function completeRenames(
  folder: string,
  options: Pick<RenameOptions, "at"> = {},
): Promise<void> {
  const journal = await readJournal(folder);
  if (journal !== undefined) await rename(folder, [...journal], { ...options, again: true });
  await disk.remove(join(folder, JOURNAL)).catch(() => {}); // mostly there is none
}
