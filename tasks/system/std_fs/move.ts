/** @module */

import { relative, resolve } from "@std/path";
import { toPath } from "./paths.ts";

export interface MoveOptions {
  /** Whether what is at the destination goes; `false` by default. */
  overwrite?: boolean;
}

/** A folder cannot be moved into itself. */
export class SubdirectoryMoveError extends Error {
  override readonly name = "SubdirectoryMoveError";

  constructor(src: string | URL, dest: string | URL) {
    super(`Cannot move '${src}' to '${dest}': a folder cannot go into itself`);
  }
}

/**
 * Moves a file or a folder, on the same disk.
 *
 * @throws {Deno.errors.AlreadyExists} if something is at the destination, unless `overwrite` is set
 * @throws {SubdirectoryMoveError} if a folder would go into itself
 */
export async function move(
  src: string | URL,
  dest: string | URL,
  { overwrite = false }: MoveOptions = {},
): Promise<void> {
  const [from, to] = [resolve(toPath(src)), resolve(toPath(dest))];
  const way = relative(from, to);
  const isInside = way === "" || !/^\.\.($|[\\/])/.test(way) && resolve(way) !== way;
  if ((await Deno.stat(from)).isDirectory && isInside) throw new SubdirectoryMoveError(src, dest);
  if (overwrite) {
    if (from === to) return;
    await Deno.remove(to, { recursive: true }).catch(ignoreNotFound);
  } else if (await Deno.lstat(to).catch(ignoreNotFound) !== undefined) {
    throw new Deno.errors.AlreadyExists(`Cannot move '${src}' to '${dest}': it is already there`);
  }
  await Deno.rename(from, to);
}

function ignoreNotFound(error: unknown): undefined {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
