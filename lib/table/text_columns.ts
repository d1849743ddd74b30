/** Warnings of columns of texts: numbers that are not read as numbers, and texts that differ in spelling only. @module */

import { numberOf, quoted, unitOf } from "./cells.ts";
import { codesReason } from "./codes.ts";
import { canonicalNumber } from "./merged.ts";
import { oddFormOf } from "./odd_numbers.ts";
import type { ColumnStatistics } from "./statistics.ts";

/** Fewer different texts with one unit may well be categories, such as 2WD and 4WD. */
const MIN_WITH_UNIT = 3;

/** Times that are texts, and the numbers to write instead. */
const TIMES: readonly [pattern: RegExp, what: string, numbers: string][] = [
  // 8:05, 20:05:30, 8:05 pm
  [
    /^\s*\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?\s?(?:[AaPp]\.?[Mm]\.?)?\s*$/,
    "clock times",
    "the hour",
  ],
  // 2024Q1, Q1 2024
  [
    /^\s*(?:(?:19|20)\d{2}[-/ ]?Q[1-4]|Q[1-4][-/ ]?(?:19|20)\d{2})\s*$/i,
    "quarters",
    "the year and the quarter",
  ],
  // 2024-W05, 2024W053: a week or a day of it, as ISO 8601 has them
  [/^\s*(?:19|20)\d{2}[-/ ]?W\d{1,2}(?:-?[1-7])?\s*$/i, "weeks", "the year and the week"],
];

/**
 * What most of a column's different texts are, if they are numbers or times to people and none to a program: times of day,
 * quarters, weeks, numbers with a unit, or numbers of which some are written in ways that are not read; and what to do.
 * @param values different from each other
 * @returns a piece of a sentence: `numbers with "kg", such as "12 kg": write the numbers alone`
 */
export function unreadNumbers(values: readonly string[]): string | undefined {
  for (const [pattern, what, numbers] of TIMES) {
    const times = values.filter((value) => pattern.test(value));
    if (2 * times.length <= values.length) continue;
    return `${what}, such as ${quoted(times[0]!)}: write numbers instead, such as ${numbers}`;
  }
  const odd = oddNumbers(values);
  if (odd !== undefined) return odd;
  const byUnit = Map.groupBy(values, unitOf);
  byUnit.delete(undefined);
  for (const [unit, some] of byUnit) {
    if (some.length < MIN_WITH_UNIT || 2 * some.length <= values.length) continue;
    return unit === ","
      ? `numbers with commas, such as ${quoted(some[0]!)}: write them as 3.14 or 1234567`
      : `numbers with ${quoted(unit!)}, such as ${quoted(some[0]!)}: write the numbers alone`;
  }
  return undefined;
}

/** Numbers that are not read for how they are written, if with the other numbers they are most of the texts. */
function oddNumbers(values: readonly string[]): string | undefined {
  const odd = values.find((value) => oddFormOf(value) !== undefined);
  if (odd === undefined) return undefined;
  const isNumber = (value: string) =>
    !Number.isNaN(numberOf(value, true)) || oddFormOf(value) !== undefined;
  if (2 * values.filter(isNumber).length <= values.length) return undefined;
  const { many, insteadOfMany } = oddFormOf(odd)!;
  return `${many}, such as ${quoted(odd)}: ${insteadOfMany}`;
}

/**
 * Warnings of what may be wrong with a column of categories.
 * @param column such as `The column "color"`
 * @param statistics of a column whose values are all counted
 */
export function categoryWarnings(column: string, statistics: ColumnStatistics): string[] {
  const unread = statistics.texts === 0 ? undefined : unreadNumbers(statistics.someValues);
  const codes = codesReason(statistics);
  return [
    ...unread !== undefined
      ? [`${column} is read as categories, but has ${unread}`]
      : codes !== undefined
      ? [`${column} is read as categories, since ${codes}`]
      : textsAmongNumbers(column, statistics, "categories"),
    ...alikeTexts(column, statistics.values!, "categories", statistics.texts === 0),
  ];
}

/**
 * A warning of texts in a column of mostly numbers, which make it one of categories or classes.
 * @param what has the values, such as `The column "rooms"`
 */
export function textsAmongNumbers(
  what: string,
  { filled, numbers, texts, firstText }: ColumnStatistics,
  kind: "categories" | "classes",
): string[] {
  if (texts === 0 || 2 * numbers < filled) return [];
  const { text, line } = firstText!;
  const [are, them] = texts === 1 ? ["is no number,", "it"] : ["are no numbers, such as", "them"];
  return [
    `${what} is read as ${kind}, since ${texts} of its ${filled} values ${are} ` +
    `${quoted(text)} on line ${line}: ` +
    `correct ${them} or leave ${them} empty to have numbers`,
  ];
}

/** The most groups of like texts that a warning lists. */
const MAX_GROUPS = 3;

/**
 * A warning of texts that differ only in capitals or outer spaces, and of numbers written in two ways, such as 1 and 1.0.
 * @param what has the texts, such as `The column "color"`
 * @param values each with how many rows have it
 * @param kind what different texts are: categories or classes
 * @param numbers whether all of them are numbers
 */
export function alikeTexts(
  what: string,
  values: ReadonlyMap<string, number>,
  kind: "categories" | "classes",
  numbers = false,
): string[] {
  const groups = Map.groupBy(
    values.keys(),
    (value) => numbers ? canonicalNumber(value) : value.trim().toLowerCase(),
  );
  const alike = [...groups.values()].filter(({ length }) => length > 1);
  if (alike.length === 0) return [];
  const shown = alike.slice(0, MAX_GROUPS).map((group) =>
    group.map((value) => `${quoted(value)} (${rows(values.get(value)!)})`).join(" and ")
  );
  const more = alike.length - shown.length;
  if (more > 0) shown.push(`${more} more of such`);
  return [`${what} has ${shown.join(", ")}, which are different ${kind}: write them alike`];
}

function rows(count: number): string {
  return count === 1 ? "1 row" : `${count} rows`;
}
