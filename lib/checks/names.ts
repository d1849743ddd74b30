/** Names of classes and features. @module */

import { describe } from "./options.ts";

/**
 * Checks a list of names.
 *
 * @param what they are for, in the error
 * @throws {TypeError} if they are not as many different names as wanted
 */
export function checkNames(what: string, names: readonly string[], wanted: number): void {
  if (
    !Array.isArray(names) || names.length !== wanted || new Set(names).size !== wanted ||
    !names.every((name) => typeof name === "string")
  ) {
    throw new TypeError(
      `Cannot use ${describe(names)} for ${what}: ${wanted} different names are wanted`,
    );
  }
}
