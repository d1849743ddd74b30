/** Single rows of a CSV file, to be shown as they stand there. @module */

import { CsvFile } from "./file.ts";
import type { CsvOptions } from "./table.ts";

/** Rows of a file. */
export interface FileRows {
  /** The names of the columns. */
  readonly columns: readonly string[];
  /** The cells of each row, by the line that it begins on, from 1. */
  readonly rows: ReadonlyMap<number, readonly string[]>;
}

/**
 * Reads the rows that begin on some lines; the file is read up to the last of them.
 *
 * @param known names of columns: a first record that has one of them is a header
 * @throws {SyntaxError} if the file is no table
 */
export async function rowsAt(
  path: string,
  wanted: Iterable<number>,
  options: CsvOptions = {},
  known: readonly string[] = [],
): Promise<FileRows> {
  const file = await CsvFile.open(path, options, known);
  const missing = new Set(wanted);
  const found = new Map<number, readonly string[]>();
  if (missing.size === 0) return { columns: file.columns, rows: found };
  for await (const { rows, lines } of file.open()) {
    for (let r = 0; r < rows.length; r++) {
      if (missing.delete(lines[r]!)) found.set(lines[r]!, rows[r]!);
    }
    if (missing.size === 0) break;
  }
  return { columns: file.columns, rows: found };
}
