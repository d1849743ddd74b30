/** Options as data. A table of them is what checks read, what a config's schema is made of, and its documentation. @module */

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
    | { readonly type: "text"; readonly form?: string; readonly min?: 1; readonly length?: number }
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
