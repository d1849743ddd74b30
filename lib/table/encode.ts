/** Rows of a table made into a network's inputs by its description. @module */

import { suggestion, valueSuggestion } from "../checks/meant.ts";
import { joinNames } from "../checks/texts.ts";
import { cellReason, missingReason, NO_DATE, noNumber, tooFarFrom } from "./cell_problems.ts";
import { isMissing, quoted } from "./cells.ts";
import {
  type CategoryColumn,
  featuresOf,
  type LevelColumn,
  type TableColumn,
  type TableDescription,
  widthOf,
} from "./columns.ts";
import { MAX_UNKNOWN } from "./limits.ts";
import type { TableHead } from "./source.ts";
import { lasting } from "./statistics.ts";
import { type DateWriter, dateWriter } from "./values/date_parts.ts";
import { formattedNumber } from "./values/number_format.ts";
import { wordsIn } from "./values/words.ts";

const { fround } = Math;

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

/** Why a row has no prediction. */
export interface RowProblem {
  /** The name of the column; `undefined` if it is of none. */
  readonly column: string | undefined;
  /** What is wrong there, such as `"age" is missing`. */
  readonly reason: string;
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
  /** The index of each value and each other spelling, for columns of categories and levels. */
  readonly #values: readonly (ReadonlyMap<string, number> | undefined)[];
  readonly #dates: ReadonlyMap<TableColumn, DateWriter>;
  readonly #unknown = new Map<string, UnknownCategory>();

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
    this.#values = columns.map((column) => "values" in column ? indicesOf(column) : undefined);
    this.#dates = new Map(
      columns.flatMap((column) => column.kind === "date" ? [[column, dateWriter(column)]] : []),
    );
  }

  /** The texts met so far that no training row had: all features of their columns are 0. */
  get unknown(): UnknownCategory[] {
    return [...this.#unknown.values()];
  }

  /** Forgets these texts: only so many are kept. */
  forget(): void {
    this.#unknown.clear();
  }

  /**
   * Writes the features of a row: (x − mean) / deviation in float64, rounded once to float32; 1 for the category of a cell
   * and 0 for the others.
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
    for (let c = 0; c < this.#columns.length; c++) {
      const column = this.#columns[c]!;
      const cell = cells[this.#indices[c]!]!;
      const width = this.#widths[c]!;
      if (column.kind === "number") {
        const value = formattedNumber(cell, column.format, this.#head.decimalComma);
        if (column.indicator) out[at + 1] = value === value ? 0 : 1;
        if (value === value) {
          const scaled = fround((value - column.mean) / column.deviation);
          if (scaled - scaled !== 0) {
            return this.#problem(column.name, cell, line, tooFarFrom(column.mean));
          }
          out[at] = scaled;
        } else if (!isMissing(cell)) return this.#noNumber(column.name, cell, line);
        else if (column.gaps === "drop") return this.#missing(column.name);
        else out[at] = 0; // the mean
      } else if (column.kind === "date") {
        if (!this.#dates.get(column)!(cell, out, at)) {
          if (column.gaps === "drop") {
            return isMissing(cell)
              ? this.#missing(column.name)
              : this.#noDate(column.name, cell, line);
          }
          out.fill(0, at, at + width); // the mean
        }
      } else {
        out.fill(0, at, at + width); // none of the values
        const missing = isMissing(cell);
        if (missing && column.gaps === "drop") return this.#missing(column.name);
        if (column.kind === "words") {
          const words = missing ? new Set() : wordsIn(cell);
          for (let k = 0; k < width; k++) if (words.has(column.words[k]!)) out[at + k] = 1;
          at += width;
          continue;
        }
        const index = this.#values[c]!.get(missing ? "" : cell);
        if (index !== undefined && column.kind === "level") out[at] = index + 1;
        else if (index !== undefined) out[at + index] = 1;
        else if (!missing) this.#note(column.name, column.values, cell, line);
      }
      at += width;
    }
    return undefined;
  }

  #missing(column: string): CellProblem {
    const message = `Cannot use ${this.#head.name}: the column ${quoted(column)} has no value`;
    return { column, reason: missingReason(column), message };
  }

  #noDate(column: string, cell: string, line: number): CellProblem {
    return this.#problem(column, cell, line, NO_DATE, ": expected a date such as 2024-01-31");
  }

  #noNumber(column: string, cell: string, line: number): CellProblem {
    const { is, instead } = noNumber(cell);
    return this.#problem(column, cell, line, is, `: ${instead}`);
  }

  #problem(column: string, cell: string, line: number, what: string, remedy = ""): CellProblem {
    const where = this.#head.isRow
      ? `in the column ${quoted(column)}`
      : `on line ${line}, column ${quoted(column)},`;
    return {
      column,
      reason: cellReason(column, cell, what),
      message: `Cannot use ${this.#head.name}: ${quoted(cell)} ${where} ${what}${remedy}`,
    };
  }

  #note(column: string, values: readonly string[], cell: string, line: number): void {
    if (this.#unknown.size >= MAX_UNKNOWN) return;
    const key = `${column}\0${cell}`;
    if (this.#unknown.has(key)) return;
    const value = lasting(cell);
    this.#unknown.set(lasting(key), {
      column,
      value,
      line,
      suggestion: valueSuggestion(value, values),
    });
  }
}

/** The index of each value, and of what is spelled otherwise. */
function indicesOf({ values, spellings = {} }: CategoryColumn | LevelColumn): Map<string, number> {
  const indices = new Map(values.map((value, k) => [value, k]));
  for (const [text, value] of Object.entries(spellings)) indices.set(text, indices.get(value)!);
  return indices;
}
