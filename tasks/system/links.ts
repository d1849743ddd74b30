/** Where symbolic links lead. Those to folders are followed, as to a larger disk, and stay. @module */

import { exists } from "@std/fs";
import { basename, dirname, join } from "@std/path";

export class LinkError extends Error {
  override readonly name = "LinkError";
}

/** The target of a link, as it is written; `undefined` if there is no link. */
async function linkAt(path: string): Promise<string | undefined> {
  const there = await Deno.lstat(path).catch(() => undefined);
  return there?.isSymlink ? await Deno.readLink(path) : undefined;
}

/**
 * Checks that a file to write is not a link: a rename would remove the link, and its target may be outside of the folder that
 * the user named. Links to folders are followed.
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
 * Checks that a file of a run is not a link, whose target could be changed without the run.
 * @throws {LinkError} if it is one
 */
export async function checkOwnFile(path: string): Promise<void> {
  const target = await linkAt(path);
  if (target === undefined) return;
  throw new LinkError(
    `Cannot read ${path}: it is a symbolic link, to ${target}, and only those to folders are followed`,
  );
}

/** Checks that a path that is there does not end in a link that leads nowhere. */
export async function checkLeads(path: string): Promise<void> {
  const target = await linkAt(path);
  if (target === undefined || await exists(path).catch(() => true)) return;
  throw new LinkError(
    `Cannot find ${path}: it is a symbolic link to ${target}, which does not exist`,
  );
}

/**
 * Checks that no part of a path is a file or a link to a file, from its end up to the root.
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
      `Cannot write to ${path}: it is a symbolic link to ${target}, which is not a folder`,
    );
  }
  if (dirname(path) !== path) await checkFolder(dirname(path));
}

/**
 * The path of a file or folder without links in it, whether it is there or not.
 * @throws {LinkError} if a link leads nowhere
 * @throws {Error} the system's, if it refuses access
 */
export async function resolvedPath(path: string): Promise<string> {
  try {
    return await Deno.realPath(path);
  } catch (error) {
    // The operation itself reports a file where a folder should be.
    const { NotFound, NotADirectory } = Deno.errors;
    if (!(error instanceof NotFound || error instanceof NotADirectory)) throw error;
  }
  const target = await linkAt(path);
  if (target !== undefined) {
    throw new LinkError(
      `Cannot write to ${path}: it is a symbolic link to ${target}, which does not exist`,
    );
  }
  return await nameAt(path);
}

/**
 * The path of a name in a folder, without links in the folder's path; a link that has the name is not followed.
 * @throws {LinkError} if a link on the way leads nowhere
 * @throws {Error} the system's, if it refuses access
 */
export async function nameAt(path: string): Promise<string> {
  const folder = dirname(path);
  return folder === path ? path : join(await resolvedPath(folder), basename(path));
}
