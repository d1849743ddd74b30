/** Whole numbers that are codes and no quantities, such as postcodes and ids. @module */

import { quoted } from "./cells.ts";
import type { ColumnStatistics } from "./statistics.ts";

/** What tells that a column's numbers are codes, in a piece of a sentence; `undefined` if they are none. */
export function whyCodes(
  { firstCode, firstFraction, firstRounded, least }: ColumnStatistics,
): string | undefined {
  if (firstFraction !== undefined) return undefined; // which no code has
  if (firstRounded !== undefined) {
    const { text, line } = firstRounded;
    return `${quoted(text)} on line ${line} has more digits than float64 holds, as ids have: ` +
      "numbers are written with at most 15";
  }
  if (firstCode === undefined || least < 0) return undefined;
  const { text, line } = firstCode;
  return `${quoted(text)} on line ${line} begins with a zero, as codes do: ` +
    "numbers are written without";
}
