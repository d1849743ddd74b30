/** Which columns are times, dates apart: numbers that write a time, are named as one, or number the rows. @module */

import type { RelationColumn } from "./columns.ts";
import { isNamedAsTime } from "./thresholds.ts";
import { isRunningNumber } from "./orders.ts";

const { floor } = Math;

/** A column of times. */
export interface TimeColumn {
  readonly column: RelationColumn;
  /** Whether it is a time of the calendar, not one since a start of each unit's own. */
  readonly isCalendar: boolean;
}

/** The most columns of times that are looked at. */
const MAX_TIMES = 3;

/**
 * The columns that may be times, the surest first: dates, numbers written as times, numbers named so or rising.
 * @param takesRunning whether numbers that rise from row to row are times
 */
export function timesAmong(
  columns: readonly RelationColumn[],
  takesRunning: boolean,
): readonly TimeColumn[] {
  const rank = (column: RelationColumn) => {
    const { kind, name, values } = column;
    if (kind !== "number") return kind === "date" ? 3 : 0;
    if (isWrittenTime(values, name)) return 2;
    return Number(isNamedAsTime(name) || takesRunning && isRunningNumber(column));
  };
  return columns.map((column) => ({ column, rank: rank(column) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .slice(0, MAX_TIMES)
    .map(({ column, rank }) => ({ column, isCalendar: rank > 1 }));
}

/** Fewer different numbers may be anything. */
const MIN_WRITTEN = 10;

const [FIRST_YEAR, LAST_YEAR] = [1900, 2100];

/** 1990 to 2050, in seconds since 1970 and in days of spreadsheets. */
const [SECONDS, SERIAL_DAYS] = [[631_152_000, 2_524_608_000], [32_874, 54_789]] as const;

/** How often a second is counted by programs: once, in milliseconds, microseconds, nanoseconds. */
const TICKS = [1, 1e3, 1e6, 1e9];

/** What follows the day of 20240131: nothing, hours, minutes, seconds. */
const AFTER_DAY = [1, 1e2, 1e4, 1e6];

/**
 * Whether numbers are written times: 20240131, 20240131235959, 202401, seconds since 1970 and their parts; years and days of
 * spreadsheets if they are named so or have fractions; weeks, such as 202405, if they are named so.
 */
export function isWrittenTime(values: Float64Array, name: string): boolean {
  const seen = values.filter((value) => !Number.isNaN(value));
  if (seen.length < values.length / 2 || new Set(seen).size < MIN_WRITTEN) return false;
  const all = (test: (value: number) => boolean) => seen.every(test);
  if (all(Number.isInteger)) {
    if (AFTER_DAY.some((digits) => all((value) => isDay(floor(value / digits))))) return true;
    if (all(isMonth)) return true;
  } else if (all(isYear) || all(isSerialDay)) return true;
  if (TICKS.some((ticks) => all((value) => isSecond(value / ticks)))) return true;
  return isNamedAsTime(name) && (all(isYear) || all(isSerialDay) || all(isWeek));
}

function isYear(value: number): boolean {
  return value >= FIRST_YEAR && value <= LAST_YEAR;
}

/** 202401 */
function isMonth(value: number): boolean {
  const month = value % 100;
  return isYear(floor(value / 100)) && month >= 1 && month <= 12;
}

/** 202405 */
function isWeek(value: number): boolean {
  const week = value % 100;
  return Number.isInteger(value) && isYear(floor(value / 100)) && week >= 1 && week <= 53;
}

/** 20240131 */
function isDay(value: number): boolean {
  const day = value % 100;
  return isMonth(floor(value / 100)) && day >= 1 && day <= 31;
}

function isSecond(value: number): boolean {
  return value >= SECONDS[0] && value <= SECONDS[1];
}

function isSerialDay(value: number): boolean {
  return value >= SERIAL_DAYS[0] && value <= SERIAL_DAYS[1];
}
