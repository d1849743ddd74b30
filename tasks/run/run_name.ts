/** What a run may be called, and where the runs of a sweep are. @module */

import { join } from "@std/path";
import { UsageError } from "../cli/arguments.ts";

/**
 * A run's name is a folder's, and it must not lead out of the folder of all runs.
 *
 * @returns the name
 * @throws {UsageError} if it may
 */
export function checkName(name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return name;
  throw new UsageError(
    `Cannot name a run "${name}": letters, digits, ".", "_" and "-" are wanted, a letter or digit first`,
  );
}

/** The folder of a run in the folder of its sweep; it is an ordinary run's folder. */
export function trialPath(sweep: string, run: string): string {
  return join(sweep, "trials", run);
}
