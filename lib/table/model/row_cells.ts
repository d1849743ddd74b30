/** The cells of a row that is given by the names of its columns. @module */

import { describe, quoted } from "../../checks/texts.ts";
import type { Cell } from "../cells/cell_text.ts";

/** A row of a table: a cell for each column, by its name. A column that is not there is a missing value, with a remark. */
export type Row = Readonly<Record<string, Cell>>;

/** What is wrong with a row that is not an object, in words; `undefined` of one that is. */
export function rowProblem(row: unknown): string | undefined {
  if (typeof row === "object" && row !== null && !Array.isArray(row)) return undefined;
  const got = typeof row === "string" ? "a text" : describe(row); // which may be long
  return `expected an object with the cells by column, got ${got}`;
}

/** What is wrong with a cell that is not a number, text, date or boolean, and not missing; `undefined` of one that is. */
export function cellProblem(cell: unknown, column: string): string | undefined {
  if (Object(cell) !== cell && typeof cell !== "symbol" || cell instanceof Date) return undefined;
  return `expected a number, a text, a date or a boolean in ${quoted(column)}, got ${
    describe(cell)
  }`;
}

/**
 * Checks that a row is an object.
 * @param where it is, for the error
 * @throws {TypeError} if it is another value, or a list
 */
export function checkRow(action: string, row: unknown, where: string): asserts row is object {
  const problem = rowProblem(row);
  if (problem !== undefined) throw new TypeError(`Cannot ${action} ${where}: ${problem}`);
}

/** What stands in a column of a row; `undefined` where the row has no such column. */
export function cellOf(row: object, column: string): Cell {
  return Object.hasOwn(row, column) ? (row as Row)[column] : undefined;
}

/**
 * The cell of a row; `undefined` where it has no such column.
 * @param where the row is, for the error
 * @throws {TypeError} if the cell is an object other than a date
 */
export function checkedCell(action: string, row: object, column: string, where: string): Cell {
  const cell = cellOf(row, column);
  const problem = cellProblem(cell, column);
  if (problem !== undefined) throw new TypeError(`Cannot ${action} ${where}: ${problem}`);
  return cell;
}
