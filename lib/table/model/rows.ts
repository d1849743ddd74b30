/** Rows of a table by the names of its columns: their cells as texts, and the remarks on their names. @module */

import { suggestion } from "../../checks/meant.ts";
import { type CellColumn, cellText } from "../cells/cell_text.ts";
import { knownNamesOf, type TableDescription, targetNamesOf } from "../columns/columns.ts";
import type { RowProblem } from "../encode/encode.ts";
import { MAX_UNKNOWN } from "../cells/limits.ts";
import { rulesOf } from "../columns/target.ts";
import type { RowRemark } from "./remarks.ts";
import { cellOf, cellProblem, checkedCell, rowProblem } from "./row_cells.ts";
import { type NameCheck, nameCheckOf } from "./row_names.ts";

/** Why a row cannot be read: it is no object, it has none of the model's columns, or a cell is another object. */
export interface UnreadRow extends RowProblem {
  /** Which of the three. */
  readonly fault: "row" | "columns" | "cell";
  /** The remarks on its names. */
  readonly remarks: readonly RowRemark[];
}

/** A row that was read. */
export interface ReadRow {
  /** In the order of the header. */
  readonly cells: readonly string[];
  /** The remarks on its names. */
  readonly remarks: readonly RowRemark[];
}

/** Reads rows one after the other. */
export class RowReader {
  /** The names of the columns that features are made of. */
  readonly header: readonly string[];
  /** The names of the target's columns. */
  readonly targetNames: readonly string[];
  readonly #described: readonly CellColumn[];
  readonly #targets: readonly CellColumn[];
  readonly #check: NameCheck;
  /** What rows so far may have meant by their names: rows mostly have the same, and only so many are compared. */
  readonly #hints = new Map<string, string>();

  /** Reads rows of this table. */
  constructor(table: TableDescription) {
    this.header = table.columns.map(({ name }) => name);
    this.#described = table.columns;
    this.targetNames = targetNamesOf(table);
    this.#targets = rulesOf(table).quantities ?? this.targetNames.map((name) => ({ name }));
    this.#check = nameCheckOf(
      this.header,
      knownNamesOf(table),
      (name, missing) => this.#hintFor(name, missing),
    );
  }

  /**
   * The cells of a row, in the order of the header.
   * @param where it is, for the error
   * @throws {TypeError} if it is no object, has none of the columns, or a cell is another object
   */
  cellsOf(row: unknown, where: string, action: string): readonly string[] {
    const read = this.read(row);
    if ("cells" in read) return read.cells;
    throw new TypeError(`Cannot ${action} ${where}: ${read.reason}`);
  }

  /** The cells of a row and the remarks on its names, or why it has none. */
  read(row: unknown): ReadRow | UnreadRow {
    const checked = this.check(row);
    if ("fault" in checked) return checked;
    const cells = this.#described.map((column) =>
      cellText(cellOf(row as object, column.name), column)
    );
    return { cells, remarks: checked };
  }

  /** The remarks on the names of a row, or why it cannot be read. */
  check(row: unknown): readonly RowRemark[] | UnreadRow {
    const reason = rowProblem(row);
    if (reason !== undefined) return { fault: "row", column: undefined, reason, remarks: [] };
    const remarks = this.#check(row as object);
    if (typeof remarks === "string") {
      return { fault: "columns", column: undefined, reason: remarks, remarks: [] };
    }
    for (const column of this.header) {
      const reason = cellProblem(cellOf(row as object, column), column);
      if (reason !== undefined) return { fault: "cell", column, reason, remarks };
    }
    return remarks;
  }

  /** The cells of a row's targets, see {@linkcode cellsOf}. */
  targetsOf(row: object, where: string): string[] {
    return this.#targets.map((column) =>
      cellText(checkedCell("evaluate", row, column.name, where), column)
    );
  }

  /** Forgets the names of earlier rows. */
  forget(): void {
    this.#hints.clear();
  }

  #hintFor(name: string, missing: readonly string[]): string {
    if (missing.length === 0) return "";
    const key = JSON.stringify([name, missing]);
    if (!this.#hints.has(key) && this.#hints.size < MAX_UNKNOWN) {
      this.#hints.set(key, suggestion(name, missing));
    }
    return this.#hints.get(key) ?? "";
  }
}
