/** Names of classes and features. @module */

import { describe } from "./options.ts";

/**
 * Checks a list of names.
 *
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
