/** Rows of a table by the names of its columns: their cells as texts, and names that are no column. @module */

import { describe, joinNames } from "../checks/texts.ts";
import { suggestion } from "../checks/meant.ts";
import { quoted } from "../table/cells.ts";
import { type TableColumn, type TableDescription, targetNamesOf } from "../table/columns.ts";
import { MAX_UNKNOWN } from "../table/encode.ts";
import { type Cell, cellText } from "../table/encode_row.ts";
import { type RowRemark, unknownColumn } from "./remarks.ts";

/** A row of a table: a cell for each column, by its name. A column that is not there is a missing value. */
export type Row = Readonly<Record<string, Cell>>;

/** Reads rows one after the other. */
export class RowReader {
  /** The names of the columns that features are made of. */
  readonly header: readonly string[];
  readonly #described: readonly TableColumn[];
  readonly #columns: ReadonlySet<string>;
  readonly #targets: ReadonlySet<string>;
  /** The remark on a name beside the columns that a row lacks: rows mostly have the same names. */
  readonly #remarks = new Map<string, RowRemark | undefined>();

  constructor(table: TableDescription) {
    this.header = table.columns.map(({ name }) => name);
    this.#described = table.columns;
    this.#columns = new Set(this.header);
    this.#targets = new Set(targetNamesOf(table));
  }

  /**
   * The cells of a row, in the order of the header.
   * @param where it is, for the error
   * @throws {TypeError} if it is no object, or a cell is another object
   */
  cellsOf(row: Row, where: string): string[] {
    if (typeof row !== "object" || row === null || Array.isArray(row)) {
      throw new TypeError(
        `Cannot predict ${where}: expected an object with the cells by column, got ` +
          `${describe(row)}`,
      );
    }
    return this.#described.map((column) => {
      const { name } = column;
      const cell = Object.hasOwn(row, name) ? row[name] : undefined;
      const isPlain = Object(cell) !== cell && typeof cell !== "symbol";
      if (isPlain || cell instanceof Date) return cellText(cell, column);
      throw new TypeError(
        `Cannot predict ${where}: expected a number, a text, a date or a boolean in ${
          quoted(name)
        }, ` +
          `got ${describe(cell)}`,
      );
    });
  }

  /** Remarks on names of no column that are nearly those of columns which the row lacks. */
  remarksOn(row: Row): RowRemark[] {
    const lacking = this.header.filter((name) => !Object.hasOwn(row, name));
    if (lacking.length === 0) return [];
    return this.#extraNames(row).flatMap((name) => this.#remarkOn(name, lacking) ?? []);
  }

  /** Forgets the names of earlier rows, of which only so many get remarks. */
  forget(): void {
    this.#remarks.clear();
  }

  /** A sentence on the first column too many; `undefined` if there is none. */
  extraColumn(row: Row): string | undefined {
    const [name] = this.#extraNames(row);
    if (name === undefined) return undefined;
    const { header } = this;
    return unknownColumn(name, suggestion(name, header) || `, which are ${joinNames(header)}`).text;
  }

  #extraNames(row: Row): string[] {
    return Object.keys(row).filter((name) => !this.#columns.has(name) && !this.#targets.has(name));
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
