/** The cells of a row by what the network learned: unknown texts, missing values, the cell that a feature is of. @module */

import { isMissing } from "../table/cells.ts";
import { type TableDescription, widthOf } from "../table/columns.ts";

/** A cell, and the name of its column. */
export interface NamedCell {
  readonly name: string;
  readonly cell: string;
}

/** Finds cells in rows whose order is that of a table's header. */
export class KnownColumns {
  readonly #columns: TableDescription["columns"];
  /** The index of each column in the header. */
  readonly #indices: readonly number[];
  /** The columns of categories, and the texts that each has. */
  readonly #categories: readonly (readonly [column: number, values: ReadonlySet<string>])[];
  /** The column that each feature is of. */
  readonly #columnOf: readonly number[];

  /** Finds the columns in a header. */
  constructor({ columns }: TableDescription, header: readonly string[]) {
    this.#columns = columns;
    this.#indices = columns.map(({ name }) => header.indexOf(name));
    this.#categories = columns.flatMap((column, c) =>
      column.kind === "category" ? [[c, new Set(column.values)] as const] : []
    );
    this.#columnOf = columns.flatMap((column, c) => new Array<number>(widthOf(column)).fill(c));
  }

  /** The cells of a row with a text that none of the training rows had. */
  unknownIn(cells: readonly string[]): NamedCell[] {
    return this.#categories.flatMap(([column, values]) => {
      const named = this.#cell(column, cells);
      return isMissing(named.cell) || values.has(named.cell) ? [] : [named];
    });
  }

  /** Whether a row has missing values. */
  hasMissing(cells: readonly string[]): boolean {
    return this.#indices.some((index) => isMissing(cells[index]!));
  }

  /** The cell of a row that a feature is of. */
  cellOf(feature: number, cells: readonly string[]): NamedCell {
    return this.#cell(this.#columnOf[feature]!, cells);
  }

  #cell(column: number, cells: readonly string[]): NamedCell {
    return { name: this.#columns[column]!.name, cell: cells[this.#indices[column]!]! };
  }
}
