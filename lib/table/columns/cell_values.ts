/** What the cells of a row are worth, as their columns read them: numbers, times, texts, and what is not a value. @module */

import type { TableColumn, TableDescription } from "./columns.ts";
import { kindOf } from "./kinds.ts";
import type { CellValue } from "../../measure/drift/distribution.ts";
import { missingIn } from "./missing_values.ts";
import { type Cell, cellText } from "../cells/cell_text.ts";
import type { TableHead } from "../cells/source.ts";

/** Reads the cells of rows by the description of their table. */
export class CellValues {
  readonly #columns: readonly TableColumn[];
  readonly #indices: readonly number[];
  readonly #readers: readonly ((cell: string) => CellValue)[];
  readonly #areMissing: readonly ((cell: string) => boolean)[];

  /**
   * Finds the columns by their names.
   * @param head of a table with other columns, or another order. Default: the columns of the description
   */
  constructor(
    { columns }: Pick<TableDescription, "columns">,
    head?: Pick<TableHead, "columns" | "decimalComma">,
  ) {
    const header = head?.columns ?? columns.map(({ name }) => name);
    this.#columns = columns;
    this.#indices = columns.map(({ name }) => header.indexOf(name));
    this.#readers = columns.map((column) => kindOf(column).reader(column, head?.decimalComma));
    this.#areMissing = columns.map(missingIn);
  }

  /**
   * The values of a row, in the order of the description.
   * @param cells in the order of the header
   */
  ofCells(cells: readonly string[]): CellValue[] {
    return this.#columns.map((_, c) => this.#valueOf(c, cells[this.#indices[c]!]!));
  }

  /** The values of a row that is given by the names of its columns; one that is not there is missing. */
  ofRow(row: Readonly<Record<string, Cell>>): CellValue[] {
    return this.#columns.map((column, c) => {
      const cell = Object.hasOwn(row, column.name) ? row[column.name] : undefined;
      if (isPlain(cell, column)) return cell; // its text would be read as it
      return this.#valueOf(c, cellText(cell, column));
    });
  }

  #valueOf(c: number, cell: string): CellValue {
    return this.#areMissing[c]!(cell) ? null : this.#readers[c]!(cell);
  }
}

/** Whether a cell is a finite number, in a column of numbers in plain decimal. */
function isPlain(cell: Cell, column: TableColumn): cell is number {
  return column.kind === "number" && column.format === undefined &&
    column.missingValues === undefined && Number.isFinite(cell);
}
