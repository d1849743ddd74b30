/**
 * Which activation functions and optimizer rules are the library's own, so that an engine may run its own loop for
 * them. The mark is on the object, not on its name: a copy, or an object of a user with the same name, has none, and
 * every engine runs the functions that stand in it.
 *
 * @module
 */

/** An activation function or a rule that an engine may have a loop of its own for. */
export type BuiltIn =
  | "sigmoid"
  | "tanh"
  | "scaledTanh"
  | "relu"
  | "leakyRelu"
  | "softmax"
  | "sgd"
  | "momentum"
  | "nesterov"
  | "adam";

const marks = new WeakMap<object, BuiltIn>();

/**
 * Marks an entry as built in, and freezes it, so that it goes on doing what the engine's loop does.
 *
 * @param kernel what the entry does; two entries that do the same share it
 * @returns the entry
 */
export function builtIn<Entry extends object>(kernel: BuiltIn, entry: Entry): Entry {
  marks.set(entry, kernel);
  return Object.freeze(entry);
}

/** What an entry was marked as; nothing for a user's own, whatever its name. */
export function kernelOf(entry: object): BuiltIn | undefined {
  return marks.get(entry);
}
