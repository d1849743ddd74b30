/** The canonical text of a value: the same cell, whether it comes from a file or from a program. @module */

/** A value that has no canonical text; the message is the end of a sentence. */
export class CellError extends Error {}

/** A float64 as the shortest decimal that is read as it; NaN is a missing value. */
export function numberText(value: number): string {
  return Number.isNaN(value) ? "" : String(value === 0 ? 0 : value);
}

/**
 * Text as a CSV file would give it: a line ends with "\n", and what is no Unicode is replaced.
 * @throws {CellError} if it has a character of zero, which no text file has
 */
export function plainText(text: string): string {
  if (text.includes("\0")) throw new CellError("a text has a character of zero");
  return normalText(text);
}

/** Text whose lines end with "\n", and in which what is no Unicode is replaced. */
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
