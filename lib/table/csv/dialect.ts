/** The delimiter of a table, and whether its first record is a header: given, or found from its first lines. @module */

import { isMissing, numberOf } from "../cells/cells.ts";

/** What is searched for, in this order: the comma last, since numbers may have commas. */
export const DELIMITERS = ["\t", ";", "|", ","];

const DELIMITER_NAMES: { readonly [name: string]: string } = {
  "\\t": "\t",
  tab: "\t",
  comma: ",",
  semicolon: ";",
  pipe: "|",
  space: " ",
};

/** A first line by which Excel gives the delimiter: `sep=;`. */
export const SEP_LINE = /^sep=([^"\n\0])\n/i;

const MAX_SEARCHED_LINES = 20;

/** The delimiter of a name; throws if it is a quote, a line end, or not one character. */
export function delimiterNamed(name: string): string {
  const delimiter = Object.hasOwn(DELIMITER_NAMES, name) ? DELIMITER_NAMES[name]! : name;
  if (delimiter.length === 1 && !/["\r\n\0]/.test(delimiter)) return delimiter;
  throw new RangeError(
    `Cannot use ${JSON.stringify(name)} as a delimiter: expected one character, for example "," ` +
      `or ";", or tab`,
  );
}

/**
 * Finds the delimiter:
 *
 * 1. the one that a first line of Excel gives;
 * 2. the first that occurs on every line, equally often;
 * 3. a space, if the first line has no other and spaces part every line into as many words;
 * 4. the one that the first line has most.
 *
 * @param text the beginning of the file
 * @param whole whether the last line of it is whole
 */
export function findDelimiter(text: string, whole: boolean): string {
  const given = SEP_LINE.exec(text);
  if (given !== null) return given[1]!;
  const lines = text.replaceAll(/"[^"]*"/g, "").split("\n");
  if (!whole && lines.length > 1) lines.pop();
  const some = lines.filter((line) => line !== "").slice(0, MAX_SEARCHED_LINES);
  const countsOf = (delimiter: string) => some.map((line) => line.split(delimiter).length - 1);
  const steady = DELIMITERS.find((delimiter) => {
    const [first = 0, ...others] = countsOf(delimiter);
    return first > 0 && others.every((count) => count === first);
  });
  if (steady !== undefined) return steady;
  const inFirst = (delimiter: string) => countsOf(delimiter)[0] ?? 0;
  if (DELIMITERS.every((delimiter) => inFirst(delimiter) === 0) && isSpaced(some)) return " ";
  return DELIMITERS.reduce((most, other) => inFirst(other) > inFirst(most) ? other : most, ",");
}

/** Whether spaces part every line into as many words, numbers among them. */
function isSpaced(lines: readonly string[]): boolean {
  const words = lines.map((line) => line.split(" "));
  const [first, second] = words;
  return second !== undefined && first!.length > 1 &&
    words.every(({ length }) => length === first!.length) &&
    second.some((word) => !Number.isNaN(numberOf(word)));
}

/** Whether the first record looks like a header: none of its fields is a number. */
export function looksLikeHeader(first: readonly string[], decimalComma = false): boolean {
  return first.some((field) => !isMissing(field)) &&
    first.every((field) => Number.isNaN(numberOf(field, decimalComma)));
}
