/** Rows of a table by the names of its columns: their cells as texts, and the remarks on their names. @module */

import { type CellColumn, cellText } from "../cells/cell_text.ts";
import { knownNamesOf, type TableDescription, targetNamesOf } from "../columns/columns.ts";
import { rulesOf } from "../columns/target.ts";
import type { RowRemark } from "../../measure/answer/remarks.ts";
import { nameHints, type RowCheck, rowCheckOf, type UnreadRow } from "./read_row.ts";
import { cellOf, checkedCell } from "./row_cells.ts";

export type { UnreadRow };

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
  /** The remarks on the names of a row, or why it cannot be read. */
  readonly check: RowCheck;

  /** Reads rows of this table. */
  constructor(table: TableDescription) {
    this.header = table.columns.map(({ name }) => name);
    this.#described = table.columns;
    this.targetNames = targetNamesOf(table);
    this.#targets = rulesOf(table).quantities ?? this.targetNames.map((name) => ({ name }));
    this.check = rowCheckOf(this.header, knownNamesOf(table), nameHints().hintFor);
  }

  /**
   * The cells of a row, in the order of the header.
   * @param where it is, for the error
   * @throws {TypeError} if it is not an object, has none of the columns, or a cell is another object
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

  /** The cells of a row's targets, see {@linkcode cellsOf}. */
  targetsOf(row: object, where: string): string[] {
    return this.#targets.map((column) =>
      cellText(checkedCell("evaluate", row, column.name, where), column)
    );
  }
}
