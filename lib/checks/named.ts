/** Looks up an entry that may be given by name. @module */

/**
 * `choice` itself, or the entry of that name.
 *
 * @param kind what the entries are, for the error
 * @throws {RangeError} if there is no entry of that name; the message lists those that are
 */
export function named<T extends object>(
  kind: string,
  entries: { readonly [name: string]: T },
  choice: T | string,
): T {
  if (typeof choice !== "string") return choice;
  if (!Object.hasOwn(entries, choice)) {
    throw new RangeError(
      `Cannot find the ${kind} "${choice}": there are ${Object.keys(entries).join(", ")}`,
    );
  }
  return entries[choice]!;
}
