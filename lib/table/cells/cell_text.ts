/** The canonical text of a cell: the same cell, whether it comes from a file or from a program. @module */

import type { NumberFormat } from "../values/number_format.ts";

/**
 * What stands in a cell of a row that does not come from a file: a number, a text, a date, or a boolean, whose text is `true` or
 * `false`. Null, undefined, NaN and an invalid date are missing values.
 */
export type Cell = string | number | boolean | Date | null | undefined;

/** A cell that was read: its text, or a finite number among plain ones, whose text would be read as the same. */
export type CellText = string | number;

/** A column that a cell is in: of numbers it may have a format. */
export interface CellColumn {
  readonly name: string;
  /** How its numbers are written, where that is not plain decimal. */
  readonly format?: NumberFormat;
}

/** The text of a cell, as a column of this format reads it; an empty one where there is nothing. */
export function cellText(cell: Cell, { format }: CellColumn): string {
  if (cell instanceof Date) return dateText(cell);
  if (typeof cell === "string") return normalText(cell);
  if (typeof cell !== "number") return String(cell ?? "");
  return format === undefined ? numberText(cell) : writtenNumber(cell, format);
}

/** The text of a program's number, as a column of this format reads it; an exponent is read as it is. */
export function writtenNumber(value: number, format: NumberFormat): string {
  const text = String(value);
  return format.as !== "decimal" || text.includes("e") ? text : text.replace(".", format.decimal);
}

/** A value that has no canonical text; the message is the end of a sentence. */
export class CellError extends Error {}

/** A float64 as the shortest decimal that is read as it; NaN is a missing value. */
export function numberText(value: number): string {
  return Number.isNaN(value) ? "" : String(value === 0 ? 0 : value);
}

/**
 * Text as a CSV file would give it: a line ends with "\n", and what is not Unicode is replaced.
 * @throws {CellError} if it has a null character, which no text file has
 */
export function plainText(text: string): string {
  if (text.includes("\0")) throw new CellError("a text has a null character");
  return normalText(text);
}

/** Text whose lines end with "\n", and in which what is not Unicode is replaced. */
export function normalText(text: string): string {
  const lines = text.includes("\r") ? text.replaceAll("\r\n", "\n").replaceAll("\r", "\n") : text;
  return lines.toWellFormed();
}

/**
 * A date in UTC: `2024-01-31`, or `2024-01-31T12:30:00` with a time, and with a fraction of a second where there is one.
 * @param timed whether the column has times
 * @returns empty, a missing value, of an invalid date
 */
export function dateText(date: Date, timed = hasTime(date)): string {
  if (Number.isNaN(date.getTime())) return "";
  const text = date.toISOString();
  return timed ? text.replace(/\.?0*Z$/, "") : text.slice(0, text.indexOf("T"));
}

/** Whether a date is not at midnight, UTC. */
export function hasTime(date: Date): boolean {
  return date.getTime() % 86_400_000 !== 0; // also an invalid date
}
