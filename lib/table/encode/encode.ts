/** Rows of a table made into a network's inputs by its description. @module */

import type { RowProblem } from "../../measure/answer/remarks.ts";
import { suggestion, valueSuggestion } from "../../checks/meant.ts";
import { joinNames, quoted } from "../../checks/texts.ts";
import { type CellFault, faultReason } from "../cells/cell_problems.ts";
import { isMissing } from "../cells/cells.ts";
import type { TableColumn, TableDescription } from "../columns/columns.ts";
import { featuresOf, widthOf } from "../columns/features.ts";
import { kindOf } from "../columns/kinds.ts";
import { cellWriter } from "./cells.ts";
import { type CellWriter, pairedColumn, UNKNOWN } from "./plain_cells.ts";
import { MAX_UNKNOWN } from "../cells/limits.ts";
import type { TableHead } from "../cells/source.ts";
import { lasting } from "../cells/statistics.ts";
import { type Cell, cellText } from "../cells/cell_text.ts";

/** A text that none of the training rows had. */
export interface UnknownCategory {
  /** The column's name. */
  readonly column: string;
  /** The text. */
  readonly value: string;
  /** The line of the first row that has it, from 1. */
  readonly line: number;
  /** The nearest text of the training rows, as the end of a sentence: `, did you mean …?`, or nothing. */
  readonly suggestion: string;
}

/** Why a row has no features. */
export interface CellProblem extends RowProblem {
  /** A whole sentence, with the line of a file. */
  readonly message: string;
}

/** Makes features of rows whose cells are in the order of a table's header. */
export class RowEncoder {
  /** How many features a row becomes. */
  readonly features: number;
  /** The columns of the header that no feature is made of. */
  readonly unused: readonly string[];
  readonly #head: TableHead;
  readonly #columns: readonly TableColumn[];
  readonly #indices: Uint32Array;
  readonly #widths: Uint32Array;
  readonly #writers: readonly CellWriter[];
  readonly #unknown = new Map<string, UnknownCategory>();
  #odd: number[] | undefined;

  /**
   * Finds the columns by their names; others may stand between them, in any order.
   * @throws {SyntaxError} if a column is missing
   */
  constructor(
    description: Pick<TableDescription, "columns">,
    head: TableHead,
  ) {
    const { name, columns: header } = head;
    const { columns } = description;
    const names = new Set(columns.map(({ name }) => name));
    this.unused = header.filter((name) => !names.has(name));
    const missing = columns.filter(({ name }) => !header.includes(name)).map(({ name }) => name);
    if (missing.length > 0) {
      const hint = suggestion(missing[0]!, this.unused);
      throw new SyntaxError(
        `Cannot use ${name}: ${
          missing.length === 1
            ? `the column ${quoted(missing[0]!)} is missing`
            : `the columns ${joinNames(missing)} are missing`
        }${hint || `; it has ${joinNames(header)}`}`,
      );
    }
    this.features = featuresOf(description);
    this.#head = head;
    this.#columns = columns;
    this.#indices = Uint32Array.from(columns, ({ name }) => header.indexOf(name));
    this.#widths = Uint32Array.from(columns, widthOf);
    this.#writers = columns.map((column) => cellWriter(pairedColumn(column), head.decimalComma));
  }

  /** The texts met so far that no training row had: all features of their columns are 0. */
  get unknown(): UnknownCategory[] {
    return [...this.#unknown.values()];
  }

  /**
   * The columns whose cell was odd in the row that was encoded last, by their indices in the description: a text that no
   * training row had, or one that is not a date; `undefined` of most rows.
   */
  get odd(): readonly number[] | undefined {
    return this.#odd;
  }

  /**
   * Writes the features of a row, see `encode/plain_cells.ts` and `encode/cells.ts`.
   * @param cells of the row, in the order of the header
   * @param line the line that the row begins on, from 1
   * @param out [rows, features]
   * @param offset of the row's first feature
   * @returns why it has none: a missing value, no number among numbers, or one too far out for float32; `undefined` if it has
   */
  encode(
    cells: readonly string[],
    line: number,
    out: Float32Array,
    offset: number,
  ): CellProblem | undefined {
    let at = offset;
    this.#odd = undefined;
    for (let c = 0; c < this.#writers.length; c++) {
      const cell = cells[this.#indices[c]!]!;
      const found = this.#writers[c]!(cell, out, at);
      if (typeof found === "object") {
        return this.#problem(this.#columns[c]!.name, cell, line, found);
      }
      if (found === UNKNOWN) this.#note(this.#columns[c]!, cell, line);
      if (found !== undefined) (this.#odd ??= []).push(c);
      at += this.#widths[c]!;
    }
    return undefined;
  }

  #problem(column: string, cell: string, line: number, fault: CellFault): CellProblem {
    const { isRow, name } = this.#head;
    const where = isRow
      ? `in the column ${quoted(column)}`
      : `on line ${line}, column ${quoted(column)},`;
    const remedy = fault.instead === "" ? "" : `: ${fault.instead}`;
    const what = fault.is === undefined
      ? `the column ${quoted(column)} has no value`
      : `${quoted(cell)} ${where} ${fault.is}${remedy}`;
    return {
      column,
      reason: faultReason(column, cell, fault),
      message: `Cannot use ${name}: ${what}`,
    };
  }

  #note(column: TableColumn, cell: string, line: number): void {
    if (this.#unknown.size >= MAX_UNKNOWN) return;
    const key = `${column.name}\0${cell}`;
    if (this.#unknown.has(key)) return;
    const value = lasting(cell);
    this.#unknown.set(lasting(key), {
      column: column.name,
      value,
      line,
      suggestion: "values" in column ? valueSuggestion(value, column.values) : "",
    });
  }
}

export function noColumn(name: string, header: readonly string[]): RangeError {
  const others = suggestion(name, header) || `: there are ${joinNames(header)}`;
  return new RangeError(`Cannot find the column ${quoted(name)}${others}`);
}

/**
 * The features of a row that is given by the names of its columns, as a page has it.
 * @param row a number or a text for each column; a column that is not there is a missing value
 * @returns [features]
 * @throws {SyntaxError} if a cell of a column of numbers or dates is none, or a value is missing where such rows are left out
 * @throws {RangeError} if there is no such column, or a text that none of the training rows had
 */
export function encodeRow(
  description: TableDescription,
  row: Readonly<Record<string, Cell>>,
): Float32Array {
  const header = description.columns.map(({ name }) => name);
  for (const name of Object.keys(row)) {
    if (header.includes(name)) continue;
    throw noColumn(name, header);
  }
  const encoder = new RowEncoder(description, { name: "the row", columns: header, isRow: true });
  const out = new Float32Array(encoder.features);
  const cells = description.columns.map((column) =>
    Object.hasOwn(row, column.name) ? cellText(row[column.name], column) : ""
  );
  const problem = encoder.encode(cells, 1, out, 0);
  if (problem !== undefined) throw new SyntaxError(problem.message);
  for (const [c, column] of description.columns.entries()) {
    const { unread, reader } = kindOf(column);
    if (unread === undefined || isMissing(cells[c]!)) continue;
    if (reader(column, undefined)(cells[c]!) !== undefined) continue;
    throw new SyntaxError(
      `Cannot use the row: ${quoted(cells[c]!)} in the column ${quoted(column.name)} ` +
        `${unread.is}: ${unread.instead}`,
    );
  }
  const [unknown] = encoder.unknown;
  if (unknown !== undefined) {
    throw new RangeError(
      `Cannot use ${quoted(unknown.value)} for the column ${quoted(unknown.column)}${
        unknown.suggestion || ": no training row had it"
      }`,
    );
  }
  return out;
}
