/** Columns that cannot be read as what they have to be, and what to do about them. @module */

import { quoted } from "../../checks/texts.ts";
import { hasComma, isDate, unitOf } from "../cells/cells.ts";
import type { OptionText } from "./options.ts";
import type { ColumnStatistics } from "../cells/statistics.ts";
import { oddFormOf } from "../cells/cell_problems.ts";

/** Whether a column is of dates, perhaps with some numbers. */
export function isOfDates({ dates, texts }: ColumnStatistics): boolean {
  return dates > 0 && 2 * dates >= texts;
}

/** That columns are of dates, all of them at once. */
export function datesText(
  source: string,
  columns: readonly ColumnStatistics[],
  option: OptionText,
  isTarget = false,
): string {
  const { text, line } = columns[0]!.firstText!;
  const names = columns.map(({ name }) => quoted(name)).join(", ");
  const options = option("without", ...columns.map(({ name }) => name));
  const [what, have, them] = columns.length === 1
    ? [`column ${names}`, "it has", "it"]
    : [`columns ${names}`, "they have", "them"];
  const remedies = isTarget
    ? "choose another target"
    : `read ${them} by ${option("as", "date", columns[0]!.name)}, leave ${them} out by ${options}`;
  return `Cannot use the ${what} of ${source}: ${have} dates, such as ${quoted(text)} on line ` +
    `${line}; ${remedies}, or write numbers instead of the dates, such as the year and the month`;
}

const MAX_LISTED = 5;

/** That a column has a text among its numbers. */
export function noNumberText(
  source: string,
  column: ColumnStatistics,
  option: OptionText,
  isTarget = false,
): string {
  const { text, line } = column.firstText!;
  const listed = [...column.someTexts].slice(0, MAX_LISTED).map(quoted).join(", ");
  const some = `${listed}${column.someTexts.size > MAX_LISTED ? ", …" : ""}`;
  const unit = unitOf(text);
  const odd = oddFormOf(text);
  const what = hasComma(text)
    ? column.decimalComma
      ? "has a separator between its thousands: expected a number such as 3,14 or 1234567"
      : "has a comma: expected a number such as 3.14 or 1234567"
    : isDate(text)
    ? "may be a date: expected a number"
    : odd !== undefined
    ? `${odd.is}: ${odd.instead}`
    : column.isMostlyNumbers
    ? `is not a number, as most rows have${
      line === 1
        ? `: if the first line has names, add ${option("header", "true")}`
        : column.texts === 1
        ? ": correct it or leave it empty"
        : `; ${column.texts} rows have none (${some}): correct them or leave them empty`
    }`
    : "is not a number, which a quantity " +
      `is${unit === undefined ? "" : `: write the number without ${quoted(unit)}`}`;
  return `Cannot read ${source}: ${quoted(text)} on line ${line}, column ${quoted(column.name)}, ` +
    `${what}${isTarget ? "" : `, or leave the column out by ${option("without", column.name)}`}`;
}

/** The first column whose commas must be decimal: not all of them can separate thousands. */
export function firstWithCommas(columns: readonly ColumnStatistics[]): string | undefined {
  return columns.find(({ firstComma, thousands }) => firstComma !== undefined && !thousands)?.name;
}

export interface MarkedColumn {
  readonly source: string;
  readonly column: ColumnStatistics;
  /** A column whose commas must be decimal, if there is one. */
  readonly withCommas: string | undefined;
}

/**
 * What is unclear in a column of numbers: every comma may separate thousands, there are points beside the
 * commas, or every point may separate thousands where another column has decimal commas.
 */
export function decimalsProblem({ source, column, withCommas }: MarkedColumn): string | undefined {
  const { name, firstComma, firstPoint, thousands, pointThousands } = column;
  const first = firstComma ?? firstPoint;
  if (first === undefined) return undefined;
  const where = `Cannot read ${source}: ${quoted(first.text)} on line ${first.line}, column ` +
    `${quoted(name)},`;
  if (firstComma !== undefined && firstPoint !== undefined) {
    return `${where} has a decimal comma, and ${quoted(firstPoint.text)} on line ` +
      `${firstPoint.line} a point: write either in the whole column`;
  }
  const isPoint = firstComma === undefined;
  if (isPoint ? withCommas === undefined || !pointThousands : !thousands) return undefined;
  const number = first.text.trim();
  const whole = number.replace(/[.,]/, "");
  return `${where} may be ${number.replace(",", ".")} or ${whole}${
    isPoint ? ` where ${quoted(withCommas!)} has decimal commas` : ""
  }, and no other row decides: write ${whole} or ${number}0`;
}
