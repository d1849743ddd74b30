/** Data sets of CSV files: to train on, and rows to predict. @module */

import { isMissing, quoted } from "../../lib/table/cells.ts";
import type { TableDescription } from "../../lib/table/columns.ts";
import { type TableDatasets, tableDatasets } from "../../lib/table/datasets.ts";
import { RowEncoder, type RowProblem, type UnknownCategory } from "../../lib/table/encode.ts";
import type { OptionText } from "../../lib/table/option_text.ts";
import type { TableOptions } from "../../lib/table/options.ts";
import { rulesOf } from "../../lib/table/target.ts";
import { quote } from "../cli/shell.ts";
import { CsvFile } from "./csv/file.ts";
import type { CsvOptions } from "./csv/table.ts";
import { type Writing, writingOf } from "./csv/text.ts";

/** What to read of a CSV file, and how. */
export interface ReadTableOptions extends TableOptions, CsvOptions {}

/** A CSV file made into data sets. */
export interface ReadTable extends TableDatasets {
  /** The SHA-256 of what was read: the columns' names and all cells, whatever the file's delimiter and compression. */
  readonly sha256: string;
  /** The delimiter that was found or given. */
  readonly delimiter: string;
  /** Whether the first record has the names of the columns. */
  readonly header: boolean;
}

/**
 * Reads a CSV file, gzip too, into data sets. It is read three times in a stream: what the columns are and which row goes
 * where; means, deviations and categories of the training rows; and the features.
 *
 * @throws {RangeError} if an option names what is not there
 * @throws {SyntaxError} if the file is no table, or nothing can be learned from it; the message names the line
 * @throws {Error} if the file changes while it is read
 */
export async function readTable(path: string, options: ReadTableOptions): Promise<ReadTable> {
  const { target } = options;
  const file = await CsvFile.open(path, options, typeof target === "string" ? [target] : target);
  const datasets = await tableDatasets(file, { ...options, optionText: optionOfTerminal });
  return {
    ...datasets,
    warnings: [...file.warnings, ...datasets.warnings],
    sha256: file.sha256!,
    delimiter: file.delimiter,
    header: file.header,
  };
}

/** An option as it is given at a terminal: `--without sex --without year`. */
const optionOfTerminal: OptionText = (option, ...values) =>
  option === "header"
    ? `--set dataset.header=${values[0]}`
    : values.map((value) => `--${option} ${quote(value)}`).join(" ");

/** Some rows of a file, as a network takes them. */
export interface RowBatch {
  /** The names of the file's columns. */
  readonly columns: readonly string[];
  /** Whether the file has the names of its columns; if not, cells are known by their place alone. */
  readonly header: boolean;
  /** What stands between the file's cells. */
  readonly delimiter: string;
  /** Whether a number may have a comma in place of a point. */
  readonly decimalComma: boolean;
  /** How the file is written. */
  readonly writing: Writing;
  /** The cells as they stand in the file, in its order. */
  readonly rows: readonly (readonly string[])[];
  /** The line that each row begins on, from 1. */
  readonly lines: ArrayLike<number>;
  /** [rows, features] */
  readonly inputs: Float32Array;
  /** For each row why there can be no prediction; its inputs mean nothing then. */
  readonly problems: readonly (RowProblem | undefined)[];
  /** Columns of the file that the network does not know. */
  readonly unused: readonly string[];
  /** Texts met so far that the network does not know, at most `MAX_UNKNOWN`. */
  readonly unknown: readonly UnknownCategory[];
}

/**
 * Reads the rows of a CSV file for a network that learned from a table like it, in a stream. Its columns may be in another
 * order, and there may be others.
 *
 * @param options how the table that the network learned from was read; the file may be written in another way
 * @throws {SyntaxError} if the file is no table or a column is missing; the message names the line
 * @throws {SyntaxError} if it has no names of columns, and something else stands where the target was
 */
export async function* readRows(
  path: string,
  description: TableDescription,
  options: CsvOptions = {},
): AsyncGenerator<RowBatch, void, void> {
  const file = await openLike(path, options, description);
  const { columns, header, delimiter, decimalComma } = file;
  const writing = await writingOf((await Deno.open(path)).readable, path);
  const encoder = new RowEncoder(description, file);
  const batchOf = (rows: RowBatch["rows"], lines: RowBatch["lines"]): RowBatch => {
    const inputs = new Float32Array(rows.length * encoder.features);
    const problems = rows.map((cells, r) =>
      encoder.encode(cells, lines[r]!, inputs, r * encoder.features)
    );
    const { unused, unknown } = encoder;
    return {
      ...{ columns, header, delimiter, decimalComma, writing },
      ...{ rows, lines, inputs, problems, unused, unknown },
    };
  };
  let none = true;
  for await (const { rows, lines } of file.open()) {
    if (none && !header) checkPlaces(file, description, rows[0]!, lines[0]!);
    none = false;
    yield batchOf(rows, lines);
  }
  if (none) yield batchOf([], []); // which has the columns' names all the same
}

/** Opens a file as another table was read, if it has its columns then; or else as its first lines tell. */
async function openLike(
  path: string,
  { delimiter, header: said }: CsvOptions,
  { columns }: TableDescription,
): Promise<CsvFile> {
  const names = columns.map(({ name }) => name);
  // Rows of texts alone look like a header.
  const isOfTexts = columns.every(({ kind, name }) =>
    kind === "category" && /^column \d+$/.test(name)
  );
  const header = said ?? (isOfTexts ? false : undefined);
  const isSaid = delimiter !== undefined || header !== undefined;
  // A file of a table without a header may have one: predictions have.
  for (const options of isSaid ? [{ delimiter }, { delimiter, header }] : []) {
    try {
      const file = await CsvFile.open(path, options, names);
      if (names.every((name) => file.columns.includes(name))) return file;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return await CsvFile.open(path, {}, names);
}

/**
 * Checks that rows without names have the target's column where the table had it, if others follow it: in rows without it
 * each cell would be taken for one of the column before.
 *
 * @throws {SyntaxError} if a cell there is none of the classes
 */
function checkPlaces(
  { name: file, columns: header }: CsvFile,
  { columns, target }: TableDescription,
  cells: readonly string[],
  line: number,
): void {
  const { names: [name], outputNames, problem } = rulesOf({ target });
  if (!problem.isOneHot) return;
  const place = header.indexOf(name!);
  const cell = cells[place];
  if (cell === undefined || isMissing(cell) || outputNames.includes(cell)) return;
  if (columns.every(({ name }) => header.indexOf(name) < place)) return;
  throw new SyntaxError(
    `Cannot use ${file}: it has no names of columns, and ${
      quoted(cell)
    } on line ${line} stands where the target ` +
      `${
        quoted(name!)
      } was, but is none of its classes; leave a cell empty there, or write the names on the first line`,
  );
}
