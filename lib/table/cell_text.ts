/** A cell of a program's row as the text that its column reads. @module */

import type { TableColumn } from "./columns.ts";
import type { NumberFormat } from "./values/number_format.ts";

/**
 * What stands in a cell of a row that is no text of a file: a number, a text, a date, or a boolean, whose text is `true` or
 * `false`. Null, undefined, NaN and an invalid date are missing values.
 */
export type Cell = string | number | boolean | Date | null | undefined;

/** The text of a cell, as its column reads it; an empty one where there is nothing. */
export function cellText(cell: Cell, column: TableColumn): string {
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? "" : cell.toISOString();
  return typeof cell === "number" && column.kind === "number" && column.format !== undefined
    ? writtenNumber(cell, column.format)
    : String(cell ?? "");
}

/** The text of a program's number, as a column of this format reads it; an exponent is read as it is. */
export function writtenNumber(value: number, format: NumberFormat): string {
  const text = String(value);
  return format.as !== "decimal" || text.includes("e") ? text : text.replace(".", format.decimal);
}
