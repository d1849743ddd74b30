/** CSV that comes through a pipe: its delimiter is found from the first line, since others may come hours later. @module */

import {
  type CsvColumns,
  type CsvOptions,
  type CsvSource,
  DELIMITERS,
  findColumns,
  findDelimiter,
  SEP_LINE,
} from "../../lib/table/mod.ts";

/**
 * Finds the delimiter and the columns.
 * @param known names of columns: the delimiter is the first by which the first line has them all
 * @throws {SyntaxError} if it is no table
 */
export async function findStreamColumns(
  source: CsvSource,
  options: CsvOptions,
  known: readonly string[],
): Promise<CsvColumns> {
  const delimiter = options.delimiter ?? await delimiterOf(source, options, known);
  return await findColumns(source, { ...options, delimiter }, known);
}

async function delimiterOf(
  source: CsvSource,
  options: CsvOptions,
  known: readonly string[],
): Promise<string> {
  let line = "";
  for await (const piece of source.open()) {
    line += piece;
    if (line.includes("\n")) break;
  }
  const [, given] = SEP_LINE.exec(line) ?? [];
  if (given !== undefined) return given;
  for (const delimiter of [...DELIMITERS, " "]) {
    try {
      const { columns } = await findColumns(source, { ...options, delimiter }, known);
      if (known.every((name) => columns.includes(name))) return delimiter;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error; // its quotes do not fit this delimiter
    }
  }
  return findDelimiter(line.split("\n", 1)[0]!, true);
}
