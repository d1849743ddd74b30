/** What a reader of a typed file gives: columns, and rows of canonical texts. @module */

import { joinNames, quoted } from "../../../lib/checks/texts.ts";
import type { TableRows } from "../../../lib/table/cells/source.ts";
import { MAX_COLUMNS } from "../../../lib/table/cells/limits.ts";
import { plainText } from "./cells.ts";

/** A file of a table, open for reading. */
export interface FileBytes {
  /** Its path. */
  readonly name: string;
  /** The first bytes, unpacked. */
  readonly start: Uint8Array;
  /** How many bytes it has, if it is not compressed. */
  readonly size: number | undefined;
  /** All bytes from the first on, unpacked. */
  stream(): Promise<ReadableStream<Uint8Array>>;
  /**
   * All bytes, unpacked.
   * @throws {SyntaxError} if there are more than {@linkcode MAX_BYTES}
   */
  whole(): Promise<Uint8Array<ArrayBuffer>>;
  /** The bytes from `start` up to `end`. */
  slice(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** A table in a typed file, whose columns are known. */
export interface TypedTable {
  /** The names of the columns, all different. */
  readonly columns: readonly string[];
  /** The columns that have a text, where a cell is known to be one. */
  readonly texts?: ReadonlySet<string>;
  /** What a user should know, in sentences without a full stop. */
  readonly warnings: readonly string[];
  /** The columns of dates of which a cell has a time. */
  readonly timed: ReadonlySet<string>;
  /**
   * Reads the rows from the first on.
   * @param timed the columns whose dates are written with a time
   */
  rows(timed: ReadonlySet<string>): AsyncIterable<TableRows> | Iterable<TableRows>;
}

/** What of a file is read. */
export interface TypedOptions {
  /** The sheet of a workbook. Default: the first. */
  readonly sheet?: string | undefined;
  /** A query of SQLite. Default: the only table. */
  readonly query?: string | undefined;
}

/** How many rows are given at a time. */
export const ROWS_AT_A_TIME = 1000;

/** The most cells of a table that is held in memory. */
export const MAX_CELLS = 100_000_000;

/** The most bytes of a file that is read as a whole, unpacked: 512 MiB. */
export const MAX_BYTES = 536_870_912;

/** The bytes that a compressed file of so many bytes may have unpacked: a few may unpack to gigabytes. */
export function mostUnpacked(stored: number): number {
  return Math.min(MAX_BYTES, 33_554_432 + 128 * stored);
}

/** The column of a typed file: its name, and whether it holds lists or the like, which are left out. */
export interface NamedColumn {
  readonly name: string;
  /** Why it is left out, such as `lists`; `undefined` for a column that is read. */
  readonly leftOut?: string | undefined;
}

/**
 * Names of columns as a CSV file's are: without spaces around them, each with a name.
 * @param leftOut the sentences on the others, for the error if there is none
 * @throws {SyntaxError} if two are the same, or there are none or too many
 */
export function columnNames(
  file: string,
  given: readonly string[],
  leftOut: readonly string[] = [],
): string[] {
  if (given.length === 0 && leftOut.length > 0) {
    throw refused(file, `no column is left to read. ${leftOut.join(". ")}`);
  }
  if (given.length > MAX_COLUMNS) {
    throw refused(file, `it has ${given.length} columns, at most ${MAX_COLUMNS} are allowed`);
  }
  const indices = new Map<string, number>();
  for (const [k, text] of given.entries()) {
    const name = plainText(text).trim() || `unnamed column ${k + 1}`;
    const other = indices.get(name);
    if (other !== undefined) {
      throw refused(
        file,
        `the columns ${other + 1} and ${k + 1} are both called ${quoted(name)}; ` +
          "give them different names",
      );
    }
    indices.set(name, k);
  }
  return [...indices.keys()];
}

/** A sentence about columns that are left out; none if there are none. */
export function leftOutColumns(columns: readonly NamedColumn[]): string[] {
  const reasons = new Map<string, string[]>();
  for (const { name, leftOut } of columns) {
    if (leftOut === undefined) continue;
    const names = reasons.get(leftOut) ?? [];
    reasons.set(leftOut, [...names, name]);
  }
  return [...reasons].map(([reason, names]) =>
    `${names.length === 1 ? "A column of" : "Columns of"} ${reason} ` +
    `${names.length === 1 ? "is" : "are"} left out: ${joinNames(names)}`
  );
}

/** The error of a file that cannot be read for a reason that is known. */
export function refused(file: string, reason: string): SyntaxError {
  return new SyntaxError(`Cannot read ${file}: ${reason}`);
}

/**
 * Rows in batches. Row r of all gets the line that it has in a CSV file of the table: r + 2, unless lines are given.
 * @param lines the line of each row in the file
 */
export function* batches(
  rows: readonly (readonly string[])[],
  lines?: readonly number[],
): Generator<TableRows, void, void> {
  for (let start = 0; start < rows.length; start += ROWS_AT_A_TIME) {
    const some = rows.slice(start, start + ROWS_AT_A_TIME);
    yield {
      rows: some,
      lines: lines?.slice(start, start + some.length) ?? some.map((_, r) => start + r + 2),
    };
  }
}
