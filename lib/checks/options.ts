/**
 * Options as data, and their checks. A table of them is what checks read, what a config's schema is made of, and its
 * documentation. An option that does not exist is an error with a suggestion, in JavaScript too. @module
 */

import { nameSuggestion, sameName } from "./meant.ts";
import { describe } from "./texts.ts";

/** The ends of a range; without `max` and `below` every finite number from the other end on is in it. */
export interface Range {
  readonly min?: number | undefined;
  readonly above?: number | undefined;
  /** Infinity, which JSON does not have, if that is allowed too. */
  readonly max?: number | undefined;
  readonly below?: number | undefined;
}

/** What a value may be. */
export type Value =
  & { /** Whether null is allowed too. */ readonly orNull?: true }
  & (
    | Range & { readonly type: "number" | "whole" }
    | { readonly type: "flag" }
    | { readonly type: "text"; readonly length?: number }
    | { readonly type: "choice"; readonly of: readonly string[] }
    | { readonly type: "list"; readonly of: Value; readonly min?: number; readonly max?: number }
    | { readonly type: "map"; readonly of: Value; readonly keys?: string }
    | { readonly type: "object"; readonly of: OptionTable }
    | { readonly type: "kinds"; readonly of: Kinds }
    | { readonly type: "either"; readonly of: readonly Value[] }
  );

/** An option: what it may be, and what it is if it is left out. */
export type Option = Value & {
  /** What it is if it is left out. */
  readonly default?: unknown;
  /** Whether a program has to give it; in a config its default holds. */
  readonly required?: true;
};

/** Options by name; `true` for one that only programs have, which its type alone describes. */
export interface OptionTable {
  readonly [name: string]: Option | true;
}

/** Objects of several kinds, which their `name` tells apart, with the options of each. */
export interface Kinds {
  readonly [name: string]: OptionTable;
}

/** A table of every option of an interface. */
export type TableOf<Options> = { readonly [Name in keyof Options]-?: Option };

/** The type of a value that fits a description, for configs. */
export type TypeOf<V> =
  | (V extends { orNull: true } ? null : never)
  | (V extends { type: "number" | "whole" } ? number
    : V extends { type: "text" } ? string
    : V extends { type: "flag" } ? boolean
    : V extends { type: "choice"; of: readonly (infer Name)[] } ? Name
    : V extends { type: "list"; of: infer Item } ? TypeOf<Item>[]
    : V extends { type: "map"; of: infer Item } ? Record<string, TypeOf<Item>>
    : V extends { type: "either"; of: readonly (infer One)[] } ? TypeOf<One>
    : V extends { type: "object"; of: infer Table } ? ObjectOf<Table>
    : never);

/** The type of a config's object with the keys of a table, those with a default filled in. */
export type ObjectOf<Table> =
  & {
    -readonly [
      Key in keyof Table as Table[Key] extends { default: unknown } | { required: true } ? Key
        : never
    ]: TypeOf<Table[Key]>;
  }
  & {
    -readonly [
      Key in keyof Table as Table[Key] extends { default: unknown } | { required: true } ? never
        : Key
    ]?: TypeOf<Table[Key]> | undefined;
  };

/** Options that were checked, those with a default filled in. */
export type Filled<Options, Table> =
  & Options
  & {
    readonly [
      Name in keyof Options & keyof Table as Table[Name] extends { readonly default: unknown }
        ? Name
        : never
    ]-?: Exclude<Options[Name], undefined>;
  };

/** A range in words, such as ` from 0 to below 1`; empty if it has no ends. */
export function rangeText({ min, above, max = Infinity, below }: Range): string {
  const low = min !== undefined ? ` from ${min}` : above !== undefined ? ` above ${above}` : "";
  if (max === Infinity && below === undefined) return min === undefined ? low : `${low} up`;
  const high = below !== undefined ? `below ${below}` : min === undefined ? `at most ${max}` : max;
  return `${low}${min !== undefined ? " to" : low && " and"} ${high}`;
}

/** What an option expects, in words, if a value does not fit it; objects are checked where they are used. */
export function expectedBy(option: Value, value: unknown): string | undefined {
  switch (option.type) {
    case "number":
    case "whole": {
      const { min = -Infinity, above = -Infinity, max = Number.MAX_VALUE, below = NaN } = option;
      const isWhole = option.type === "whole";
      const isRight = typeof value === "number" && value >= min && value > above &&
        value <= max && !(value >= below) && (!isWhole || Number.isSafeInteger(value));
      return isRight ? undefined : `a ${isWhole ? "whole " : ""}number${rangeText(option)}`;
    }
    case "choice":
      return option.of.includes(value as string) ? undefined : option.of.join(" or ");
    case "flag":
      return typeof value === "boolean" ? undefined : "true or false";
  }
  return undefined;
}

/** A table of the names of what has neither checks here nor defaults. */
export type NamesOf<Fields> = { readonly [Name in keyof Required<Fields>]: true };

/** What each option is if it is left out; undefined where that is nothing, or depends on what else there is. */
export type Defaults<Options> = { readonly [Name in keyof Required<Options>]: Options[Name] };

/** Options of which those that have a default are filled in. */
export type WithDefaults<Options, Given> =
  & Options
  & {
    readonly [
      Name in keyof Options & keyof Given as Given[Name] extends undefined ? never : Name
    ]-?: Exclude<Options[Name], undefined>;
  };

/** What was checked, by its names: a training loop hands over the same object with every batch. */
const checked = new WeakMap<object, WeakSet<object>>();

/**
 * Checks that options are an object with no other names than those of a table, and that each value fits its option.
 * @param action what cannot be done otherwise, as it ends a sentence that begins with “Cannot”
 * @param hints what to print of a name that other libraries have, instead of a suggestion
 * @throws {TypeError} if they are not an object, one of them does not exist, or is of another type
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

/**
 * Checks that options are an object with no other names than those that have a default, and fills in what is left out.
 * @throws {TypeError} as {@linkcode checkOptions}
 */
export function withDefaults<Options extends object, Given extends Defaults<Options>>(
  action: string,
  options: Options,
  defaults: Given,
  hints: { readonly [name: string]: string } = {},
): WithDefaults<Options, Given> {
  checkKeys(action, options, defaults, hints);
  const filled: Partial<Options> = {};
  for (const name in defaults as Defaults<Options>) {
    const value = options[name] ?? defaults[name];
    if (value !== undefined) filled[name] = value;
  }
  return filled as WithDefaults<Options, Given>;
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
  table: object,
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
