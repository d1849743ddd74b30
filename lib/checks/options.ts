/** Checks of options: one that does not exist is an error with a suggestion, in JavaScript too. @module */

import { nameSuggestion, sameName } from "./meant.ts";
import { describe } from "./texts.ts";
import { expectedBy, type Filled, type Kinds, type OptionTable, type Value } from "./option.ts";

/** Which options there are: a key for each. */
export type OptionNames<Options> = { readonly [Name in keyof Required<Options>]: true };

/** What was checked, by its names: a training loop hands over the same object with every batch. */
const checked = new WeakMap<object, WeakSet<object>>();

/**
 * Checks that options are an object with no other names than those of a table, and that each value fits its option.
 * @param action what cannot be done otherwise, as it ends a sentence that begins with “Cannot”
 * @param hints what to print of a name that other libraries have, instead of a suggestion
 * @throws {TypeError} if they are no object, one of them does not exist, or is of another type
 * @throws {RangeError} if one is missing, or out of range
 */
export function checkOptions(
  action: string,
  options: unknown,
  table: OptionTable,
  hints: { readonly [name: string]: string } = {},
): void {
  checkKeys(action, options, table, hints);
  for (const name in table) { // no list is made: a training loop checks with every batch
    const option = table[name]!;
    if (option === true) continue;
    const value = (options as Readonly<Record<string, unknown>>)[name];
    if (value === undefined ? option.required : value !== null || !option.orNull) {
      checkValue(action, name, option, value);
    }
  }
}

function checkValue(action: string, name: string, option: Value, value: unknown): void {
  if (option.type === "map") {
    for (const [key, inner] of Object.entries(value as object)) {
      checkValue(action, `${name}.${key}`, option.of, inner);
    }
  }
  const expected = expectedBy(option, value);
  if (expected === undefined) return;
  const given = value === undefined ? `without ${name}` : `with ${name} ${describe(value)}`;
  const message = `Cannot ${action} ${given}: expected ${expected}`;
  const type = option.type === "choice" ? "string" : "number";
  const isOfType = value === undefined || typeof value === type;
  throw isOfType ? new RangeError(message) : new TypeError(message);
}

/** Checks options, as {@linkcode checkOptions} does, and fills in the defaults of those that are left out. */
export function filledIn<Options extends object, Table extends OptionTable>(
  action: string,
  options: Options,
  table: Table,
  hints: { readonly [name: string]: string } = {},
): Filled<Options, Table> {
  checkOptions(action, options, table, hints);
  const filled = { ...options } as Record<string, unknown>;
  for (const [name, option] of Object.entries(table)) {
    if (option !== true) filled[name] ??= option.default;
  }
  return filled as Filled<Options, Table>;
}

/** The constants of a rule that comes in several kinds, checked, with defaults; a hint names the kinds that have another's. */
export function constantsOf<Constants extends object>(
  what: string,
  kind: string,
  constants: Constants,
  kinds: Kinds,
  hints: { readonly [name: string]: string } = {},
): Required<Constants> {
  const owners: Record<string, string> = {};
  for (const [kind, table] of Object.entries(kinds)) {
    for (const name of Object.keys(table)) {
      owners[name] = owners[name] ? `${owners[name]} and "${kind}"` : `that is for "${kind}"`;
    }
  }
  const table = { name: true, ...kinds[kind] } as const;
  return filledIn(`use the ${what} "${kind}"`, constants, table, {
    ...owners,
    ...hints,
  }) as Required<Constants>;
}

function checkKeys(
  action: string,
  options: unknown,
  table: OptionTable,
  hints: { readonly [name: string]: string },
): asserts options is object {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    const given = options === undefined ? "without options" : `with ${describe(options)}`;
    throw new TypeError(
      `Cannot ${action} ${given}: expected an object of ${Object.keys(table).join(", ")}`,
    );
  }
  let right = checked.get(table);
  if (right === undefined) checked.set(table, right = new WeakSet());
  if (right.has(options)) return;
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(table, name)) continue;
    const known = Object.keys(table);
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
