/**
 * The file that `--out` names: whether its name says the right format, and whether writing it would destroy anything.
 *
 * @module
 */

import { basename, dirname, extname } from "@std/path";
import { UsageError } from "../cli/arguments.ts";
import { FILES, holdsRun } from "./run_folder.ts";

/** What may be written over. */
export interface OutOptions {
  /** Whether a file that is there is one that the command wrote, or one like it. */
  readonly isOurs: (path: string) => boolean | Promise<boolean>;
  /** What such a file is, for the error: `it is no report` */
  readonly otherwise: string;
  /** Whether any file may be written over that is not a run's. */
  readonly force: boolean;
  /** A file of weights that is never written over, whatever its name. */
  readonly weights?: string;
}

/**
 * Checks that writing to a place would destroy nothing that cannot be made again. The files of a run that training alone can
 * make are never written over.
 *
 * @throws {Error} if it would; the message says what else to write
 */
export async function checkOut(path: string, options: OutOptions): Promise<void> {
  const { isOurs, otherwise, force, weights } = options;
  const there = await Deno.realPath(path).catch(() => undefined);
  if (there === undefined) return;
  if (weights !== undefined && there === await Deno.realPath(weights)) {
    throw new Error(`Cannot write ${path}: these are the weights; --out names another file`);
  }
  if (await isOfRun(there)) {
    throw new Error(`Cannot write ${path}: it is a file of a run; --out names another file`);
  }
  if (force || !(await Deno.stat(there)).isFile || await isOurs(there)) return;
  throw new Error(`Cannot write ${path}: ${otherwise}; --force writes over it`);
}

/** Which names a format's files have. */
export interface Endings {
  /** The endings of the format, such as `.npz`; the first is the usual one. */
  readonly own: readonly string[];
  /** Whether a name of another ending says another format. */
  readonly isOther: (ending: string) => boolean;
  /** The option that writes what a name says, if there is one. */
  readonly instead: (ending: string) => string | undefined;
}

/**
 * Checks that the name of `--out` does not say another format than is written.
 *
 * @throws {UsageError} if it does; the message says what to write instead
 */
export function checkEnding(path: string, { own, isOther, instead }: Endings): void {
  const ending = extname(path).toLowerCase();
  if (own.includes(ending) || !isOther(ending)) return;
  const option = instead(ending);
  throw new UsageError(
    `Cannot write ${path}: what it would hold wants a name that ends in ${own[0]}` +
      (option === undefined ? "" : `; ${option} writes ${ending}`),
  );
}

/** Whether a file is one of those that training wrote in a run's folder. */
async function isOfRun(path: string): Promise<boolean> {
  const names: readonly string[] = Object.values(FILES);
  return names.includes(basename(path)) && await holdsRun(dirname(path));
}
