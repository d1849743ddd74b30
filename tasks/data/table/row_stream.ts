/** Rows that come through a pipe, or are given as objects, for a network that learned from a table like theirs. @module */

import { isObject } from "../../../lib/checks/texts.ts";
import { MAX_COLUMNS } from "../../../lib/table/cells/limits.ts";
import type { TableRows } from "../../../lib/table/cells/source.ts";
import type { TableDescription } from "../../../lib/table/columns/columns.ts";
import { DELIMITERS, findDelimiter, SEP_LINE } from "../../../lib/table/csv/dialect.ts";
import {
  type CsvColumns,
  type CsvOptions,
  type CsvSource,
  CsvText,
  findColumns,
} from "../../../lib/table/csv/table.ts";
import { RowEncoder } from "../../../lib/table/encode/encode.ts";
import type { RowRemark } from "../../../lib/measure/answer/remarks.ts";
import { RowReader } from "../../../lib/table/model/rows.ts";
import { ReplayedStream } from "../../system/replayed_stream.ts";
import { textOf, unpacked, writingOf } from "../tables/csv/text.ts";
import { decodedStream } from "../tables/encoding.ts";
import { JSON_START, type JsonRow, type JsonRows, jsonRowsIn } from "../tables/json_rows.ts";
import { isTypedTable } from "../tables/open_table.ts";
import { PLAIN_WRITING } from "../tables/table_file.ts";
import { refused } from "../tables/typed_table.ts";
import { openLike, type ReadingOptions, type RowBatch, rowBatches } from "../table.ts";

/** What the stream is called in errors. */
const NAME = "standard input";

/**
 * Reads rows of CSV, JSON or JSON Lines, known by how they begin. CSV and JSON Lines are read as they come: a batch is what
 * came together.
 * @param options how the table that the network learned from was read; the stream may be written in another way
 * @throws {SyntaxError} if it is not a table, or a column of CSV is missing; the message names the line
 */
export async function* readRowStream(
  packed: ReadableStream<Uint8Array>,
  description: TableDescription,
  options: ReadingOptions = {},
): AsyncGenerator<RowBatch, void, void> {
  const text = await decodedStream(NAME, await unpacked(packed, NAME), options.encoding);
  const stream = new ReplayedStream(text);
  const start = await startOf(stream);
  if (isTypedTable(start)) {
    throw refused(
      NAME,
      "expected CSV, JSON or JSON Lines; a file of this kind is given by its path",
    );
  }
  if (JSON_START.test(new TextDecoder().decode(start))) {
    return yield* objectBatches(jsonRowsIn(stream, NAME), description, NAME);
  }
  const source = { name: NAME, open: () => textOf(stream.replay(), NAME) };
  const found = await openLike(
    ({ known = [], ...options }) => findStreamColumns(source, options, known),
    options,
    description,
  );
  const table = new CsvText(source, found);
  const { columns, header, delimiter, decimalComma } = table;
  const writing = await writingOf(stream.replay(), NAME);
  const file = { name: NAME, columns, header, delimiter, decimalComma, writing, notes: [] };
  const rows = table.open(textOf(stream.rest(), NAME));
  yield* rowBatches(file, firstAlone(rows), description);
}

/** The start of a stream: two characters that are no spaces at least, if there are so many. */
async function startOf(stream: ReplayedStream): Promise<Uint8Array> {
  let start = new Uint8Array();
  for await (const piece of stream.replay()) {
    start = Uint8Array.of(...start, ...piece.subarray(0, START_BYTES));
    const text = new TextDecoder().decode(start);
    if (start.length >= START_BYTES || /\S\s*\S/.test(text)) break;
  }
  return start;
}

/** The most bytes of a start: JSON may begin with spaces. */
const START_BYTES = 4096;

/** The first row by itself: how numbers are written is seen in the first batch, however many rows come together. */
async function* firstAlone(
  batches: AsyncIterable<TableRows>,
): AsyncGenerator<TableRows, void, void> {
  let first = true;
  for await (const { rows, lines } of batches) {
    const cut = first ? 1 : 0;
    first = false;
    for (const [start, end] of [[0, cut], [cut, rows.length]] as const) {
      if (start < end) {
        yield { rows: rows.slice(start, end), lines: Array.from(lines).slice(start, end) };
      }
    }
  }
}

/**
 * Makes objects the inputs of a network, as the library does: a column that an object lacks is a missing value.
 * @throws {SyntaxError} if the first row has too many names
 */
export async function* objectBatches(
  batches: AsyncIterable<JsonRows> | Iterable<JsonRows>,
  description: TableDescription,
  name: string,
): AsyncGenerator<RowBatch, void, void> {
  const reader = new RowReader(description);
  let columns: readonly string[] | undefined;
  let encoder: RowEncoder | undefined;
  const batchOf = ({ rows: given, unit }: JsonRows): RowBatch => {
    columns ??= columnsOf(given[0], reader, name);
    encoder ??= new RowEncoder(description, { name, columns });
    const { features } = encoder;
    const inputs = new Float32Array(given.length * features);
    const read = given.map((row, r) => {
      const { cells, remarks, error } = readRow(row, unit, reader);
      if (error !== undefined) return { cells: textsOf(row.value, columns!), error };
      const texts = textsOf(row.value, columns!, new Map(cells));
      const problem = encoder!.encode(texts, row.line, inputs, r * features);
      return { cells: texts, problem, odd: encoder!.odd, remarks };
    });
    return {
      columns,
      header: true,
      delimiter: ",",
      decimalComma: false,
      writing: PLAIN_WRITING,
      notes: [],
      rows: read.map(({ cells }) => cells),
      lines: given.map(({ line }) => line),
      inputs,
      problems: read.map(({ problem }) => problem),
      errors: read.map(({ error }) => error),
      odd: read.map(({ odd }) => odd),
      unused: encoder.unused,
      unknown: encoder.unknown,
      unit,
      remarks: read.map(({ remarks = [] }) => remarks),
    };
  };
  for await (const batch of batches) if (batch.rows.length > 0) yield batchOf(batch);
  if (columns === undefined) yield batchOf({ rows: [], unit: "row" });
}

/** The texts of the cells that the network reads, by their columns, and remarks; or the sentence why there are none. */
function readRow(
  { value, error, line }: JsonRow,
  unit: JsonRows["unit"],
  reader: RowReader,
): {
  readonly cells?: [column: string, text: string][];
  readonly remarks?: readonly RowRemark[];
  readonly error?: string;
} {
  if (error !== undefined) return { error };
  const read = reader.read(value);
  if (!("cells" in read)) return { error: `Cannot predict ${unit} ${line}: ${read.reason}` };
  const { cells, remarks } = read;
  return { cells: reader.header.map((name, c) => [name, cells[c]!]), remarks };
}

/** The columns of the first row, and those that it lacks. */
function columnsOf(first: JsonRow | undefined, { header }: RowReader, name: string): string[] {
  const names = isObject(first?.value) ? Object.keys(first.value) : [];
  if (names.length > MAX_COLUMNS) {
    throw refused(name, `it has ${names.length} columns, at most ${MAX_COLUMNS} are allowed`);
  }
  return [...names, ...header.filter((name) => !names.includes(name))];
}

/** The texts of an object's cells; of a column of the network that which its encoder reads. */
function textsOf(
  row: unknown,
  columns: readonly string[],
  texts?: ReadonlyMap<string, string>,
): string[] {
  return columns.map((name) => {
    const known = texts?.get(name);
    if (known !== undefined || !isObject(row) || !Object.hasOwn(row, name)) return known ?? "";
    const value = row[name];
    return typeof value === "object" ? "" : String(value); // lists and objects are left out
  });
}

/**
 * Finds the delimiter and the columns.
 * @param known names of columns: the delimiter is the first by which the first line has them all
 * @throws {SyntaxError} if it is not a table
 */
async function findStreamColumns(
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
