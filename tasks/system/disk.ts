/**
 * What tasks change on the disk, operation by operation. Everything that they write goes through here, so that a test can
 * let any operation fail, as a full disk or a killed process would, and so that none reaches the code that commands run.
 *
 * @module
 */

import { rmdir } from "node:fs/promises";
import { ensureDir } from "@std/fs";
import { codeOf } from "./explain.ts";
import { checkFolder, nameAt, pathKeyOf } from "./links.ts";
import { checkOwnCode } from "./own_code.ts";

/** The operations. Their errors are the system's, but where a link leads nowhere, or a path to code that commands run. */
export interface Disk {
  /** Makes a folder, and those above it, if there is none; behind a link that leads nowhere none is made. */
  makeFolder(path: string): Promise<void>;
  /** Opens a file to write. */
  open(path: string, options: Deno.OpenOptions): Promise<Deno.FsFile>;
  /** Writes bytes where the file stands; returns how many. */
  write(file: Deno.FsFile, bytes: Uint8Array): Promise<number>;
  /** Brings what is written to the disk itself. */
  sync(file: Deno.FsFile): Promise<void>;
  /** Locks a file for this process alone; waits for another that holds it. */
  lock(file: Deno.FsFile): Promise<void>;
  /** Locks a file for this process alone; `false` if another holds it. */
  tryLock(file: Deno.FsFile): Promise<boolean>;
  /** Gives a file or folder another name, in place of a file of that name. */
  rename(from: string, to: string): Promise<void>;
  /** Removes a file, or a folder. */
  remove(path: string, options?: Deno.RemoveOptions): Promise<void>;
  /** Removes a folder that is empty; never a link to one, which {@linkcode Disk.remove} would. */
  removeFolder(path: string): Promise<void>;
  /** Writes a copy of a file, in place of a file of that name. */
  copy(from: string, to: string): Promise<void>;
}

/**
 * The disk of this machine. Links on the way are followed first, so that none leads into the code that commands run; then the
 * system is given the path without them.
 */
export const disk: Disk = {
  async makeFolder(path) {
    const place = await followed(path);
    await checkFolder(path);
    await ensureDir(place);
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

/** Where a path leads, to write there. */
async function followed(path: string): Promise<string> {
  const place = await pathKeyOf(path);
  await checkOwnCode(place, path);
  return place;
}

/** Where the file, folder or link of a name is, to move or remove it. */
async function named(path: string): Promise<string> {
  const place = await nameAt(path);
  await checkOwnCode(place, path, { whole: true });
  return place;
}

/** What a file system answers that has no locks, such as a network drive whose server offers none, or no `fsync` of a folder. */
const UNSUPPORTED = ["ENOLCK", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EINVAL"];

/** Whether an operation failed since the file system does not have it. */
export function isUnsupported(error: unknown): boolean {
  return error instanceof Deno.errors.NotSupported || UNSUPPORTED.includes(codeOf(error) ?? "");
}

/**
 * Brings the names in a folder to the disk itself: a file that was renamed then has its name after a power failure too. Where
 * a system cannot do that, as Windows, it is left to it.
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
