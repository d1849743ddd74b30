/**
 * Where symbolic links lead. Those to folders are followed, as to a larger disk, and stay.
 *
 * @module
 */

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
 * The path of a file or folder without links in it, whether it is there or not.
 *
 * @throws {LinkError} if a link leads nowhere
 * @throws {Error} what the system says, if it lets nobody look
 */
export async function placeOf(path: string): Promise<string> {
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
  return folder === path ? path : join(await placeOf(folder), basename(path));
}
