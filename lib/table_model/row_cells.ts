/** The cells of a row that is given by the names of its columns. @module */

import { describe } from "../checks/texts.ts";
import type { Cell } from "../table/cell_text.ts";
import { quoted } from "../table/cells.ts";

/** A row of a table: a cell for each column, by its name. A column that is not there is a missing value. */
export type Row = Readonly<Record<string, Cell>>;

/** What is wrong with a row that is no object, in words; `undefined` of one that is. */
export function rowProblem(row: unknown): string | undefined {
  if (typeof row === "object" && row !== null && !Array.isArray(row)) return undefined;
  const got = typeof row === "string" ? "a text" : describe(row); // which may be long
  return `expected an object with the cells by column, got ${got}`;
}

/** What is wrong with a cell that is no number, text, date or boolean, and not missing; `undefined` of one that is. */
export function cellProblem(cell: unknown, column: string): string | undefined {
  if (Object(cell) !== cell && typeof cell !== "symbol" || cell instanceof Date) return undefined;
  return `expected a number, a text, a date or a boolean in ${quoted(column)}, got ${
    describe(cell)
  }`;
}

/** @throws {TypeError} if it is no object */
export function checkRow(row: unknown, where: string): void {
  const problem = rowProblem(row);
  if (problem !== undefined) throw new TypeError(`Cannot predict ${where}: ${problem}`);
}

/** The cell of a column; `undefined` where the row has none. */
export function cellOf(row: Row, column: string): Cell {
  return Object.hasOwn(row, column) ? row[column] : undefined;
}

/**
 * The cell of a column; `undefined` where the row has none.
 * @throws {TypeError} if it is no number, text, date or boolean, and not missing
 */
export function checkedCell(row: Row, column: string, where: string): Cell {
  const cell = cellOf(row, column);
  const problem = cellProblem(cell, column);
  if (problem !== undefined) throw new TypeError(`Cannot predict ${where}: ${problem}`);
  return cell;
}
