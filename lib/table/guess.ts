/** Finds out what the columns of a table are: numbers, categories, or nothing that a network can learn from. @module */

import { listed } from "../dataset/lists.ts";
import { MAX_CLASSES } from "../dataset/source.ts";
import { quoted } from "./cells.ts";
import { datesAsNumbers, whyCodes, whyRounded } from "./codes.ts";
import type { Gaps } from "./columns.ts";
import { type PlannedTarget, planTarget } from "./guess_target.ts";
import { FEW_ROWS, MAX_CATEGORIES, MAX_NUMBER_CLASSES } from "./limits.ts";
import type { OptionText } from "./option_text.ts";
import type { ResolvedOptions } from "./options.ts";
import {
  checkDecimals,
  firstWithCommas,
  isOfDates,
  type NamedStatistics,
  noDates,
  noNumber,
} from "./refusals.ts";
import type { TableHead } from "./source.ts";
import { ColumnStatistics } from "./statistics.ts";
import { doubtsOf, unreadNumbers } from "./text_columns.ts";

/** A column that features are to be made of. */
export interface PlannedColumn {
  /** What it has. */
  readonly kind: "number" | "category";
  /** The name in the table's header. */
  readonly name: string;
  /** Which of the table's columns it is, from 0. */
  readonly place: number;
}

/** What the columns of a table are. */
export interface TablePlan {
  /** The columns that features are to be made of. */
  readonly columns: readonly PlannedColumn[];
  /** What is to be predicted. */
  readonly target: PlannedTarget;
  /** Why each of the other columns says nothing; those that the options name are not among them. */
  readonly leftOut: ReadonlyMap<string, string>;
  /** What a user should know, in sentences: which columns are left out, and why. */
  readonly warnings: readonly string[];
}

/** That a column is left out, in a sentence. */
export function leftOutText(name: string, why: string): string {
  return `The column ${quoted(name)} is left out: ${why}`;
}

/** Statistics for each column, before the first row. */
export function statisticsFor(
  { columns, decimalComma }: TableHead,
  { targets, rounded }: Pick<ResolvedOptions, "targets" | "rounded">,
): ColumnStatistics[] {
  return columns.map((name, place) => {
    const limit = targets.includes(place) ? MAX_CLASSES : MAX_CATEGORIES;
    return new ColumnStatistics(limit, decimalComma, rounded.has(name));
  });
}

/**
 * Decides what the columns are.
 *
 * A column whose cells are all numbers is one of numbers, another one of categories; so is one of codes, such as 01067,
 * whole numbers that float64 cannot hold, or numbers that it cannot tell apart.
 * Where cells are not cut at commas, a number may have a decimal comma; that of at least one row of the column must not be
 * one that may part thousands, as in 1,234, and no row may have a point; if another column has decimal commas, nor must
 * every point. What the target is, {@linkcode planTarget} decides. Left out are ids and numbers of rows, if their name says
 * so; columns that say nothing (all cells are the same); and texts of which nearly every row has another one, such as names.
 *
 * @param statistics of each column, of all rows
 * @throws {SyntaxError} if a column is of dates, has a cell that is no number among numbers, or nothing can be learned
 */
export function planTable(
  { name: source, columns }: TableHead,
  statistics: readonly ColumnStatistics[],
  options: ResolvedOptions,
): TablePlan {
  const warnings: string[] = [];
  if (statistics[0]!.cells === 0) {
    throw new SyntaxError(`Cannot read ${source}: it has no rows below its header`);
  }
  const others = [...options.targets, options.weights, options.split];
  const candidates = columns.map((name, place) => ({ name, place, looks: statistics[place]! }))
    .filter(({ place }) => !others.includes(place) && !options.without.has(place));
  const dates = candidates.filter(({ name, looks }) =>
    isOfDates(looks) && whyNot(name, looks, options.gaps, candidates.length) === undefined
  );
  if (dates.length > 0) throw noDates(source, dates, options.optionText);
  const withCommas = firstWithCommas(columns, statistics);
  const inputs: PlannedColumn[] = [];
  const leftOut = new Map<string, string>();
  for (const { name, place, looks } of candidates) {
    const nothing = whyNot(name, looks, options.gaps, candidates.length);
    if (nothing !== undefined) {
      leftOut.set(name, nothing);
      warnings.push(leftOutText(name, nothing));
      continue;
    }
    const kind = kindOf(source, { name, looks }, options.optionText, withCommas);
    if (kind === "number" && looks.counting && looks.numbers > 2) {
      warnings.push(
        `The column ${quoted(name)} counts the rows: ${
          candidates.length === 1
            ? "besides the target there is no other to learn from"
            : `${options.optionText("without", name)} leaves it out if it only numbers them`
        }`,
      );
    }
    const column = `The column ${quoted(name)}`;
    warnings.push(
      ...kind === "category" ? doubtsOf(column, looks) : datesAsNumbers(column, looks),
    );
    inputs.push({ kind, name, place });
  }
  const target = planTarget(source, columns, statistics, options, warnings);
  const numbers = inputs.filter(({ kind }) => kind === "number").map(({ place }) => place);
  numbers.push(...target.numbers);
  const { weights } = options;
  if (weights !== undefined) {
    checkDecimals(source, { name: columns[weights]!, looks: statistics[weights]! }, withCommas);
    numbers.push(weights);
  }
  warnings.push(...commasIn(columns, statistics, numbers));
  if (inputs.length === 0) {
    throw new SyntaxError(
      `Cannot learn from ${source}: besides the target no column is left to learn from${
        warnings.length === 0 ? "" : `. ${warnings.join(". ")}`
      }`,
    );
  }
  return { columns: inputs, target, leftOut, warnings };
}

/** Names that people and programs give to a column that says which row is meant. */
const IDS: readonly RegExp[] = [
  /^(?:id|row[ _]?id)$/i,
  /[_ -]id$/i, // customer_id
  /[a-z]I[dD]$/, // PassengerId
];

/** Names that people and programs give to a column that numbers the rows. */
const ROW_NUMBERS: readonly RegExp[] = [
  ...IDS,
  /^(?:#|index|row|row[ _]?(?:names?|number)|unnamed(?: column|:) \d+)$/i,
  /^X1?$/, // R's; a small x is what y is to be learned from
];

/**
 * Why a network cannot learn from a column; `undefined` if it can.
 *
 * @param candidates how many columns there are to learn from; the only one is no number of the row
 */
function whyNot(
  name: string,
  looks: ColumnStatistics,
  rule: Gaps,
  candidates: number,
): string | undefined {
  const { cells, gaps, numbers, values } = looks;
  const filled = cells - gaps;
  if (filled === 0) return "there is nothing in it";
  const areNumbers = numbers === filled && whyRounded(looks) === undefined;
  const same = areNumbers ? looks.least === looks.largest : values?.size === 1;
  if (same && (gaps === 0 || rule === "drop" || areNumbers)) {
    const value = areNumbers ? looks.least : quoted([...values!.keys()][0]!);
    return `every row has ${value}${gaps === 0 ? "" : " or a missing value"}`;
  }
  if (numbers === filled && numbers > 2 && candidates > 1) {
    const isCalled = (names: readonly RegExp[]) => names.some((pattern) => pattern.test(name));
    if (looks.counting && isCalled(ROW_NUMBERS)) return "it numbers the rows";
    if (!looks.repeats && looks.firstFraction === undefined && isCalled(IDS)) {
      const first = values === undefined ? `first ${MAX_CATEGORIES} ` : "";
      return `it is an id, as its ${first}numbers are all different`;
    }
  }
  const codes = whyCodes(looks);
  if (codes === undefined && (2 * numbers >= filled || looks.dates > 0 || looks.commas > 0)) {
    return undefined;
  }
  const why = tooDifferent(filled, values);
  if (why === undefined) return undefined;
  if (codes !== undefined) return `${why}; ${codes}`;
  const numbersInTexts = unreadNumbers(looks.someValues);
  return numbersInTexts === undefined ? why : `${why}; it has ${numbersInTexts}`;
}

/** Why texts cannot be categories; `undefined` if they can. */
function tooDifferent(
  filled: number,
  values: ReadonlyMap<string, number> | undefined,
): string | undefined {
  if (values === undefined) {
    return `it has more than ${MAX_CATEGORIES} different texts, too many for categories`;
  }
  if (filled > FEW_ROWS && values.size === filled) return "every row has another text, like a name";
  return filled > FEW_ROWS && 2 * values.size > filled
    ? `${values.size} of its ${filled} texts are different, like names`
    : undefined;
}

/** @throws {SyntaxError} if most cells are numbers and some are not, or have commas or points that may mean two things */
function kindOf(
  source: string,
  column: NamedStatistics,
  option: OptionText,
  withCommas: string | undefined,
): "number" | "category" {
  const { looks } = column;
  const { cells, gaps, numbers, texts, values } = looks;
  if (whyCodes(looks) !== undefined) return "category";
  if (texts === 0) {
    checkDecimals(source, column, withCommas);
    return "number";
  }
  const few = values !== undefined && values.size <= MAX_NUMBER_CLASSES;
  if (few && looks.commas < texts) return "category"; // such as 1, 2, 3 and more
  if (2 * (numbers + looks.commas) >= cells - gaps) throw noNumber(source, column, option);
  return "category";
}

/** Tells, once, which of the columns of numbers have decimal commas. */
function commasIn(
  columns: readonly string[],
  statistics: readonly ColumnStatistics[],
  numbers: readonly number[],
): string[] {
  const found = numbers.filter((place) => statistics[place]!.firstComma !== undefined);
  if (found.length === 0) return [];
  const { text } = statistics[found[0]!]!.firstComma!;
  const [s, have] = found.length === 1 ? ["", "has"] : ["s", "have"];
  return [
    `The column${s} ${
      listed(found.map((place) => quoted(columns[place]!)))
    } ${have} decimal commas: ` +
    `${quoted(text)} is read as ${text.trim().replace(",", ".")}`,
  ];
}
