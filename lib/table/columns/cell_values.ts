/** What the cells of a row are worth, as their columns read them: numbers, times, texts, and what is not a value. @module */

import type { TableColumn, TableDescription } from "./columns.ts";
import { missingIn } from "./missing_values.ts";
import { type Cell, cellText } from "../cells/cell_text.ts";
import type { TableHead } from "../cells/source.ts";
import { readDate } from "../values/dates.ts";
import { formattedNumber } from "../values/number_format.ts";
import { wordsIn } from "../values/words.ts";

/**
 * A number, the seconds of a date since 1970, how many of its column's words a text has, or the text of a category. `null` is
 * a missing value; `undefined` a cell that is neither a number nor a date, or a text that no training row had.
 */
export type CellValue = number | string | null | undefined;

/** Reads the cells of rows by the description of their table. */
export class CellValues {
  readonly #columns: readonly TableColumn[];
  readonly #indices: readonly number[];
  readonly #decimalComma: boolean | undefined;
  /** The text of each category by its spellings; the words of each text. */
  readonly #texts: readonly ReadonlyMap<string, string>[];
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
    this.#decimalComma = head?.decimalComma;
    this.#indices = columns.map(({ name }) => header.indexOf(name));
    this.#texts = columns.map(textsOf);
    this.#areMissing = columns.map(missingIn);
  }

  /**
   * The values of a row, in the order of the description.
   * @param cells in the order of the header
   */
  ofCells(cells: readonly string[]): CellValue[] {
    return this.#columns.map((column, c) => this.#valueOf(column, c, cells[this.#indices[c]!]!));
  }

  /** The values of a row that is given by the names of its columns; one that is not there is missing. */
  ofRow(row: Readonly<Record<string, Cell>>): CellValue[] {
    return this.#columns.map((column, c) => {
      const cell = Object.hasOwn(row, column.name) ? row[column.name] : undefined;
      if (isPlain(cell, column)) return cell; // its text would be read as it
      return this.#valueOf(column, c, cellText(cell, column));
    });
  }

  #valueOf(column: TableColumn, c: number, cell: string): CellValue {
    if (this.#areMissing[c]!(cell)) return null;
    switch (column.kind) {
      case "number":
        return orUnread(formattedNumber(cell, column.format, this.#decimalComma));
      case "date":
        return orUnread(readDate(cell, column.order));
      case "words":
        return [...wordsIn(cell)].filter((word) => this.#texts[c]!.has(word)).length;
      default:
        return this.#texts[c]!.get(cell);
    }
  }
}

/** Whether a cell is a finite number, in a column of numbers in plain decimal. */
function isPlain(cell: Cell, column: TableColumn): cell is number {
  return column.kind === "number" && column.format === undefined &&
    column.missingValues === undefined && Number.isFinite(cell);
}

function orUnread(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}

function textsOf(column: TableColumn): ReadonlyMap<string, string> {
  const texts = column.kind === "words" ? column.words : "values" in column ? column.values : [];
  const own = texts.map((text): [string, string] => [text, text]);
  return new Map([...own, ...Object.entries("spellings" in column ? column.spellings ?? {} : {})]);
}
