/** The rules by which a column becomes numbers or categories, or is left out. @module */

import { quoted } from "../cells.ts";
import { codesReason, roundingReason } from "../codes.ts";
import type { MissingValueRule } from "../columns.ts";
import { FEW_ROWS, MAX_CATEGORIES, MAX_NUMBER_CLASSES } from "../limits.ts";
import type { OptionText } from "../option_text.ts";
import { datesText, decimalsProblem, isOfDates, noNumberText } from "../refusals.ts";
import type { Rule } from "../rule.ts";
import type { ColumnStatistics } from "../statistics.ts";
import { unreadNumbers } from "../unread_numbers.ts";

/** What a column becomes, if the table is not refused. */
export type ColumnOutcome = "left out" | "number" | "category" | "refused";

/** What is known of a column to learn from. */
export interface ColumnFacts {
  readonly source: string;
  readonly column: ColumnStatistics;
  readonly gaps: MissingValueRule;
  /** Whether there is no other column to learn from. */
  readonly isOnly: boolean;
  /** A column of the table whose commas must be decimal, if there is one. */
  readonly withCommas: string | undefined;
  readonly option: OptionText;
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

/** The rules, of which the first that applies counts. A sentence of a column that is left out is the end of one. */
export const COLUMN_RULES: readonly Rule<ColumnFacts, ColumnOutcome>[] = [
  {
    name: "empty",
    when: ({ column }) => column.filled === 0,
    then: "left out",
    sentence: () => "there is nothing in it",
  },
  {
    name: "constant",
    when: ({ column, gaps }) =>
      isMeasured(column)
        ? column.least === column.largest
        : column.values?.size === 1 && (column.missing === 0 || gaps === "drop"),
    then: "left out",
    sentence: ({ column }) =>
      `every row has ${isMeasured(column) ? column.least : quoted([...column.values!.keys()][0]!)}${
        column.missing === 0 ? "" : " or a missing value"
      }`,
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
    sentence: ({ column }) => hinted(column, "every row has another text, like a name"),
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

/** Whether a column is of numbers alone that float64 holds. */
function isMeasured(column: ColumnStatistics): boolean {
  return column.numbers === column.filled && roundingReason(column) === undefined;
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
