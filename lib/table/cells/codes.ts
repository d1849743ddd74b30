/** Whole numbers that are no quantities: codes, such as postcodes and ids. @module */

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
