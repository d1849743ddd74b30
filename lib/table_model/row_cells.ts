/** The cells of a row that is given by the names of its columns. @module */

import { describe } from "../checks/texts.ts";
import type { Cell } from "../table/cell_text.ts";
import { quoted } from "../table/cells.ts";

/** A row of a table: a cell for each column, by its name. A column that is not there is a missing value. */
export type Row = Readonly<Record<string, Cell>>;

/** @throws {TypeError} if it is no object */
export function checkRow(row: unknown, where: string): void {
  if (typeof row === "object" && row !== null && !Array.isArray(row)) return;
  throw new TypeError(
    `Cannot predict ${where}: expected an object with the cells by column, got ${describe(row)}`,
  );
}

/**
 * The cell of a column; `undefined` where the row has none.
 * @throws {TypeError} if it is no number, text, date or boolean, and not missing
 */
export function checkedCell(row: Row, column: string, where: string): Cell {
  const cell = Object.hasOwn(row, column) ? row[column] : undefined;
  if (Object(cell) !== cell && typeof cell !== "symbol" || cell instanceof Date) return cell;
  throw new TypeError(
    `Cannot predict ${where}: expected a number, a text, a date or a boolean in ${
      quoted(column)
    }, ` +
      `got ${describe(cell)}`,
  );
}
