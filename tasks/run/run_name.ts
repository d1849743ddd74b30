/** What a run may be called, and where the runs of a sweep are. @module */

import { join } from "@std/path";
import { UsageError } from "../cli/arguments.ts";

/**
 * Checks the name of a run. It is a folder's name, and must not lead out of the folder of all runs.
 * @throws {UsageError} if it has other characters than letters, digits, ".", "_" and "-"
 */
export function checkName(name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return name;
  throw new UsageError(
    `Cannot name a run "${name}": expected letters, digits, ".", "_" and "-", a letter or digit first`,
  );
}

/** The folder of a run in the folder of its sweep; it is an ordinary run's folder. */
export function trialPath(sweep: string, run: string): string {
  return join(sweep, "trials", run);
}
