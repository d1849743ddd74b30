/** What may be wrong with a column of texts: numbers that cannot be read as such, and texts that differ in their writing only. @module */

import { isClockTime, isQuarter, isWeek, numberOf, quoted, unitOf } from "./cells.ts";
import { whyCodes } from "./codes.ts";
import { canonicalNumber } from "./merged.ts";
import { oddFormOf } from "./odd_numbers.ts";
import type { ColumnStatistics } from "./statistics.ts";

/** Fewer different texts with one unit may well be categories, such as 2WD and 4WD. */
const MIN_WITH_UNIT = 3;

/** Times that are texts, and what numbers say the same. */
const TIMES: readonly [isTime: (cell: string) => boolean, what: string, numbers: string][] = [
  [isClockTime, "clock times", "the hour"],
  [isQuarter, "quarters", "the year and the quarter"],
  [isWeek, "weeks", "the year and the week"],
];

/**
 * What most of a column's different texts are, if they are numbers or times to people and none to a program: times of day,
 * quarters, weeks, numbers with a unit, or numbers of which some are written in ways that are not read; and what to do.
 *
 * @param values different from each other
 * @returns a piece of a sentence: `numbers with "kg", such as "12 kg": write the numbers alone`
 */
export function unreadNumbers(values: readonly string[]): string | undefined {
  for (const [isTime, what, numbers] of TIMES) {
    const times = values.filter(isTime);
    if (2 * times.length <= values.length) continue;
    return `${what}, such as ${
      quoted(times[0]!)
    }: write numbers in their place, such as ${numbers}`;
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
 * Tells what may be wrong with a column of categories.
 *
 * @param column such as `The column "color"`
 * @param looks of at most as many values as are told apart
 */
export function doubtsOf(column: string, looks: ColumnStatistics): string[] {
  const unread = looks.texts === 0 ? undefined : unreadNumbers(looks.someValues);
  const codes = whyCodes(looks);
  return [
    ...unread !== undefined
      ? [`${column} is read as categories, but has ${unread}`]
      : codes !== undefined
      ? [`${column} is read as categories, since ${codes}`]
      : textsAmongNumbers(column, looks, "categories"),
    ...alikeTexts(column, looks.values!, "categories", looks.texts === 0),
  ];
}

/**
 * Tells of texts in a column where most values are numbers, which are categories or classes for them.
 *
 * @param what has the values, such as `The column "rooms"`
 */
export function textsAmongNumbers(
  what: string,
  { cells, gaps, numbers, texts, firstText }: ColumnStatistics,
  kind: "categories" | "classes",
): string[] {
  const filled = cells - gaps;
  if (texts === 0 || 2 * numbers < filled) return [];
  const { text, line } = firstText!;
  const [are, them] = texts === 1 ? ["is no number,", "it"] : ["are no numbers, such as", "them"];
  return [
    `${what} is read as ${kind}, since ${texts} of its ${filled} values ${are} ${
      quoted(text)
    } on line ${line}: ` +
    `correct ${them} or leave ${them} empty to have numbers`,
  ];
}

/** So many groups are told. */
const MAX_TOLD = 3;

/**
 * Tells of texts that differ only in capitals, or in spaces around them; and of numbers that are the same, such as 1 and 1.0.
 *
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
  const told = alike.slice(0, MAX_TOLD).map((group) =>
    group.map((value) => `${quoted(value)} (${rows(values.get(value)!)})`).join(" and ")
  );
  const more = alike.length - told.length;
  if (more > 0) told.push(`${more} more of such`);
  return [`${what} has ${told.join(", ")}, which are different ${kind}: write them alike`];
}

function rows(count: number): string {
  return count === 1 ? "1 row" : `${count} rows`;
}
