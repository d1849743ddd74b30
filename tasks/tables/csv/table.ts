/** Text with delimiters as a table: its columns, and its rows as often as they are read. Runs on the web platform. @module */

import { MAX_COLUMNS, quoted, type TableRows, type TableSource } from "../../../lib/table/mod.ts";
import { delimiterNamed, findDelimiter, looksLikeHeader, SEP_LINE } from "./dialect.ts";
import { watched } from "../../system/streams.ts";
import { recordsOf } from "./records.ts";
import { textOf } from "./text.ts";

/** How a file is written; what is left out is found from its first lines. */
export interface CsvOptions {
  /** What separates fields: one character, or `tab`. */
  readonly delimiter?: string | undefined;
  /** Whether the first record has the names of the columns. */
  readonly header?: boolean | undefined;
}

/** Where the bytes of a table come from: a file on disk, or one that a visitor dropped on a page. */
export interface CsvSource {
  readonly name: string;
  /** The bytes from the first on, each time it is called. */
  open(): Promise<ReadableStream<Uint8Array>>;
}

interface FoundColumns {
  /** The names of the columns: those of the header, or “column 1” and so on. */
  readonly columns: readonly string[];
  readonly delimiter: string;
  readonly header: boolean;
  /** What a user should know, in sentences without a full stop. */
  readonly warnings: readonly string[];
}

/** The length of a line that gives the delimiter. */
const SEP_LENGTH = "sep=;\n".length;

/** How many characters of a file are searched for its delimiter. */
const DELIMITER_SAMPLE_LENGTH = 65_536;

export class CsvTable implements TableSource, FoundColumns {
  readonly name: string;
  readonly columns: readonly string[];
  readonly delimiter: string;
  readonly header: boolean;
  readonly warnings: readonly string[];
  readonly #source: CsvSource;
  readonly #options: CsvOptions;

  constructor(source: CsvSource, found: FoundColumns, options: CsvOptions) {
    this.name = source.name;
    this.columns = found.columns;
    this.delimiter = found.delimiter;
    this.header = found.header;
    this.warnings = found.warnings;
    this.#source = source;
    this.#options = options;
  }

  /**
   * Finds the delimiter and the columns.
   * @param known names of columns: a first record that has one of them is a header
   * @throws {SyntaxError} if it is no table, or its header cannot be used
   */
  static async from(
    source: CsvSource,
    options: CsvOptions = {},
    known: readonly string[] = [],
  ): Promise<CsvTable> {
    return new CsvTable(source, await findColumns(source, options, known), options);
  }

  /** Whether numbers may have a decimal comma: unless commas separate fields. */
  get decimalComma(): boolean {
    return this.delimiter !== ",";
  }

  /** What may be wrong if a column is not found. */
  get hint(): string | undefined {
    if (this.#options.header === false) {
      return "by dataset.header=false its first line is a row, and the columns are called column 1, column 2 and so on";
    }
    if (!this.header) {
      return "its first line has a number and is taken for a row: --set dataset.header=true if it has names";
    }
    if (this.columns.length === 1) {
      return "its first line is one field: remove it if it is a title, or set what separates fields, for example " +
        "--set 'dataset.delimiter=;'";
    }
    const isTitle = this.columns.every((name, k) => k === 0 || name === unnamed(k));
    return isTitle
      ? "its first line has one name and no others: remove it if it is a title"
      : undefined;
  }

  /**
   * Reads the rows.
   * @param onBytes called with each piece of the file's bytes
   * @throws {SyntaxError} if a row has more or fewer fields than there are columns, or quotes are wrong
   */
  async *open(onBytes?: (bytes: Uint8Array) => void): AsyncGenerator<TableRows, void, void> {
    let { header } = this;
    for await (let { rows, lines } of recordsIn(this.#source, this.delimiter, onBytes)) {
      if (header && rows.length > 0) {
        header = false;
        [rows, lines] = [rows.slice(1), Array.from(lines).slice(1)];
      }
      const ragged = rows.findIndex(({ length }) => length !== this.columns.length);
      if (ragged > 0) yield { rows: rows.slice(0, ragged), lines: Array.from(lines).slice(0, ragged) };
      if (ragged !== -1) throw raggedRow(this, rows[ragged]!, lines[ragged]!);
      if (rows.length > 0) yield { rows, lines };
    }
  }
}

/** The records of a table; a line that gives the delimiter becomes empty, which is no record. */
async function* recordsIn(
  source: CsvSource,
  delimiter: string,
  onBytes: (bytes: Uint8Array) => void = () => {},
): AsyncGenerator<TableRows, void, void> {
  const stream = (await source.open()).pipeThrough(watched(onBytes));
  const body = async function* () {
    let start: string | undefined = "";
    for await (const piece of textOf(stream, source.name)) {
      if (start === undefined) yield piece;
      else if ((start += piece).length >= SEP_LENGTH) {
        yield start.replace(SEP_LINE, "\n");
        start = undefined;
      }
    }
    if (start !== undefined) yield start.replace(SEP_LINE, "\n");
  };
  yield* recordsOf(body(), delimiter, source.name, MAX_COLUMNS);
}

/** Finds the delimiter and the columns, see {@linkcode CsvTable.from}. */
export async function findColumns(
  source: CsvSource,
  options: CsvOptions,
  known: readonly string[],
): Promise<FoundColumns> {
  const delimiter = options.delimiter === undefined
    ? await findDelimiterOf(source)
    : delimiterNamed(options.delimiter);
  const first = await firstRecord(source, delimiter);
  const header = options.header ??
    (first.some((name) => known.includes(name.trim())) ||
      looksLikeHeader(first, delimiter !== ","));
  return { delimiter, header, ...columnsOf(source.name, first, header) };
}

async function findDelimiterOf(source: CsvSource): Promise<string> {
  let sample = "";
  for await (const piece of textOf(await source.open(), source.name)) {
    sample += piece;
    if (sample.length >= DELIMITER_SAMPLE_LENGTH) return findDelimiter(sample, false);
  }
  return findDelimiter(sample, true);
}

/** @throws {SyntaxError} if there is none */
async function firstRecord(source: CsvSource, delimiter: string): Promise<readonly string[]> {
  for await (const { rows: [first] } of recordsIn(source, delimiter)) {
    if (first !== undefined) return first;
  }
  throw new SyntaxError(`Cannot read ${source.name}: it is empty`);
}

/** The name of a column without one, by its index from 0. */
function unnamed(index: number): string {
  return `unnamed column ${index + 1}`;
}

/** @throws {SyntaxError} if two columns have the same name */
function columnsOf(
  path: string,
  first: readonly string[],
  header: boolean,
): Pick<FoundColumns, "columns" | "warnings"> {
  if (!header) {
    return {
      columns: first.map((_, k) => `column ${k + 1}`),
      warnings: [
        "The first line has no names, so the columns are called column 1, column 2 and so on",
      ],
    };
  }
  const warnings: string[] = [];
  const indices = new Map<string, number>();
  for (const [k, given] of first.entries()) {
    const name = given.trim() || unnamed(k);
    if (given.trim() === "") {
      warnings.push(`Column ${k + 1} has no name, so it is called ${quoted(name)}`);
    }
    const other = indices.get(name);
    if (other !== undefined) {
      throw new SyntaxError(
        `Cannot read ${path}: the columns ${other + 1} and ${k + 1} are both called ` +
          `${quoted(name)}; give them different names`,
      );
    }
    indices.set(name, k);
  }
  return { columns: [...indices.keys()], warnings: warnings.slice(0, 5) };
}

function raggedRow(
  { name, columns, delimiter }: CsvTable,
  { length: actual }: readonly string[],
  line: number,
): SyntaxError {
  const expected = columns.length;
  const hint = actual > expected ? `; write a field with ${quoted(delimiter)} in it in quotes` : "";
  return new SyntaxError(
    `Cannot read ${name}: expected as many fields on line ${line} as on the first line, ${expected}, got ${actual}${hint}`,
  );
}
