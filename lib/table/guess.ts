/** Finds out what the columns of a table are: numbers, categories, or nothing that a network can learn from. @module */

import { listed } from "../dataset/lists.ts";
import { MAX_CLASSES } from "../dataset/source.ts";
import { quoted } from "./cells.ts";
import { byCodeUnit, type Gaps } from "./columns.ts";
import { MAX_CATEGORIES, MAX_NUMBER_CLASSES } from "./limits.ts";
import type { ResolvedOptions } from "./options.ts";
import { ColumnStatistics } from "./statistics.ts";

/** A column that features are to be made of. */
export interface PlannedColumn {
  /** What it has. */
  readonly kind: "number" | "category";
  /** The name in the table's header. */
  readonly name: string;
  /** Which of the table's columns it is, from 0. */
  readonly place: number;
}

/** What is to be predicted. */
export type PlannedTarget =
  | {
    readonly kind: "class";
    readonly name: string;
    readonly place: number;
    /** Sorted by code unit. */
    readonly classes: readonly string[];
    /** Why it is a class, in a sentence. */
    readonly why: string;
  }
  | {
    readonly kind: "quantity";
    readonly names: readonly string[];
    readonly places: readonly number[];
    /** Why it is a quantity, in a sentence. */
    readonly why: string;
  };

/** What the columns of a table are. */
export interface TablePlan {
  /** The columns that features are to be made of. */
  readonly columns: readonly PlannedColumn[];
  /** What is to be predicted. */
  readonly target: PlannedTarget;
  /** What a user should know, in sentences: which columns are left out, and why. */
  readonly warnings: readonly string[];
}

/** Statistics for each column, before the first row. */
export function statisticsFor(
  columns: readonly string[],
  { targets }: Pick<ResolvedOptions, "targets">,
): ColumnStatistics[] {
  return columns.map((_, place) =>
    new ColumnStatistics(targets.includes(place) ? MAX_CLASSES : MAX_CATEGORIES)
  );
}

/**
 * Decides what the columns are.
 *
 * A column whose cells are all numbers is one of numbers, another one of categories. A target is a class, unless it has
 * more than 20 different numbers. Left out are columns that say nothing (all cells are the same) and texts of which
 * nearly every row has another one, such as names.
 *
 * @param source what the table is called in errors
 * @param columns the table's header
 * @param statistics of each column, of all rows
 * @throws {SyntaxError} if a column is of dates, has a cell that is no number among numbers, or nothing can be learned
 */
export function planTable(
  source: string,
  columns: readonly string[],
  statistics: readonly ColumnStatistics[],
  options: ResolvedOptions,
): TablePlan {
  const warnings: string[] = [];
  if (statistics[0]!.cells === 0) {
    throw new SyntaxError(`Cannot read ${source}: it has no rows below its header`);
  }
  const others = [...options.targets, options.weights, options.split];
  const inputs: PlannedColumn[] = [];
  for (const [place, name] of columns.entries()) {
    if (others.includes(place) || options.without.has(place)) continue;
    const looks = statistics[place]!;
    const nothing = whyNot(name, looks, options.gaps);
    if (nothing !== undefined) {
      warnings.push(`The column ${quoted(name)} is left out: ${nothing}`);
      continue;
    }
    const kind = kindOf(source, name, looks);
    if (kind === "number" && looks.counting && looks.numbers > 2) {
      warnings.push(
        `The column ${quoted(name)} counts the rows: leave it out if it only numbers them`,
      );
    }
    if (kind === "category") warnings.push(...padded(name, looks));
    inputs.push({ kind, name, place });
  }
  const target = planTarget(source, columns, statistics, options, warnings);
  if (inputs.length === 0) {
    throw new SyntaxError(
      `Cannot learn from ${source}: besides the target no column is left to learn from${
        warnings.length === 0 ? "" : `. ${warnings.join(". ")}`
      }`,
    );
  }
  return { columns: inputs, target, warnings };
}

/** Names that people and programs give to a column that numbers the rows. */
const ROW_NUMBERS: readonly RegExp[] = [
  /^(?:#|id|index|row|rowid|row[ _]?(?:id|names?|number)|x1?|unnamed(?: column|:) \d+)$/i,
  /[_ -]id$/i, // customer_id
  /[a-z]I[dD]$/, // PassengerId
];

/** Tables of fewer rows may have as many texts as rows. */
const FEW_ROWS = 20;

/** Why a network cannot learn from a column; `undefined` if it can. */
function whyNot(name: string, looks: ColumnStatistics, rule: Gaps): string | undefined {
  const { cells, gaps, numbers, values } = looks;
  const filled = cells - gaps;
  if (filled === 0) return "there is nothing in it";
  const same = numbers === filled ? looks.least === looks.largest : values?.size === 1;
  if (same && (gaps === 0 || rule === "drop" || numbers === filled)) {
    const value = numbers === filled ? looks.least : quoted([...values!.keys()][0]!);
    return `every row has ${value}${gaps === 0 ? "" : " or a gap"}`;
  }
  if (numbers === filled) {
    return looks.counting && numbers > 2 && ROW_NUMBERS.some((names) => names.test(name))
      ? "it numbers the rows"
      : undefined;
  }
  if (2 * numbers >= filled || looks.dates > 0 || looks.commas > 0) return undefined;
  if (values === undefined) {
    return `it has more than ${MAX_CATEGORIES} different texts, too many for categories`;
  }
  if (filled > FEW_ROWS && values.size === filled) return "every row has another text, like a name";
  return filled > FEW_ROWS && 2 * values.size > filled
    ? `${values.size} of its ${filled} texts are different, like names`
    : undefined;
}

/** @throws {SyntaxError} if it is of dates, or most cells are numbers and some are not */
function kindOf(source: string, name: string, looks: ColumnStatistics): "number" | "category" {
  const { cells, gaps, numbers, texts, values } = looks;
  if (texts === 0) return "number";
  if (looks.dates > 0 && 2 * looks.dates >= texts) throw noDates(source, name, looks);
  const few = values !== undefined && values.size <= MAX_NUMBER_CLASSES;
  if (few && looks.commas < texts) return "category"; // such as 1, 2, 3 and more
  if (2 * (numbers + looks.commas) >= cells - gaps) throw noNumber(source, name, looks);
  return "category";
}

function noDates(source: string, name: string, { firstText }: ColumnStatistics): SyntaxError {
  const { text, line } = firstText!;
  return new SyntaxError(
    `Cannot use the column ${quoted(name)} of ${source}: it has dates, such as ${quoted(text)} ` +
      `on line ${line}; leave it out, or write numbers in its place, such as the year and the month`,
  );
}

function noNumber(source: string, name: string, looks: ColumnStatistics): SyntaxError {
  const { text, line } = looks.firstText!;
  const most = 2 * looks.numbers >= looks.cells - looks.gaps;
  const what = looks.commas > 0
    ? "has a comma: a number is wanted as 3.14 or 1234567"
    : looks.dates > 0
    ? "may be a date: a number is wanted"
    : most
    ? "is no number, as most rows have: correct it, leave it empty, or leave the column out"
    : "is no number, which a quantity is";
  return new SyntaxError(
    `Cannot read ${source}: ${quoted(text)} on line ${line}, column ${quoted(name)}, ${what}`,
  );
}

/** Told of texts that differ only in spaces around them. */
function padded(name: string, { values }: ColumnStatistics): string[] {
  for (const value of values!.keys()) {
    if (value !== value.trim() && values!.has(value.trim())) {
      return [
        `The column ${quoted(name)} has ${quoted(value)} and ${quoted(value.trim())}, ` +
        "which are different categories",
      ];
    }
  }
  return [];
}

/** @throws {SyntaxError} if the target is not what it is said to be, or always the same */
function planTarget(
  source: string,
  columns: readonly string[],
  statistics: readonly ColumnStatistics[],
  { targets, kind }: ResolvedOptions,
  warnings: string[],
): PlannedTarget {
  const names = targets.map((place) => columns[place]!);
  for (const [k, place] of targets.entries()) {
    const { gaps, cells } = statistics[place]!;
    if (gaps < cells) continue;
    throw new SyntaxError(`Cannot learn ${quoted(names[k]!)} of ${source}: no row has a value`);
  }
  const [place, name] = [targets[0]!, names[0]!];
  const first = statistics[place]!;
  const { values } = first;
  const numbers = first.texts === 0;
  const many = values === undefined || values.size > MAX_NUMBER_CLASSES;
  const asked = targets.length > 1 ? "quantity" : kind;
  if (asked === "quantity" || asked === undefined && numbers && many) {
    for (const [k, target] of targets.entries()) {
      checkQuantity(source, names[k]!, statistics[target]!);
    }
    const why = targets.length > 1
      ? "since there are several targets"
      : asked !== undefined
      ? "as it is said to be"
      : `since it has more than ${MAX_NUMBER_CLASSES} different numbers`;
    return { kind: "quantity", names, places: targets, why };
  }
  if (asked === undefined && first.dates > 0 && 2 * first.dates >= first.texts) {
    throw noDates(source, name, first);
  }
  if (
    asked === undefined && many && 2 * (first.numbers + first.commas) >= first.cells - first.gaps
  ) {
    throw noNumber(source, name, first);
  }
  if (values === undefined) {
    throw new SyntaxError(
      `Cannot learn the classes of ${
        quoted(name)
      } in ${source}: it has more than ${MAX_CLASSES} different values`,
    );
  }
  const classes = [...values.keys()].sort(byCodeUnit);
  if (classes.length === 1) {
    throw new SyntaxError(
      `Cannot learn the classes of ${quoted(name)} in ${source}: every row is of the class ` +
        `${quoted(classes[0]!)}, so there is nothing to tell apart`,
    );
  }
  const filled = first.cells - first.gaps;
  if (2 * classes.length > filled && (numbers || filled > FEW_ROWS)) {
    warnings.push(
      `The target ${
        quoted(name)
      } has ${classes.length} classes in ${filled} rows, nearly every row its own${
        numbers ? ': if it is a quantity, say so by the kind "quantity"' : ""
      }`,
    );
  }
  warnings.push(...padded(name, first));
  const why = asked !== undefined
    ? "as it is said to be"
    : numbers
    ? `since it has at most ${MAX_NUMBER_CLASSES} different numbers, ${listed(classes)}`
    : "since it has texts";
  return { kind: "class", name, place, classes, why };
}

/** @throws {SyntaxError} if a column that is to be a quantity is not of numbers, or of one number */
function checkQuantity(source: string, name: string, looks: ColumnStatistics): void {
  if (looks.firstText !== undefined) {
    throw looks.dates > 0 ? noDates(source, name, looks) : noNumber(source, name, looks);
  }
  if (looks.least === looks.largest) {
    throw new SyntaxError(
      `Cannot learn the quantity ${quoted(name)} of ${source}: every row has ${looks.least}, ` +
        "so there is nothing to learn",
    );
  }
}
