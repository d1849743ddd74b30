/** What of a row a network knows: texts that it never met, and the column by which a row is furthest from what it met. @module */

import { isGap } from "../../lib/table/cells.ts";
import { type TableDescription, widthOf } from "../../lib/table/columns.ts";

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

  /** Whether a cell of a row has a text that none of the training rows had. */
  hasUnknown(cells: readonly string[]): boolean {
    return this.#values.some((values, c) => {
      const cell = cells[this.#places[c]!]!;
      return values !== undefined && !isGap(cell) && !values.has(cell);
    });
  }

  /** The column of a feature and the cell there: `"age" (900)`. */
  cellOf(feature: number, cells: readonly string[]): string {
    const column = this.#columnOf[feature]!;
    return `"${this.#columns[column]!.name}" (${cells[this.#places[column]!]})`;
  }
}
