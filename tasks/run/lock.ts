/**
 * A lock on a folder: a file in it that one process at a time holds. The system drops the lock when the process dies.
 *
 * The file is removed while it is still held. A process that opened it before and locks it after holds a file without a name,
 * which keeps nobody out. So a lock counts only if its file is still the one in the folder. @module
 */

import { join } from "@std/path";
import { printNote } from "../cli/print.ts";
import { disk, isUnsupported } from "../system/disk.ts";
import { explain, reasonOf } from "../system/explain.ts";
import { FileError } from "../system/files.ts";
import { checkNoLink } from "../system/links.ts";

export const LOCK = ".lock";

/** The most attempts; each fails only if another process let go of the folder meanwhile. */
const MAX_ATTEMPTS = 100;

export class FolderLock implements AsyncDisposable {
  readonly #path: string;
  readonly #file: Deno.FsFile;

  private constructor(path: string, file: Deno.FsFile) {
    this.#path = path;
    this.#file = file;
  }

  /**
   * Locks a folder, which is made if there is none. On a file system without locks the folder counts as locked, after a
   * warning that nothing keeps another process out.
   * @returns `undefined` if another process, or another part of this one, holds it
   */
  static async take(
    folder: string,
    { onWarning = printNote }: { readonly onWarning?: (warning: string) => void } = {},
  ): Promise<FolderLock | undefined> {
    const path = join(folder, LOCK);
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const file = await openIn(folder, path);
      if (file === undefined) continue;
      try {
        if (!await disk.tryLock(file)) {
          file.close();
          return undefined;
        }
      } catch (error) {
        if (!isUnsupported(error)) {
          file.close();
          throw new FileError(`Cannot lock ${path}: ${reasonOf(error) ?? explain(error)}`, {
            cause: error,
          });
        }
        onWarning(
          `${folder} is on a file system without locks: make sure that no other task writes there`,
        );
      }
      if (await isAt(file, path)) return new FolderLock(path, file);
      file.close();
    }
    return undefined;
  }

  /** Removes the file, and only then lets go of it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await disk.remove(this.#path).catch(() => {});
    this.#file.close();
  }
}

/** Opens the lock file; `undefined` if the folder is gone: its last holder removes it if it is empty. */
async function openIn(folder: string, path: string): Promise<Deno.FsFile | undefined> {
  try {
    await disk.makeFolder(folder);
    await checkNoLink(path);
    return await disk.open(path, { write: true, create: true });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

async function isAt(file: Deno.FsFile, path: string): Promise<boolean> {
  const there = await Deno.stat(path).catch(() => undefined);
  return there !== undefined && there.ino === (await file.stat()).ino;
}
