/**
 * Where symbolic links lead. Those to folders are followed, as to a larger disk, and stay.
 *
 * @module
 */

import { exists } from "@std/fs";
import { basename, dirname, join } from "@std/path";

/** A symbolic link is where nothing can be written. The message says which, and where it leads. */
export class LinkError extends Error {
  override readonly name = "LinkError";
}

/** What a link says, as it says it; `undefined` if there is no link. */
export async function linkAt(path: string): Promise<string | undefined> {
  const there = await Deno.lstat(path).catch(() => undefined);
  return there?.isSymlink ? await Deno.readLink(path) : undefined;
}

/**
 * Checks that no link is in the place of a file: a rename would remove the link, and what is written where it leads may be
 * outside of what the user has named. Links to folders are followed, since the user has named those.
 *
 * @throws {LinkError} if there is one
 */
export async function checkNoLink(path: string): Promise<void> {
  const target = await linkAt(path);
  if (target === undefined) return;
  throw new LinkError(
    `Cannot write ${path}: it is a symbolic link, to ${target}, and only those to folders are followed`,
  );
}

/**
 * Checks that a path that is there does not end in a link that leads nowhere.
 *
 * @throws {LinkError} if it does
 */
export async function checkLeads(path: string): Promise<void> {
  const target = await linkAt(path);
  if (target === undefined || await exists(path).catch(() => true)) return;
  throw new LinkError(
    `Cannot find ${path}: it is a symbolic link to ${target}, which is not there`,
  );
}

/**
 * Checks that no file is where a folder should be, nor a link to one: what is there of a path, from its end up to the root.
 *
 * @throws {LinkError} if it is a link
 * @throws {Error} as the system's, with the code ENOTDIR, if it is a file
 */
export async function checkFolder(path: string): Promise<void> {
  const there = await Deno.stat(path).catch(() => undefined);
  if (there?.isDirectory) return;
  if (there !== undefined) {
    const target = await linkAt(path);
    if (target === undefined) {
      throw Object.assign(new Error(`Not a directory: mkdir '${path}'`), { code: "ENOTDIR" });
    }
    throw new LinkError(
      `Cannot write to ${path}: it is a symbolic link to ${target}, which is no folder`,
    );
  }
  if (dirname(path) !== path) await checkFolder(dirname(path));
}

/**
 * The path of a file or folder without links in it, whether it is there or not.
 *
 * @throws {LinkError} if a link leads nowhere
 * @throws {Error} what the system says, if it lets nobody look
 */
export async function pathKeyOf(path: string): Promise<string> {
  try {
    return await Deno.realPath(path);
  } catch (error) {
    // A file in the place of a folder is for the operation itself to say.
    const { NotFound, NotADirectory } = Deno.errors;
    if (!(error instanceof NotFound || error instanceof NotADirectory)) throw error;
  }
  const target = await linkAt(path);
  if (target !== undefined) {
    throw new LinkError(
      `Cannot write to ${path}: it is a symbolic link to ${target}, which is not there`,
    );
  }
  return await nameAt(path);
}

/**
 * The path of a name in a folder, without links in the folder's path; a link that has the name is not followed.
 *
 * @throws {LinkError} if a link on the way leads nowhere
 * @throws {Error} what the system says, if it lets nobody look
 */
export async function nameAt(path: string): Promise<string> {
  const folder = dirname(path);
  return folder === path ? path : join(await pathKeyOf(folder), basename(path));
}
