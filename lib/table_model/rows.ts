/** Rows of a table by the names of its columns: their cells as texts, and names that are no column. @module */

import { describe, joinNames } from "../checks/texts.ts";
import { suggestion } from "../checks/meant.ts";
import { quoted } from "../table/cells.ts";
import { type TableDescription, targetNamesOf } from "../table/columns.ts";
import { MAX_UNKNOWN } from "../table/encode.ts";
import { type Cell, type CellColumn, cellText } from "../table/encode_row.ts";
import { rulesOf } from "../table/target.ts";
import { type RowRemark, unknownColumn } from "./remarks.ts";

/** A row of a table: a cell for each column, by its name. A column that is not there is a missing value. */
export type Row = Readonly<Record<string, Cell>>;

/**
 * Checks that a row is an object.
 * @param where it is, for the error
 * @throws {TypeError} if it is another value, or a list
 */
export function checkRow(action: string, row: unknown, where: string): asserts row is object {
  if (typeof row === "object" && row !== null && !Array.isArray(row)) return;
  throw new TypeError(
    `Cannot ${action} ${where}: expected an object with the cells by column, got ${describe(row)}`,
  );
}

/**
 * The cell of a row; `undefined` where it has no such column.
 * @param where the row is, for the error
 * @throws {TypeError} if the cell is an object other than a date
 */
export function cellOf(action: string, row: object, name: string, where: string): Cell {
  const cell = Object.hasOwn(row, name) ? (row as Row)[name] : undefined;
  const isPlain = Object(cell) !== cell && typeof cell !== "symbol";
  if (isPlain || cell instanceof Date) return cell;
  throw new TypeError(
    `Cannot ${action} ${where}: expected a number, a text, a date or a boolean in ` +
      `${quoted(name)}, got ${describe(cell)}`,
  );
}

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
  cellsOf(row: object, where: string): string[] {
    checkRow("predict", row, where);
    return this.#described.map((column) =>
      cellText(cellOf("predict", row, column.name, where), column)
    );
  }

  /** The cells of a row's targets, see {@linkcode cellsOf}. */
  targetsOf(row: object, where: string): string[] {
    return this.#targets.map((column) =>
      cellText(cellOf("evaluate", row, column.name, where), column)
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
