/** Looks up an entry that may be given by name. @module */

import { nameSuggestion } from "./meant.ts";
import { describe } from "./texts.ts";

/**
 * `choice` itself, or the entry of that name, which may be an alias.
 * @throws {RangeError} if there is no entry of that name; the message lists those that are, aliases too
 */
export function named<T extends object>(
  kind: string,
  entries: { readonly [name: string]: T },
  choice: T | string,
  aliases: { readonly [name: string]: T } = {},
): T {
  if (Object(choice) === choice) return choice as T;
  const name = String(choice);
  const all = { ...entries, ...aliases };
  if (Object.hasOwn(all, name)) return all[name]!;
  const names = Object.keys(all);
  throw new RangeError(
    `Cannot find the ${kind} ${choice === undefined ? "without a name" : describe(choice)}: ` +
      `there are ${names.join(", ")}${nameSuggestion(name, names)}`,
  );
}
