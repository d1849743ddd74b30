/** Names of classes and features. @module */

import { describe } from "./options.ts";
import { plain } from "./plain.ts";

/**
 * Checks a list of names.
 * @param what they are for, in the error
 * @throws {TypeError} if they are not as many different names as expected
 */
export function checkNames(what: string, names: readonly string[], expected: number): void {
  if (
    !Array.isArray(names) || names.length !== expected || new Set(names).size !== expected ||
    !names.every((name) => typeof name === "string")
  ) {
    throw new TypeError(
      `Cannot use ${describe(names)} for ${what}: expected ${expected} different names`,
    );
  }
}

/** An error lists at most so many names. */
const MAX_NAMES = 12;

/** Names for an error, with commas between them; those beyond the first twelve are counted. */
export function joinNames(names: readonly string[]): string {
  const more = names.length > MAX_NAMES ? `, and ${names.length - MAX_NAMES} more` : "";
  return names.slice(0, MAX_NAMES).map((name) => plain(name, Infinity)).join(", ") + more;
}
