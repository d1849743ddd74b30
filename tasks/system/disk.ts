/**
 * The operations by which tasks change the disk. Everything that they write passes through here. So a test can make any
 * operation fail, as a full disk or a killed process would, and none reaches the code that commands run.
 *
 * @module
 */

import { rmdir } from "node:fs/promises";
import { ensureDir } from "@std/fs";
import { codeOf } from "./explain.ts";
import { checkFolder, nameAt, resolvedPath } from "./links.ts";
import { checkOwnCode } from "./own_code.ts";

/** The operations. Errors are the system's, except for links that lead nowhere and for code that commands run. */
export interface Disk {
  /** Makes a folder, and those above it, if there is none; behind a link that leads nowhere none is made. */
  makeFolder(path: string): Promise<void>;
  /** Opens a file to write. */
  open(path: string, options: Deno.OpenOptions): Promise<Deno.FsFile>;
  /** Writes bytes where the file stands; returns how many. */
  write(file: Deno.FsFile, bytes: Uint8Array): Promise<number>;
  /** Flushes what is written to the disk itself. */
  sync(file: Deno.FsFile): Promise<void>;
  /** Locks a file for this process alone; waits for another that holds it. */
  lock(file: Deno.FsFile): Promise<void>;
  /** Locks a file for this process alone; `false` if another holds it. */
  tryLock(file: Deno.FsFile): Promise<boolean>;
  /** Renames a file or folder, and replaces a file of the new name. */
  rename(from: string, to: string): Promise<void>;
  /** Removes a file, or a folder. */
  remove(path: string, options?: Deno.RemoveOptions): Promise<void>;
  /** Removes a folder that is empty; never a link to one, which {@linkcode Disk.remove} would. */
  removeFolder(path: string): Promise<void>;
  /** Writes a copy of a file, and replaces a file of its name. */
  copy(from: string, to: string): Promise<void>;
}

/**
 * The disk of this machine. Links on the way are followed first, so that none leads into the code that commands run; then the
 * system is given the path without them.
 */
export const disk: Disk = {
  async makeFolder(path) {
    const resolved = await followed(path);
    await checkFolder(path);
    await ensureDir(resolved);
  },
  open: async (path, options) => await Deno.open(await followed(path), options),
  write: (file, bytes) => file.write(bytes),
  sync: (file) => file.sync(),
  lock: (file) => file.lock(true),
  tryLock: (file) => file.tryLock(true),
  rename: async (from, to) => await Deno.rename(await named(from), await named(to)),
  remove: async (path, options) => await Deno.remove(await named(path), options),
  removeFolder: async (path) => await rmdir(await named(path)),
  copy: async (from, to) => await Deno.copyFile(from, await followed(to)),
};

/** The path without links, to write there. */
async function followed(path: string): Promise<string> {
  const resolved = await resolvedPath(path);
  await checkOwnCode(resolved, path);
  return resolved;
}

/** The path of a file, folder or link without links above it, to move or remove it. */
async function named(path: string): Promise<string> {
  const resolved = await nameAt(path);
  await checkOwnCode(resolved, path, { whole: true });
  return resolved;
}

/** The codes of file systems without locks, such as some network drives, or without `fsync` of a folder. */
const UNSUPPORTED_CODES = ["ENOLCK", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EINVAL"];

/** Whether an operation failed because the file system does not support it. */
export function isUnsupported(error: unknown): boolean {
  return error instanceof Deno.errors.NotSupported ||
    UNSUPPORTED_CODES.includes(codeOf(error) ?? "");
}

/**
 * Flushes the names in a folder to the disk itself: a renamed file then keeps its name after a power failure. Systems that
 * cannot do that, such as Windows, are left to themselves.
 */
export async function syncFolder(path: string): Promise<void> {
  let folder: Deno.FsFile;
  try {
    folder = await Deno.open(path, { read: true });
  } catch {
    return; // Windows opens no folders, and one may be written to and not read.
  }
  using _ = folder;
  try {
    await disk.sync(folder);
  } catch (error) {
    if (!isUnsupported(error)) throw error;
  }
}
