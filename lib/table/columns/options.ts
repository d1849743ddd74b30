/** The options of a table: which column is the target, and what becomes of the others. @module */

import { suggestion } from "../../checks/meant.ts";
import { joinNames, quoted } from "../../checks/texts.ts";
import type { TableSource } from "../cells/source.ts";
import { checkFolds } from "../split/folds.ts";
import { timeText } from "../split/units.ts";
import { hasAllRowsInFolds, RECIPE } from "../../config/recipe.ts";
import {
  checkFractions,
  FRACTIONS,
  type Fractions,
  fractionsWithTest,
} from "../../dataset/split.ts";
import {
  MISSING_VALUE_RULES,
  type MissingValueRule,
  READ_AS,
  type ReadAs,
  TARGET_KINDS,
  type TargetKind,
} from "../../options/table.ts";
import { targetKinds } from "./target.ts";

/**
 * Writes an option with its value as the caller's users give it, to be put into sentences: `--gaps mean` at a terminal. A
 * target, columns that are left out, and columns of groups may be several. `header` is one of those who read tables of text. The
 * values of `as` are a kind and a column. `split` is `random`, or `order` if the last rows test.
 */
export type OptionText = (
  option:
    | ("as" | "gaps" | "header" | "kind" | "target" | "without")
    | ("folds" | "split" | "splitBy" | "splitAfter"),
  ...values: readonly string[]
) => string;

/** As `TableOptions` has them, in backquotes: `gaps: "mean"`, `without: ["sex", "year"]`. */
export const optionOfLibrary: OptionText = (option, ...values) => {
  if (option === "header" || option === "folds") return `\`${option}: ${values[0]}\``;
  if (option === "as") {
    const [kind, column] = values;
    return `\`as: ${JSON.stringify({ [column!]: kind })}\``;
  }
  const texts = values.map((value) => JSON.stringify(value)).join(", ");
  const isList = option === "target" || option === "without" || option === "splitBy";
  return `\`${option}: ${isList ? `[${texts}]` : texts}\``;
};

/** How to make data sets of a table. */
export interface TableOptions {
  /** The column to predict, or several columns of numbers. */
  readonly target: string | readonly string[];
  /** What the target is. Default: detected, see {@linkcode planTable}. */
  readonly kind?: TargetKind | undefined;
  /** What becomes of missing values. Default: `"drop"`, as in a config without it. */
  readonly gaps?: MissingValueRule | undefined;
  /** Other texts than the usual ones that are missing values in every column; spaces around them do not count. */
  readonly missingValues?: readonly string[] | undefined;
  /** The columns that may have usual marks for missing values, by an earlier network's description. Default: all */
  readonly marked?: readonly string[] | undefined;
  /** Columns that are left out. */
  readonly without?: readonly string[] | undefined;
  /**
   * How columns are read, by name; the others as detected: dates, money, per cents, units, times of day, yes and no,
   * spellings and free texts. Default: plain numbers and categories alone.
   */
  readonly as?: Readonly<Record<string, ReadAs>> | undefined;
  /** The column of how much each row counts, in training and in metrics: numbers, 0 or more. */
  readonly weights?: string | undefined;
  /** The column that names each row's part; or the fractions of training, validation and test. Default: 0.7, 0.15, 0.15. */
  readonly split?: string | Fractions | undefined;
  /**
   * The fraction of the rows that test, from 0 to below 1; 0 needs folds. Default: 0.15, but 0 by the third recipe where
   * there are folds, and rows are not split by time.
   */
  readonly test?: number | undefined;
  /**
   * The column of groups, such as customers, whose rows stay together in one part and one fold; it is not an input. Columns of
   * a list, such as a height and an age, stay inputs: rows that are equal in all of them are a group.
   */
  readonly splitBy?: string | readonly string[] | undefined;
  /**
   * The column of numbers or dates after which rows are split: the latest test, and those before them validate. `true` if the
   * rows are in the order of time.
   */
  readonly splitAfter?: string | true | undefined;
  /** The seed of the split: a whole number from 0 to 2⁵³ − 1. Default: 1. */
  readonly splitSeed?: number | undefined;
  /**
   * The number of folds for the rows outside the test part: 0 for none, or 2 … 100; `"auto"` for 5, or fewer where a table
   * is too small or too large for them. Default: 0.
   */
  readonly folds?: number | "auto" | undefined;
  /** The number of times that the rows are split into folds: 1 … 10. Default: 1. */
  readonly repeat?: number | undefined;
  /** The version of the recipe, which decides on the test part. Default: the one of new configs */
  readonly recipe?: number | undefined;
  /** How sentences name these options. Default: as they are called here. */
  readonly optionText?: OptionText | undefined;
}

/** The options, filled in: columns are numbers from 0, but those of `rounded`, which are names. */
export interface ResolvedOptions {
  readonly targets: readonly number[];
  readonly kind: TargetKind | undefined;
  readonly gaps: MissingValueRule;
  /** Without spaces around them, each once. */
  readonly missingValues: readonly string[];
  /** The names of the columns that may have usual marks for missing values; `undefined` for all. */
  readonly marked: readonly string[] | undefined;
  readonly without: ReadonlySet<number>;
  /** How columns are read by the user's word; `undefined` to read plain numbers and categories alone. */
  readonly as: ReadonlyMap<number, ReadAs> | undefined;
  readonly weights: number | undefined;
  readonly split: number | undefined;
  /** The columns whose values together name the group of a row; none if rows are not split by groups. */
  readonly splitBy: readonly number[];
  /** The column of groups that is not an input; `undefined` if they are a list. */
  readonly groups: number | undefined;
  readonly splitAfter: number | true | undefined;
  /** Of the parts where no column names them, and all rows are not in folds. */
  readonly fractions: Fractions;
  /** The fraction of the test that was asked for. */
  readonly test: number | undefined;
  /** Whether there is a test part where there are folds, too. */
  readonly hasTest: boolean;
  readonly splitSeed: number;
  readonly folds: number | "auto";
  readonly repeat: number;
  readonly recipe: number;
  readonly optionText: OptionText;
}

/**
 * Finds the columns that the options name, perhaps without a target.
 * @throws {RangeError} if there is no such column, one has two roles, or another option is none of those possible
 */
export function resolveOptions(
  source: Pick<TableSource, "name" | "columns" | "hint">,
  options: TableOptions,
): ResolvedOptions {
  const { columns } = source;
  const { kind, gaps = "drop", split, test, splitSeed = 1, weights } = options;
  const { folds = 0, repeat = 1, recipe = RECIPE, splitAfter } = options;
  const { optionText = optionOfLibrary } = options;
  const find = (name: string, option?: "target" | "without" | "splitBy") =>
    indexOfColumn(source, name, (names) => option && optionText(option, ...names));
  const names = typeof options.target === "string" ? [options.target] : options.target;
  if (!MISSING_VALUE_RULES.includes(gaps)) {
    throw new RangeError(
      `Cannot treat missing values as "${gaps}": there are ${MISSING_VALUE_RULES.join(", ")}`,
    );
  }
  if (kind !== undefined && !TARGET_KINDS.includes(kind)) {
    throw new RangeError(
      `Cannot learn a target of kind "${kind}": there are ${TARGET_KINDS.join(", ")}`,
    );
  }
  if (kind !== undefined && names.length > targetKinds[kind].maxColumns) {
    throw new RangeError(
      `Cannot learn the classes of ${joinNames(names)} at once: expected one target, or quantities`,
    );
  }
  if (typeof split === "object") checkFractions(split);
  if (test !== undefined) checkTest(source.name, options, test);
  checkFolds(folds, repeat);
  checkOneSplit(source.name, options);
  const as = options.as && new Map(
    Object.entries(options.as).map(([name, kind]) => [find(name), checkReadAs(name, kind)]),
  );
  for (const name of names) {
    if (!Object.hasOwn(options.as ?? {}, name)) continue;
    const kind = options.as![name]!;
    if (TARGET_READINGS.includes(kind)) continue;
    throw new RangeError(
      `Cannot read the target ${quoted(name)} as "${kind}": there are ${
        joinNames(TARGET_READINGS)
      }`,
    );
  }
  const splitBy = [options.splitBy ?? []].flat().map((name) => find(name, "splitBy"));
  const out = [...as ?? []].filter(([, kind]) => kind === "out").map(([index]) => index);
  const resolved = {
    targets: names.map((name) => find(name, "target")),
    kind,
    gaps,
    missingValues: [...new Set(options.missingValues?.map((text) => text.trim()))],
    marked: options.marked,
    without: new Set([...options.without?.map((name) => find(name, "without")) ?? [], ...out]),
    as,
    weights: weights === undefined ? undefined : find(weights),
    split: typeof split === "string" ? find(split) : undefined,
    splitBy,
    groups: typeof options.splitBy === "string" ? splitBy[0] : undefined,
    splitAfter: typeof splitAfter === "string" ? find(splitAfter) : splitAfter,
    fractions: typeof split === "object" ? split : test ? fractionsWithTest(test) : FRACTIONS,
    test,
    hasTest: split !== undefined || splitAfter !== undefined ||
      (test === undefined ? !hasAllRowsInFolds(recipe) : test > 0),
    splitSeed,
    folds,
    repeat,
    recipe,
    optionText,
  };
  const roles = new Map<number, string>();
  const take = (column: number | undefined, role: string) => {
    if (column === undefined) return;
    const other = roles.get(column);
    if (other !== undefined) {
      throw new RangeError(
        `Cannot use the column ${quoted(columns[column]!)} as ${role}: it is ${other} already`,
      );
    }
    roles.set(column, role);
  };
  for (const target of resolved.targets) take(target, "a target");
  take(resolved.weights, "the weights");
  take(resolved.split, "the split");
  take(resolved.groups, "the groups of the split");
  // What orders rows, and a listed column of groups, may be left out, or learned from.
  const checkFree = (column: number | true | undefined, role: string) => {
    if (typeof column === "number" && roles.has(column)) take(column, role);
  };
  checkFree(resolved.splitAfter, "the time of the split");
  if (resolved.groups === undefined) {
    for (const column of splitBy) checkFree(column, "a column of the groups of the split");
  }
  for (const column of resolved.without) take(column, "one that is left out");
  return resolved;
}

/** @throws {RangeError} if rows are to be split in two ways at once */
function checkOneSplit(
  name: string,
  { split, splitBy, splitAfter, repeat = 1 }: TableOptions,
): void {
  const columns = [splitBy ?? []].flat();
  const time = splitAfter === undefined ? undefined : timeText(splitAfter);
  const ways = [
    typeof split === "string" ? quoted(split) : undefined,
    columns.length === 0 ? undefined : columns.map(quoted).join(" and "),
    time,
  ].filter((way) => way !== undefined);
  if (ways.length > 1) {
    throw new RangeError(
      `Cannot split ${name} by ${ways.join(" and ")} at once: expected one of split, ` +
        "splitBy and splitAfter",
    );
  }
  if (new Set(columns).size < columns.length) {
    throw new RangeError(
      `Cannot split ${name} by ${joinNames(columns)}: expected different columns`,
    );
  }
  if (time !== undefined && repeat > 1) {
    throw new RangeError(
      `Cannot repeat the folds of ${name} ${repeat} times after ${time}: ` +
        "folds by time are always the same",
    );
  }
}

/** @throws {RangeError} if there cannot be such a test part */
function checkTest(
  name: string,
  { split, splitAfter }: TableOptions,
  test: number,
): void {
  if (!(test >= 0 && test < 1)) {
    throw new RangeError(
      `Cannot test on a fraction of ${test} of ${name}: expected one from 0 to below 1`,
    );
  }
  if (split !== undefined) {
    throw new RangeError(
      `Cannot split ${name} by split and test at once: expected one of them`,
    );
  }
  if (test === 0 && splitAfter !== undefined) {
    throw new RangeError(
      `Cannot leave out the test part of ${name} after ${timeText(splitAfter)}: ` +
        "only the test rows lie ahead; expected a fraction above 0",
    );
  }
}

const TARGET_READINGS: readonly ReadAs[] = ["text", "number", "comma", "point"];

/** @throws {RangeError} if columns cannot be read so */
function checkReadAs(name: string, kind: ReadAs): ReadAs {
  if (READ_AS.includes(kind)) return kind;
  throw new RangeError(
    `Cannot read the column ${quoted(name)} as "${kind}"${
      suggestion(kind, READ_AS) || `: there are ${joinNames(READ_AS)}`
    }`,
  );
}

/** @param several how the option is written with several columns, if it may have them */
function indexOfColumn(
  { name: table, columns, hint }: Pick<TableSource, "name" | "columns" | "hint">,
  name: string,
  several: (names: readonly string[]) => string | undefined,
): number {
  const index = columns.indexOf(name);
  if (index !== -1) return index;
  const parts = name.split(",").map((part) => part.trim());
  const text = parts.length > 1 && parts.every((part) => columns.includes(part))
    ? several(parts)
    : undefined;
  throw new RangeError(
    `Cannot find the column ${quoted(name)} in ${table}${
      text === undefined
        ? suggestion(name, columns) || `: there are ${joinNames(columns)}`
        : `, but each of ${joinNames(parts)}: write ${text}`
    }${hint === undefined ? "" : `; ${hint}`}`,
  );
}
