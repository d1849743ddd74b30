/** What may be wrong with a column of texts: numbers that cannot be read as such, and texts that differ in their writing only. @module */

import { isClockTime, isRounded, numberOf, quoted, unitOf } from "./cells.ts";
import type { ColumnStatistics } from "./statistics.ts";

/** Fewer different texts with one unit may well be categories, such as 2WD and 4WD. */
const MIN_WITH_UNIT = 3;

/**
 * What most of a column's different texts are, if they are numbers to people and none to a program: numbers with a unit, or
 * times of day; and what to do.
 *
 * @param values different from each other
 * @returns a piece of a sentence: `numbers with "kg", such as "12 kg": write the numbers alone`
 */
export function unreadNumbers(values: readonly string[]): string | undefined {
  const clocks = values.filter(isClockTime);
  if (2 * clocks.length > values.length) {
    return `clock times, such as ${
      quoted(clocks[0]!)
    }: write numbers in their place, such as the hour`;
  }
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
    (value) => numbers ? equalNumber(value) : value.trim().toLowerCase(),
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

/** What equal numbers have in common. */
function equalNumber(value: string): number | bigint {
  return isRounded(value) ? BigInt(value) : numberOf(value, true);
}

function rows(count: number): string {
  return count === 1 ? "1 row" : `${count} rows`;
}
