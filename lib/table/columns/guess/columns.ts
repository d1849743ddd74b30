/** The rules by which a column becomes numbers or categories, or is left out. @module */

import { quoted } from "../../../checks/texts.ts";
import { codesReason, type ColumnStatistics } from "../../cells/statistics.ts";
import type { MissingValueRule } from "../../../options/table.ts";
import { FEW_ROWS, MAX_CATEGORIES, MAX_NUMBER_CLASSES } from "../../cells/limits.ts";
import type { PlannedColumn } from "./planned.ts";
import { columnKinds, plannedKinds } from "../kinds.ts";
import type { OptionText } from "../options.ts";
import {
  datesText,
  decimalsProblem,
  isOfDates,
  type MarkedColumn,
  noNumberText,
} from "../refusals.ts";
import type { Choice } from "../../cells/rule.ts";
import { unreadNumbers } from "../../cells/cell_problems.ts";
import type { CellGuess, ColumnReading } from "../../values/readings.ts";

export type ColumnOutcome = PlannedColumn["kind"] | "left out" | "refused";

export interface ColumnFacts extends MarkedColumn {
  readonly gaps: MissingValueRule;
  /** Whether there is no other column to learn from. */
  readonly isOnly: boolean;
  readonly option: OptionText;
  /** How its cells are read, where that is not as they stand. */
  readonly reading?: ColumnReading | undefined;
  /** What its cells may be; `undefined` where plain numbers and categories alone are read. */
  readonly guess?: CellGuess | undefined;
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

/** The rules of kinds that a reading alone decides. */
const READING_RULES: readonly Choice<ColumnFacts, ColumnOutcome>[] = plannedKinds.flatMap(
  (kind) => {
    const { rule: name } = columnKinds[kind];
    return name === undefined
      ? []
      : [{ name, when: ({ reading }: ColumnFacts) => reading?.kind === kind, then: kind }];
  },
);

/** The rules, of which the first that applies counts. That a column is left out ends a sentence. */
export const COLUMN_RULES: readonly Choice<ColumnFacts, ColumnOutcome>[] = [
  {
    name: "empty",
    when: ({ column }) => column.filled === 0,
    then: "left out",
    sentence: () => "there is nothing in it",
  },
  {
    name: "constant",
    when: ({ column, gaps }) =>
      column.isMeasured
        ? column.least === column.largest
        : column.values?.size === 1 && (column.missing === 0 || gaps === "drop"),
    then: "left out",
    sentence: ({ column }) =>
      `every row has ${column.isMeasured ? column.least : quoted([...column.values!.keys()][0]!)}${
        column.missing === 0 ? "" : " or a missing value"
      }`,
  },
  ...READING_RULES,
  {
    name: "stated to be text",
    when: ({ reading, column }) => reading?.kind === "category" && column.values !== undefined,
    then: "category",
  },
  {
    name: "stated to be text, of too many values",
    when: ({ reading }) => reading?.kind === "category",
    then: "left out",
    sentence: () => `it has more than ${MAX_CATEGORIES} different texts, too many for categories`,
  },
  {
    name: "row numbers",
    when: (facts) => isCalled(facts, ROW_NUMBERS) && facts.column.counting,
    then: "left out",
    sentence: () => "it numbers the rows",
  },
  {
    name: "ids",
    when: (facts) =>
      isCalled(facts, IDS) && !facts.column.repeats && facts.column.firstFraction === undefined,
    then: "left out",
    sentence: ({ column }) =>
      `it is an id, as its ${
        column.values === undefined ? `first ${MAX_CATEGORIES} ` : ""
      }numbers are all different`,
  },
  {
    name: "free text",
    when: (facts) => facts.guess?.isProse === true && isOfDifferentTexts(facts.column),
    then: "words",
  },
  {
    name: "numbers of several units, mostly different",
    when: ({ column, guess }) =>
      guess?.numbers.mixedUnits !== undefined &&
      (column.values === undefined || 2 * column.values.size > column.filled),
    then: "left out",
    sentence: ({ guess }) => `its numbers ${unitsText(guess!.numbers.mixedUnits!)}`,
  },
  {
    name: "numbers of several units",
    when: ({ guess }) => guess?.numbers.mixedUnits !== undefined,
    then: "category",
    sentence: ({ column, guess }) =>
      `The column ${quoted(column.name)} is read as categories, since its numbers ${
        unitsText(guess!.numbers.mixedUnits!)
      }: write one unit`,
  },
  {
    name: "too many texts",
    when: ({ column }) => isOfTexts(column) && column.values === undefined,
    then: "left out",
    sentence: ({ column }) =>
      hinted(column, `it has more than ${MAX_CATEGORIES} different texts, too many for categories`),
  },
  {
    name: "a different text in every row",
    when: ({ column }) => isOfManyTexts(column) && column.values!.size === column.filled,
    then: "left out",
    sentence: ({ column }) => hinted(column, "every row has a different text, like a name"),
  },
  {
    name: "mostly different texts",
    when: ({ column }) => isOfManyTexts(column) && 2 * column.values!.size > column.filled,
    then: "left out",
    sentence: ({ column }) =>
      hinted(
        column,
        `${column.values!.size} of its ${column.filled} texts are different, like names`,
      ),
  },
  {
    name: "dates",
    when: ({ column }) => isOfDates(column),
    then: "refused",
    sentence: ({ source, column, option }) => datesText(source, [column], option),
  },
  { name: "codes", when: ({ column }) => codesReason(column) !== undefined, then: "category" },
  {
    name: "numbers with unclear commas or points",
    when: (facts) => facts.column.texts === 0 && decimalsProblem(facts) !== undefined,
    then: "refused",
    sentence: (facts) => decimalsProblem(facts)!,
  },
  {
    name: "codes by their name and length",
    when: ({ column, guess, reading }) =>
      guess !== undefined && reading === undefined && !guess.isStated && isOfCodes(column),
    then: "category",
    sentence: ({ column, option }) =>
      `The column ${
        quoted(column.name)
      } is read as categories, since its name and its digits, as many in each row, are those of codes; ${
        option("as", "number", column.name)
      } reads numbers`,
  },
  { name: "numbers", when: ({ column }) => column.texts === 0, then: "number" },
  {
    name: "texts among many numbers", // not 1, 2, 3 and more, which are few and so categories
    when: ({ column: { isMostlyNumbers, values, commas, texts } }) =>
      isMostlyNumbers &&
      (values === undefined || values.size > MAX_NUMBER_CLASSES || commas === texts),
    then: "refused",
    sentence: ({ source, column, option }) => noNumberText(source, column, option),
  },
  { name: "texts", when: () => true, then: "category" },
];

/** Whether a column of texts is left out, since they are too many or mostly different. */
function isOfDifferentTexts(column: ColumnStatistics): boolean {
  const { values, filled } = column;
  return values === undefined
    ? isOfTexts(column)
    : isOfManyTexts(column) && 2 * values.size > filled;
}

function unitsText([first, second]: readonly string[]): string {
  return second === ""
    ? `have ${quoted(first!)} in some rows and not in others`
    : `are in ${quoted(first!)} and ${quoted(second!)}`;
}

/** Names that people and programs give to a column of codes. */
const CODE_NAMES: readonly RegExp[] = [
  ...IDS,
  /(?:^|[_ .-])(?:code|zip|zip[_ ]?code|plz|post[_ ]?code|postal[_ ]?code|sku|article|item|product|isbn|ean)$/i,
  /(?:article|item|product|customer|order|store|account)[_ .-]?(?:no|nr|num|number|code|id)\.?$/i,
  /[a-z](?:Code|Zip|Sku|No|Nr)$/,
];

const MIN_CODE_DIGITS = 3;

/** Whether whole numbers are called codes, have equally many digits and repeat: their order means nothing. */
function isOfCodes(
  { name, values, least, firstFraction, texts, repeats }: ColumnStatistics,
): boolean {
  if (texts > 0 || firstFraction !== undefined || least < 0 || !repeats || values === undefined) {
    return false;
  }
  if (!CODE_NAMES.some((pattern) => pattern.test(name))) return false;
  const lengths = new Set([...values.keys()].map((value) => value.trim().length));
  return lengths.size === 1 && [...lengths][0]! >= MIN_CODE_DIGITS;
}

/** Whether a column of numbers beside others has one of these names. */
function isCalled({ column, isOnly }: ColumnFacts, names: readonly RegExp[]): boolean {
  const { name, numbers, filled } = column;
  return !isOnly && numbers === filled && numbers > 2 &&
    names.some((pattern) => pattern.test(name));
}

/** Whether a column can only be of categories. */
function isOfTexts(column: ColumnStatistics): boolean {
  const { numbers, filled, dates, commas } = column;
  return codesReason(column) !== undefined || 2 * numbers < filled && dates + commas === 0;
}

/** Whether it is of so many rows that different texts may be names. */
function isOfManyTexts(column: ColumnStatistics): boolean {
  return column.filled > FEW_ROWS && isOfTexts(column);
}

/** Why texts cannot be categories, and what else may be meant by them. */
function hinted(column: ColumnStatistics, why: string): string {
  const codes = codesReason(column);
  if (codes !== undefined) return `${why}; ${codes}`;
  const unread = unreadNumbers(column.someValues);
  return unread === undefined ? why : `${why}; it has ${unread}`;
}
