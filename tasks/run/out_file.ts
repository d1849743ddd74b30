/** Checks of `--out`: its name must fit the format, and nothing may be lost by writing it. @module */

import { basename, dirname, extname } from "@std/path";
import { UsageError } from "../cli/arguments.ts";
import { FILES, holdsRun } from "./run_folder.ts";
import { checkWritable } from "../system/open_file.ts";

interface OutOptions {
  /** Whether an existing file is of the kind that the command writes. */
  readonly isOurs: (path: string) => boolean | Promise<boolean>;
  /** What another file is, for the error: `it is not a report` */
  readonly otherwise: string;
  /** What to do instead, for the error. Default: `--force overwrites it` */
  readonly instead?: string;
  /** Whether any file may be written over that is not a run's. */
  readonly force: boolean;
  /** A file of weights that is never written over, whatever its name. */
  readonly weights?: string;
}

/**
 * Checks that a file may be written. Files of a run that only training can make are never written over.
 * @throws {Error} if something would be lost; the message contains what to do instead
 */
export async function checkOut(path: string, options: OutOptions): Promise<void> {
  const { isOurs, otherwise, instead = "--force overwrites it", force, weights } = options;
  const there = await Deno.realPath(path).catch(() => undefined);
  if (there === undefined) return;
  await checkWritable(path);
  if (weights !== undefined && there === await Deno.realPath(weights)) {
    throw new Error(`Cannot write ${path}: these are the weights; --out names another file`);
  }
  const names: readonly string[] = Object.values(FILES);
  if (names.includes(basename(there)) && await holdsRun(dirname(there))) {
    throw new Error(`Cannot write ${path}: it is a file of a run; --out names another file`);
  }
  if (force || !(await Deno.stat(there)).isFile || await isOurs(there)) return;
  throw new Error(`Cannot write ${path}: ${otherwise}; ${instead}`);
}

export interface Endings {
  /** The endings of the format, such as `.npz`; the first is the usual one. */
  readonly endings: readonly string[];
  readonly isOther: (ending: string) => boolean;
  /** The option that writes a format by its ending, if there is one. */
  readonly instead: (ending: string) => string | undefined;
}

/**
 * Checks that the name of `--out` does not end as another format does.
 * @throws {UsageError} if it does; the message contains what to write instead
 */
export function checkEnding(path: string, { endings, isOther, instead }: Endings): void {
  const ending = extname(path).toLowerCase();
  if (endings.includes(ending) || !isOther(ending)) return;
  const option = instead(ending);
  throw new UsageError(
    `Cannot write ${path}: expected a name that ends in ${endings[0]}, got ${
      ending || "no ending"
    }` +
      (option === undefined ? "" : `; ${option} writes ${ending}`),
  );
}
