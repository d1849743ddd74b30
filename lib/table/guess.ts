/** Finds out what the columns of a table are: numbers, categories, or nothing that a network can learn from. @module */

import { joinNames } from "../checks/texts.ts";
import { MAX_CLASSES } from "../dataset/source.ts";
import { quoted } from "./cells.ts";
import { codesReason, datesAsNumbers, roundingReason } from "./codes.ts";
import type { MissingValueRule } from "./columns.ts";
import { type PlannedTarget, planTarget } from "./guess_target.ts";
import { FEW_ROWS, MAX_CATEGORIES, MAX_NUMBER_CLASSES } from "./limits.ts";
import type { OptionText } from "./option_text.ts";
import type { ResolvedOptions } from "./options.ts";
import { checkDecimals, firstWithCommas, isOfDates, noDates, noNumber } from "./refusals.ts";
import type { TableHead } from "./source.ts";
import { ColumnStatistics } from "./statistics.ts";
import { categoryWarnings, unreadNumbers } from "./text_columns.ts";

/** A column that features are to be made of. */
export interface PlannedColumn {
  /** What it has. */
  readonly kind: "number" | "category";
  /** The name in the table's header. */
  readonly name: string;
  /** Which of the table's columns it is, from 0. */
  readonly index: number;
}

/** What the columns of a table are. */
export interface TablePlan {
  /** The columns that features are to be made of. */
  readonly columns: readonly PlannedColumn[];
  /** What is to be predicted. */
  readonly target: PlannedTarget;
  /** Why nothing is learned from the other columns, by name. It does not list the columns of the options. */
  readonly leftOut: ReadonlyMap<string, string>;
  /** Warnings for the user, in sentences: which columns are left out, and why. */
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
  return columns.map((name, index) => {
    const limit = targets.includes(index) ? MAX_CLASSES : MAX_CATEGORIES;
    return new ColumnStatistics(name, limit, decimalComma, rounded.has(name));
  });
}

/**
 * Decides what the columns are.
 *
 * | a column of | becomes |
 * |---|---|
 * | numbers alone | numbers |
 * | texts | categories |
 * | codes: 01067, whole numbers that float64 rounds, numbers that it merges | categories |
 * | equal cells | left out |
 * | ids or row numbers, by their name | left out |
 * | texts that differ in most rows, such as names | left out |
 *
 * Where cells are not cut at commas, a number may have a decimal comma, see {@linkcode checkDecimals}. The target is planned
 * by {@linkcode planTarget}.
 * @param statistics of each column, of all rows
 * @throws {SyntaxError} if a column is of dates, has a cell that is no number among numbers, or nothing can be learned
 */
export function planTable(
  { name: source }: TableHead,
  statistics: readonly ColumnStatistics[],
  options: ResolvedOptions,
): TablePlan {
  const warnings: string[] = [];
  if (statistics[0]!.cells === 0) {
    throw new SyntaxError(`Cannot read ${source}: it has no rows below its header`);
  }
  const others = [...options.targets, options.weights, options.split];
  const isCandidate = (index: number) => !others.includes(index) && !options.without.has(index);
  const candidates = statistics.filter((_, index) => isCandidate(index));
  const dates = candidates.filter((column) =>
    isOfDates(column) && columnProblem(column, options.gaps, candidates.length) === undefined
  );
  if (dates.length > 0) throw noDates(source, dates, options.optionText);
  const withCommas = firstWithCommas(statistics);
  const inputs: PlannedColumn[] = [];
  const leftOut = new Map<string, string>();
  for (const [index, column] of statistics.entries()) {
    if (!isCandidate(index)) continue;
    const { name } = column;
    const nothing = columnProblem(column, options.gaps, candidates.length);
    if (nothing !== undefined) {
      leftOut.set(name, nothing);
      warnings.push(leftOutText(name, nothing));
      continue;
    }
    const kind = columnKind(source, column, options.optionText, withCommas);
    if (kind === "number" && column.counting && column.numbers > 2) {
      warnings.push(
        `The column ${quoted(name)} counts the rows: ${
          candidates.length === 1
            ? "besides the target there is no other to learn from"
            : `${options.optionText("without", name)} leaves it out if it only numbers them`
        }`,
      );
    }
    const what = `The column ${quoted(name)}`;
    warnings.push(
      ...kind === "category" ? categoryWarnings(what, column) : datesAsNumbers(what, column),
    );
    inputs.push({ kind, name, index });
  }
  const target = planTarget(source, statistics, options, warnings);
  const numbers = inputs.filter(({ kind }) => kind === "number").map(({ index }) => index);
  numbers.push(...target.numbers);
  const { weights } = options;
  if (weights !== undefined) {
    checkDecimals(source, statistics[weights]!, withCommas);
    numbers.push(weights);
  }
  warnings.push(...commaWarning(numbers.map((index) => statistics[index]!)));
  if (inputs.length === 0) {
    throw new SyntaxError(
      `Cannot learn from ${source}: besides the target no column is left to learn ` +
        `from${warnings.length === 0 ? "" : `. ${warnings.join(". ")}`}`,
    );
  }
  return { columns: inputs, target, leftOut, warnings };
}

/** Names that people and programs give to a column of ids. */
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
 * Why a network cannot learn from a column, as the end of a sentence; `undefined` if it can.
 * @param candidates how many columns there are to learn from; the only one is no number of the row
 */
function columnProblem(
  column: ColumnStatistics,
  rule: MissingValueRule,
  candidates: number,
): string | undefined {
  const { name, filled, numbers, values } = column;
  if (filled === 0) return "there is nothing in it";
  const areNumbers = numbers === filled && roundingReason(column) === undefined;
  const same = areNumbers ? column.least === column.largest : values?.size === 1;
  if (same && (column.missing === 0 || rule === "drop" || areNumbers)) {
    const value = areNumbers ? column.least : quoted([...values!.keys()][0]!);
    return `every row has ${value}${column.missing === 0 ? "" : " or a missing value"}`;
  }
  if (numbers === filled && numbers > 2 && candidates > 1) {
    const isCalled = (names: readonly RegExp[]) => names.some((pattern) => pattern.test(name));
    if (column.counting && isCalled(ROW_NUMBERS)) return "it numbers the rows";
    if (!column.repeats && column.firstFraction === undefined && isCalled(IDS)) {
      const first = values === undefined ? `first ${MAX_CATEGORIES} ` : "";
      return `it is an id, as its ${first}numbers are all different`;
    }
  }
  const codes = codesReason(column);
  if (
    codes === undefined && (2 * numbers >= filled || column.dates > 0 || column.commas > 0)
  ) {
    return undefined;
  }
  const why = categoryProblem(filled, values);
  if (why === undefined) return undefined;
  if (codes !== undefined) return `${why}; ${codes}`;
  const numbersInTexts = unreadNumbers(column.someValues);
  return numbersInTexts === undefined ? why : `${why}; it has ${numbersInTexts}`;
}

/** Why texts cannot be categories, as the end of a sentence; `undefined` if they can. */
function categoryProblem(
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
function columnKind(
  source: string,
  column: ColumnStatistics,
  option: OptionText,
  withCommas: string | undefined,
): "number" | "category" {
  const { texts, values } = column;
  if (codesReason(column) !== undefined) return "category";
  if (texts === 0) {
    checkDecimals(source, column, withCommas);
    return "number";
  }
  const few = values !== undefined && values.size <= MAX_NUMBER_CLASSES;
  if (few && column.commas < texts) return "category"; // such as 1, 2, 3 and more
  if (column.isMostlyNumbers) throw noNumber(source, column, option);
  return "category";
}

/** One warning that names the columns of numbers with decimal commas. */
function commaWarning(numbers: readonly ColumnStatistics[]): string[] {
  const found = numbers.filter(({ firstComma }) => firstComma !== undefined);
  if (found.length === 0) return [];
  const { text } = found[0]!.firstComma!;
  const [s, have] = found.length === 1 ? ["", "has"] : ["s", "have"];
  return [
    `The column${s} ${joinNames(found.map(({ name }) => quoted(name)))} ${have} decimal commas: ` +
    `${quoted(text)} is read as ${text.trim().replace(",", ".")}`,
  ];
}
