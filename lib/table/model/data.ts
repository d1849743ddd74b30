/** The data of a program as a table: rows, a stream of them, or the text of a CSV file. @module */

import { describe, plain } from "../../checks/texts.ts";
import {
  type Cell,
  CellError,
  dateText,
  hasTime,
  normalText,
  numberText,
  plainText,
} from "../cells/cell_text.ts";
import { isMissing } from "../cells/cells.ts";
import { type CsvOptions, CsvText, findColumns } from "../csv/table.ts";
import { MAX_COLUMNS } from "../cells/limits.ts";
import type { TableRows, TableSource } from "../cells/source.ts";
import { checkedCell, checkRow } from "./row_cells.ts";

/** The data of a program: the text of a CSV file, rows, or a stream of them. */
export type TableData = string | readonly object[] | AsyncIterable<object>;

/**
 * The table of the data: CSV text is read as the command line reads a file.
 * @throws {TypeError} if the data are something else, or an option is of CSV text and they are rows
 * @throws {RangeError} if there are no rows, or a cell of one has no text
 * @throws {SyntaxError} if the text is none of a CSV file
 */
export async function tableSource(
  data: TableData,
  { target, ...options }: CsvOptions & { readonly target: string | readonly string[] },
): Promise<TableSource & Pick<CsvText, "warnings">> {
  if (typeof data === "string") return await csvOf(data, options, [target].flat());
  const name = (["delimiter", "header"] as const).find((name) => options[name] !== undefined);
  if (name === undefined) return await RowColumns.from(data);
  throw new TypeError(`Cannot train on rows with the option "${name}": it is of CSV text`);
}

/** How much of a text is read at a time, in characters. */
const PIECE = 65_536;

async function csvOf(given: string, options: CsvOptions, known: string[]): Promise<CsvText> {
  const text = normalText(given.replace(/^\ufeff/, ""));
  if (text.includes("\0")) {
    throw new SyntaxError("Cannot read the CSV text: it has a null character");
  }
  if (!text.trim().includes("\n")) {
    throw new SyntaxError(
      "Cannot train on a text of one line: expected the text of a CSV file, names of columns and " +
        `rows, got ${JSON.stringify(plain(text))}`,
    );
  }
  const source = {
    name: "the CSV text",
    async *open(): AsyncGenerator<string, void, void> {
      for (let start = 0; start < text.length; start += PIECE) {
        yield text.slice(start, start + PIECE);
      }
    },
  };
  return new CsvText(source, await findColumns(source, options, known));
}

const ACTION = "train on";

/** How many rows are given at a time. */
const ROWS_AT_A_TIME = 1000;

/** So many different texts of a column are held once, however often they occur. */
const MAX_SHARED_TEXTS = 1000;

/** A column of cells; rows at its end that are not there have none. */
class Column {
  readonly cells: Cell[];
  /** Whether a date of it has a time. */
  isTimed = false;
  /** Whether a cell of it is a text, and no missing value. */
  hasText = false;
  readonly #shared = new Map<string, string>();

  /** @param rows that came before, without a cell */
  constructor(rows: number) {
    this.cells = new Array<Cell>(rows).fill(undefined);
  }

  /** @throws {CellError} if the cell has no text */
  add(cell: Cell, row: number): void {
    while (this.cells.length < row) this.cells.push(undefined);
    this.hasText ||= typeof cell === "string" && !isMissing(cell);
    this.cells.push(typeof cell === "string" ? this.#share(plainText(cell)) : cell);
    if (!(cell instanceof Date) || Number.isNaN(cell.getTime())) return;
    this.isTimed ||= hasTime(cell);
    if (/^\d/.test(dateText(cell))) return;
    throw new CellError("a date is before the year 0 or after 9999");
  }

  /** The canonical text of a row's cell: that of a CSV file of the table. */
  textOf(row: number): string {
    const cell = this.cells[row];
    if (typeof cell === "string") return cell;
    if (typeof cell === "number") return numberText(cell);
    return cell instanceof Date ? dateText(cell, this.isTimed) : String(cell ?? "");
  }

  #share(text: string): string {
    const shared = this.#shared.get(text);
    if (shared !== undefined) return shared;
    if (this.#shared.size < MAX_SHARED_TEXTS) this.#shared.set(text, text);
    return text;
  }
}

/** A table of rows by the names of its columns, which are those of all rows in the order of their first appearance. */
class RowColumns implements TableSource {
  readonly name = "the rows";
  readonly warnings: readonly string[] = [];
  readonly #columns = new Map<string, Column>();
  #rows = 0;

  /**
   * Reads rows to their end.
   * @throws {TypeError} if they are neither a list nor a stream of rows, a row is not an object, or a cell is another object
   * @throws {RangeError} if there are no rows or too many columns, or a cell has no text
   */
  static async from(rows: readonly object[] | AsyncIterable<object>): Promise<RowColumns> {
    const table = new RowColumns();
    if (Array.isArray(rows)) rows.forEach((row) => table.#add(row)); // many times as fast as for await
    else if (typeof Object(rows)[Symbol.asyncIterator] === "function") {
      for await (const row of rows) table.#add(row);
    } else {
      throw new TypeError(
        `Cannot ${ACTION} ${describe(rows)}: expected a list of rows, such as ` +
          '[{ "width": 3.5 }], a stream of them (an async iterable), or the text of a CSV file',
      );
    }
    if (table.#rows > 0) return table;
    throw new RangeError(`Cannot ${ACTION} the rows: expected one or more, got none`);
  }

  /** The names of the columns. */
  get columns(): readonly string[] {
    return [...this.#columns.keys()];
  }

  /** The columns that have a text. */
  get texts(): ReadonlySet<string> {
    return new Set([...this.#columns].flatMap(([name, { hasText }]) => hasText ? [name] : []));
  }

  /** Gives all rows; the first is on line 1. */
  async *open(): AsyncGenerator<TableRows, void, void> {
    const columns = [...this.#columns.values()];
    for (let start = 0; start < this.#rows; start += ROWS_AT_A_TIME) {
      const length = Math.min(ROWS_AT_A_TIME, this.#rows - start);
      yield {
        rows: Array.from({ length }, (_, r) => columns.map((column) => column.textOf(start + r))),
        lines: Array.from({ length }, (_, r) => start + r + 1),
      };
    }
  }

  #add(row: unknown): void {
    const where = `rows[${this.#rows}]`;
    checkRow(ACTION, row, where);
    for (const name of Object.keys(row)) {
      const cell = checkedCell(ACTION, row, name, where);
      try {
        this.#column(name).add(cell, this.#rows);
      } catch (error) {
        if (!(error instanceof CellError)) throw error;
        throw new RangeError(`Cannot ${ACTION} ${where}: ${error.message}`, { cause: error });
      }
    }
    this.#rows++;
  }

  #column(name: string): Column {
    let column = this.#columns.get(name);
    if (column === undefined) this.#columns.set(name, column = new Column(this.#rows));
    if (this.#columns.size <= MAX_COLUMNS) return column;
    throw new RangeError(
      `Cannot ${ACTION} the rows: they have more than ${MAX_COLUMNS} columns`,
    );
  }
}
