/** Looks up an entry that may be given by name. @module */

import { suggestion } from "./suggestion.ts";

/**
 * `choice` itself, or the entry of that name.
 *
 * @param kind what the entries are, for the error
 * @param aliases other names of the entries
 * @throws {RangeError} if there is no entry of that name; the message lists those that are
 */
export function named<T extends object>(
  kind: string,
  entries: { readonly [name: string]: T },
  choice: T | string,
  aliases: { readonly [name: string]: T } = {},
): T {
  if (typeof choice !== "string") return choice;
  if (Object.hasOwn(entries, choice)) return entries[choice]!;
  if (Object.hasOwn(aliases, choice)) return aliases[choice]!;
  const names = Object.keys(entries);
  throw new RangeError(
    `Cannot find the ${kind} "${choice}": there are ${names.join(", ")}` +
      suggestion(choice, [...names, ...Object.keys(aliases)]),
  );
}
