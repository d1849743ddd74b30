/** Rows of a table by the names of its columns: their cells as texts, and names that are no column. @module */

import { joinNames } from "../checks/texts.ts";
import { suggestion } from "../checks/meant.ts";
import { type CellColumn, cellText } from "../table/cell_text.ts";
import { type TableDescription, targetNamesOf } from "../table/columns.ts";
import type { RowProblem } from "../table/encode.ts";
import { MAX_UNKNOWN } from "../table/limits.ts";
import { rulesOf } from "../table/target.ts";
import { type RowRemark, unknownColumn } from "./remarks.ts";
import { cellOf, cellProblem, checkedCell, rowProblem } from "./row_cells.ts";

/** Reads rows one after the other. */
export class RowReader {
  /** The names of the columns that features are made of. */
  readonly header: readonly string[];
  /** The names of the target's columns. */
  readonly targetNames: readonly string[];
  readonly #described: readonly CellColumn[];
  readonly #targets: readonly CellColumn[];
  readonly #known: ReadonlySet<string>;
  /** The remark on a name beside the columns that a row lacks: rows mostly have the same names. */
  readonly #remarks = new Map<string, RowRemark | undefined>();

  /** Reads rows of this table. */
  constructor(table: TableDescription) {
    this.header = table.columns.map(({ name }) => name);
    this.#described = table.columns;
    this.targetNames = targetNamesOf(table);
    this.#targets = rulesOf(table).quantities ?? this.targetNames.map((name) => ({ name }));
    this.#known = new Set([...this.header, ...this.targetNames]);
  }

  /**
   * The cells of a row, in the order of the header.
   * @param where it is, for the error
   * @throws {TypeError} if it is no object, or a cell is another object
   */
  cellsOf(row: object, where: string, action = "predict"): string[] {
    const read = this.read(row);
    if (Array.isArray(read)) return read;
    throw new TypeError(`Cannot ${action} ${where}: ${read.reason}`);
  }

  /** The cells of a row as `cellsOf` gives them, or why it has none. */
  read(row: unknown): string[] | RowProblem {
    const reason = rowProblem(row);
    if (reason !== undefined) return { column: undefined, reason };
    const cells: string[] = [];
    for (const column of this.#described) {
      const cell = cellOf(row as object, column.name);
      const reason = cellProblem(cell, column.name);
      if (reason !== undefined) return { column: column.name, reason };
      cells.push(cellText(cell, column));
    }
    return cells;
  }

  /** The cells of a row's targets, see {@linkcode cellsOf}. */
  targetsOf(row: object, where: string): string[] {
    return this.#targets.map((column) =>
      cellText(checkedCell("evaluate", row, column.name, where), column)
    );
  }

  /** Remarks on names of no column that are nearly those of columns which the row lacks. */
  remarksOn(row: object): RowRemark[] {
    const lacking = this.header.filter((name) => !Object.hasOwn(row, name));
    if (lacking.length === 0) return [];
    return this.#extraNames(row).flatMap((name) => this.#remarkOn(name, lacking) ?? []);
  }

  /** Forgets the names of earlier rows, of which only so many get remarks. */
  forget(): void {
    this.#remarks.clear();
  }

  /** A sentence on the first column too many; `undefined` if there is none. */
  extraColumn(row: object): string | undefined {
    const [name] = this.#extraNames(row);
    if (name === undefined) return undefined;
    const { header } = this;
    return unknownColumn(name, suggestion(name, header) || `, which are ${joinNames(header)}`).text;
  }

  #extraNames(row: object): string[] {
    return Object.keys(row).filter((name) => !this.#known.has(name));
  }

  #remarkOn(name: string, lacking: readonly string[]): RowRemark | undefined {
    const key = JSON.stringify([name, lacking]);
    if (!this.#remarks.has(key) && this.#remarks.size < MAX_UNKNOWN) {
      const nearest = suggestion(name, lacking);
      this.#remarks.set(key, nearest === "" ? undefined : unknownColumn(name, nearest));
    }
    return this.#remarks.get(key);
  }
}
