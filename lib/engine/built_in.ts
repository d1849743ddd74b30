/**
 * Which activation functions and optimizer rules are built in, so that an engine may run its own loop for them. The mark is
 * on the object, not on its name. A copy, or a user's object with the same name, has none: every engine runs its functions.
 * @module
 */

import type { Matrix } from "./matrix.ts";

/** The kernel of each entry that is built in, by name. */
const marks = new WeakMap<object, string>();

/**
 * Marks an entry as built in, and freezes it, so that it keeps doing what the engine's loop does.
 * @param kernel what the entry does; two entries that do the same share it
 * @returns the entry
 */
export function builtIn<Entry extends object>(kernel: string, entry: Entry): Entry {
  marks.set(entry, kernel);
  return Object.freeze(entry);
}

/** What an entry was marked as; undefined for a user's, whatever its name. */
export function kernelOf(entry: object): string | undefined {
  return marks.get(entry);
}

/**
 * z, for the derivative of an activation function that needs it.
 * @throws {TypeError} if there is none
 */
export function requireZ(name: string, z: Matrix | undefined): Matrix {
  if (z !== undefined) return z;
  throw new TypeError(`Cannot take errors back through "${name}": expected z, got undefined`);
}
