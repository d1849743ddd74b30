/** The time in a cell, to put rows into their order. @module */

import { numberOf } from "./cells.ts";

const { floor } = Math;

/** A day of ISO 8601, perhaps with a time of day and an offset from UTC; or a month. */
const ISO =
  /^\s*(\d{4})-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}(?:\.\d{1,9})?))?(Z|[+-]\d{2}:?\d{2})?)?)?\s*$/;

/** The days of each month; a year's own February is checked by {@linkcode daysIn}. */
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * The number in a cell, or the seconds since 1970 of a date such as 2026-11-28, 2026-11-28 14:30 or 2026-11. A time of day
 * without an offset is as written.
 * @returns NaN where it is neither
 */
export function timeOf(cell: string, decimalComma: boolean | undefined): number {
  const number = numberOf(cell, decimalComma);
  if (number === number) return number;
  const found = ISO.exec(cell);
  if (found === null) return NaN;
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((k) =>
    Number(found[k] ?? (k === 3 ? 1 : 0))
  ) as [number, number, number, number, number, number];
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return NaN;
  if (hour > 23 || minute > 59 || second >= 60) return NaN;
  const local = ((daysBefore(year, month) + day - 1) * 24 + hour) * 3600 + minute * 60 + second;
  return local - offsetOf(found[7]);
}

function daysIn(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : DAYS[month - 1]!;
}

/** The days from 1970 to the first of a month, in the Gregorian calendar. */
function daysBefore(year: number, month: number): number {
  const past = year - 1;
  let days = past * 365 + floor(past / 4) - floor(past / 100) + floor(past / 400) - 719_162;
  for (let m = 1; m < month; m++) days += daysIn(year, m);
  return days;
}

/** The seconds that an offset such as +05:30 is ahead of UTC. */
function offsetOf(offset = "Z"): number {
  if (offset === "Z") return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return (offset[0] === "-" ? -60 : 60) * minutes;
}
