/**
 * The operations by which tasks change the disk. Everything that they write passes through here. So a test can make any
 * operation fail, as a full disk or a killed process would, and none reaches the code that commands run. @module
 */

import { rmdir } from "node:fs/promises";
import { ensureDir } from "@std/fs";
import { codeOf } from "./explain.ts";
import { checkFolder, nameAt, resolvedPath } from "./links.ts";
import { checkWritable } from "./open_file.ts";
import { checkOwnCode } from "./own_code.ts";

/**
 * The operations on the disk of this machine. Errors are the system's, except for links that lead nowhere and for code that
 * commands run. Links are followed first, so that none leads into that code; then the system gets the path without them.
 */
export const disk = {
  /** Makes a folder, and those above it, if there is none; behind a link that leads nowhere none is made. */
  async makeFolder(path: string): Promise<void> {
    const resolved = await followed(path);
    await checkFolder(path);
    await ensureDir(resolved);
  },
  open: async (path: string, options: Deno.OpenOptions): Promise<Deno.FsFile> => {
    const resolved = await followed(path);
    await checkWritable(resolved);
    return await Deno.open(resolved, options);
  },
  write: (file: Deno.FsFile, bytes: Uint8Array): Promise<number> => file.write(bytes),
  sync: (file: Deno.FsFile): Promise<void> => file.sync(),
  /** Locks a file for this process alone; waits for another that holds it. */
  lock: (file: Deno.FsFile): Promise<void> => file.lock(true),
  /** Locks a file for this process alone; `false` if another holds it. */
  tryLock: (file: Deno.FsFile): Promise<boolean> => file.tryLock(true),
  /** Renames a file or folder, and replaces a file of the new name. */
  rename: async (from: string, to: string): Promise<void> =>
    await Deno.rename(await named(from), await named(to)),
  /** Removes a file, or a folder. */
  remove: async (path: string, options?: Deno.RemoveOptions): Promise<void> =>
    await Deno.remove(await named(path), options),
  /** Removes a folder that is empty; never a link to one, which `remove` would. */
  removeFolder: async (path: string): Promise<void> => await rmdir(await named(path)),
  copy: async (from: string, to: string): Promise<void> =>
    await Deno.copyFile(from, await followed(to)),
};

export type Disk = typeof disk;

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
