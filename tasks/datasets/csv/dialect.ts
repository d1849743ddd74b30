/** Which delimiter a table has, and whether its first record is a header: given, or found from its first lines. @module */

import { isMissing, numberOf } from "../../../lib/table/cells.ts";

/** The delimiters that are looked for, in this order: the comma last, since numbers may have commas. */
const DELIMITERS = ["\t", ";", "|", ","];

/** What a delimiter may be called on a command line. */
const NAMES: { readonly [name: string]: string } = {
  "\\t": "\t",
  tab: "\t",
  comma: ",",
  semicolon: ";",
  pipe: "|",
  space: " ",
};

/** A first line by which Excel says the delimiter: `sep=;`. */
export const SEP_LINE = /^sep=([^"\n\0])\n/i;

/** So many lines tell what the delimiter is. */
const LINES = 20;

/**
 * The delimiter that was asked for.
 *
 * @throws {RangeError} if it is not one character, or a quote or a line end
 */
export function delimiterNamed(name: string): string {
  const delimiter = Object.hasOwn(NAMES, name) ? NAMES[name]! : name;
  if (delimiter.length === 1 && !/["\r\n\0]/.test(delimiter)) return delimiter;
  throw new RangeError(
    `Cannot use ${
      JSON.stringify(name)
    } as a delimiter: one character is wanted, such as "," or ";", or tab`,
  );
}

/**
 * Finds the delimiter: the one that a first line says, as Excel has it; or the first that every line has, and each as often;
 * otherwise the one that the first line has most. A space is one only where no other is found.
 *
 * @param text the beginning of the file
 * @param whole whether the last line of it is whole
 */
export function findDelimiter(text: string, whole: boolean): string {
  const said = SEP_LINE.exec(text);
  if (said !== null) return said[1]!;
  const lines = text.replaceAll(/"[^"]*"/g, "").split("\n");
  if (!whole && lines.length > 1) lines.pop();
  const some = lines.filter((line) => line !== "").slice(0, LINES);
  const counts = DELIMITERS.map((delimiter) =>
    some.map((line) => line.split(delimiter).length - 1)
  );
  const steady = counts.findIndex(([first = 0, ...others]) =>
    first > 0 && others.every((count) => count === first)
  );
  if (steady !== -1) return DELIMITERS[steady]!;
  if (counts.every(([first]) => first === 0) && spaced(some)) return " ";
  let most = DELIMITERS.length - 1;
  for (const [k, [first = 0]] of counts.entries()) if (first > (counts[most]![0] ?? 0)) most = k;
  return DELIMITERS[most]!;
}

/** Whether spaces part as many words on every line, and there are numbers among them. */
function spaced(lines: readonly string[]): boolean {
  const words = lines.map((line) => line.split(" "));
  const [first, second] = words;
  return second !== undefined && first!.length > 1 &&
    words.every(({ length }) => length === first!.length) &&
    second.some((word) => !Number.isNaN(numberOf(word)));
}

/** Whether numbers between these delimiters may have decimal commas. */
export function mayHaveCommas(delimiter: string): boolean {
  return delimiter !== ",";
}

/** Whether the first record looks like a header: none of its fields is a number. */
export function looksLikeHeader(first: readonly string[], decimalComma = false): boolean {
  return first.some((field) => !isMissing(field)) &&
    first.every((field) => Number.isNaN(numberOf(field, decimalComma)));
}
