/** What of a row a network knows: texts that it never met, and the column by which a row is furthest from what it met. @module */

import { isGap } from "../../lib/table/cells.ts";
import { type TableDescription, widthOf } from "../../lib/table/columns.ts";

/** A cell, and the name of its column. */
export interface NamedCell {
  readonly name: string;
  readonly cell: string;
}

/** Looks at the cells of rows whose order is that of a file's header. */
export class KnownColumns {
  readonly #columns: TableDescription["columns"];
  /** The place of each column in the header. */
  readonly #places: readonly number[];
  /** The texts that a column of categories has. */
  readonly #values: readonly (ReadonlySet<string> | undefined)[];
  /** The column that each feature is of. */
  readonly #columnOf: readonly number[];

  /** Finds the columns in a header. */
  constructor({ columns }: TableDescription, header: readonly string[]) {
    this.#columns = columns;
    this.#places = columns.map(({ name }) => header.indexOf(name));
    this.#values = columns.map((column) =>
      column.kind === "category" ? new Set(column.values) : undefined
    );
    this.#columnOf = columns.flatMap((column, c) => new Array<number>(widthOf(column)).fill(c));
  }

  /** The first cell of a row with a text that none of the training rows had; `undefined` if there is none. */
  unknownIn(cells: readonly string[]): NamedCell | undefined {
    const column = this.#values.findIndex((values, c) => {
      const cell = cells[this.#places[c]!]!;
      return values !== undefined && !isGap(cell) && !values.has(cell);
    });
    return column === -1 ? undefined : this.#cell(column, cells);
  }

  /** Whether a row has missing values. */
  hasMissing(cells: readonly string[]): boolean {
    return this.#places.some((place) => isGap(cells[place]!));
  }

  /** The cell of a row that a feature is of. */
  cellOf(feature: number, cells: readonly string[]): NamedCell {
    return this.#cell(this.#columnOf[feature]!, cells);
  }

  #cell(column: number, cells: readonly string[]): NamedCell {
    return { name: this.#columns[column]!.name, cell: cells[this.#places[column]!]! };
  }
}
