/** Options by name: one that does not exist is an error with a suggestion, in JavaScript too. @module */

import { nameSuggestion, sameName } from "./meant.ts";

/** Which options there are: a key for each. Written with `satisfies`, so that none is missing. */
export type OptionNames<Options> = { readonly [Name in keyof Required<Options>]: true };

/** What was checked, by its names: a training loop of one's own hands over the same object with every batch. */
const checked = new WeakMap<object, WeakSet<object>>();

/**
 * Sees to it that options are an object that has no other names than these.
 *
 * @param action what cannot be done otherwise, as it ends a sentence that begins with “Cannot”
 * @param names the options that there are
 * @param hints what to say of a name that other libraries have, in place of a suggestion
 * @throws {TypeError} if they are no object, or one of them does not exist
 */
export function checkOptions(
  action: string,
  options: unknown,
  names: { readonly [name: string]: true },
  hints: { readonly [name: string]: string } = {},
): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    const given = options === undefined ? "without options" : `with ${describe(options)}`;
    throw new TypeError(
      `Cannot ${action} ${given}: an object is wanted, of ${Object.keys(names).join(", ")}`,
    );
  }
  let right = checked.get(names);
  if (right === undefined) checked.set(names, right = new WeakSet());
  if (right.has(options)) return;
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(names, name)) continue;
    const known = Object.keys(names);
    const hinted = sameName(name, known) === undefined
      ? sameName(name, Object.keys(hints))
      : undefined;
    const hint = hinted !== undefined
      ? `: ${hints[hinted]}`
      : nameSuggestion(name, known) || `: there are ${known.join(", ")}`;
    throw new TypeError(`Cannot ${action} with the option "${name}"${hint}`);
  }
  right.add(options);
}

/** What a value is, in a few words, for an error. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "function") return "a function";
  if (typeof value !== "object") return String(value);
  const { name } = value.constructor ?? {};
  return name === undefined || name === "Object" ? "an object" : `a ${name}`;
}
