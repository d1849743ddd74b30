/** Whole numbers that are no quantities: codes, such as postcodes and ids, and dates. @module */

import { quoted } from "./cells.ts";
import type { ColumnStatistics } from "./statistics.ts";

/** Why a column's numbers are codes, as the end of a sentence; `undefined` if they are quantities. */
export function codesReason(statistics: ColumnStatistics): string | undefined {
  const { firstCode, firstFraction, least } = statistics;
  const rounded = roundingReason(statistics);
  if (rounded !== undefined) return rounded;
  if (firstFraction !== undefined || firstCode === undefined || least < 0) return undefined;
  const { text, line } = firstCode;
  return `${quoted(text)} on line ${line} begins with a zero, as codes do: ` +
    "numbers are written without";
}

/**
 * Why a column's numbers are codes since float64 does not hold them: whole numbers, none with a fraction, that it has to round,
 * or numbers that it merges.
 */
export function roundingReason(
  { firstFraction, firstRounded, merged }: ColumnStatistics,
): string | undefined {
  if (firstRounded !== undefined && firstFraction === undefined) {
    const { text, line } = firstRounded;
    return `${quoted(text)} on line ${line} has more digits than float64 holds, as ids have: ` +
      "numbers are written with at most 15";
  }
  return merged && `float64 cannot tell ${quoted(merged[0])} from ${quoted(merged[1])}`;
}

/** Fewer numbers may well be quantities. */
const MIN_DATES = 3;

/**
 * A warning of a column of numbers that may be dates, such as 20240131.
 * @param what has the numbers, such as `The column "day"`
 */
export function datesAsNumbers(
  what: string,
  { datesAlone, numbers, someValues }: ColumnStatistics,
): string[] {
  if (!datesAlone || numbers < MIN_DATES) return [];
  return [
    `${what} has numbers that may be dates, such as ${quoted(someValues[0]!)}: ` +
    "write the year and the month in separate columns",
  ];
}
