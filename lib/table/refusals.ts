/** Columns that cannot be read as what they have to be, and what to do about them. @module */

import { quoted, unitOf } from "./cells.ts";
import type { OptionText } from "./option_text.ts";
import type { ColumnStatistics } from "./statistics.ts";

/** A column by its name, with what the first pass found in it. */
export interface NamedStatistics {
  /** The name in the table's header. */
  readonly name: string;
  /** What is known of its cells. */
  readonly looks: ColumnStatistics;
}

/** Whether a column is of dates, perhaps with some numbers. */
export function isOfDates({ dates, texts }: ColumnStatistics): boolean {
  return dates > 0 && 2 * dates >= texts;
}

/**
 * Columns of dates, all of them at once.
 *
 * @param source what the table is called
 */
export function noDates(
  source: string,
  columns: readonly NamedStatistics[],
  option: OptionText,
  isTarget = false,
): SyntaxError {
  const { text, line } = columns[0]!.looks.firstText!;
  const names = columns.map(({ name }) => quoted(name)).join(", ");
  const options = option("without", ...columns.map(({ name }) => name));
  const [what, have, them] = columns.length === 1
    ? [`column ${names}`, "it has", "it"]
    : [`columns ${names}`, "they have", "them"];
  return new SyntaxError(
    `Cannot use the ${what} of ${source}: ${have} dates, such as ${
      quoted(text)
    } on line ${line}; ` +
      (isTarget ? "choose another target" : `leave ${them} out by ${options}`) +
      ", or write numbers in place of the dates, such as the year and the month",
  );
}

/** A column that has a text among its numbers. */
export function noNumber(
  source: string,
  { name, looks }: NamedStatistics,
  option: OptionText,
  isTarget = false,
): SyntaxError {
  const { text, line } = looks.firstText!;
  const unit = unitOf(text);
  const most = 2 * looks.numbers >= looks.cells - looks.gaps;
  const what = looks.commas > 0
    ? "has a comma: a number is wanted as 3.14 or 1234567"
    : looks.dates > 0
    ? "may be a date: a number is wanted"
    : most
    ? `is no number, as most rows have: ${
      line === 1
        ? "if the first line has names, say so by `header`"
        : "correct it or leave it empty"
    }`
    : `is no number, which a quantity is${
      unit === undefined ? "" : `: write the number without ${quoted(unit)}`
    }`;
  return new SyntaxError(
    `Cannot read ${source}: ${quoted(text)} on line ${line}, column ${quoted(name)}, ${what}` +
      (isTarget ? "" : `, or leave the column out by ${option("without", name)}`),
  );
}

/**
 * Checks that the commas and points of a column of numbers can mean one thing only.
 *
 * @param source what the table is called
 * @throws {SyntaxError} if every comma may part thousands, or there are points beside the commas
 */
export function checkDecimals(source: string, { name, looks }: NamedStatistics): void {
  const { firstComma, firstPoint, thousands } = looks;
  if (firstComma === undefined) return;
  const { text, line } = firstComma;
  const where = `Cannot read ${source}: ${quoted(text)} on line ${line}, column ${quoted(name)},`;
  if (firstPoint !== undefined) {
    throw new SyntaxError(
      `${where} has a decimal comma, and ${
        quoted(firstPoint.text)
      } on line ${firstPoint.line} a point: write either in the whole column`,
    );
  }
  if (thousands) {
    const number = text.trim();
    throw new SyntaxError(
      `${where} may be ${number.replace(",", ".")} or ${
        number.replace(",", "")
      }, and no other row ` +
        "tells: write one of these",
    );
  }
}
