/** Text with delimiters as a table: its columns, and its rows as often as they are read. @module */

import { quoted } from "../../checks/texts.ts";
import { MAX_COLUMNS } from "../cells/limits.ts";
import type { TableRows, TableSource } from "../cells/source.ts";
import { delimiterNamed, findDelimiter, looksLikeHeader, SEP_LINE } from "./dialect.ts";
import { recordsOf } from "./records.ts";

/** How a text is written; what is left out is found from its first lines. */
export interface CsvOptions {
  /** What separates fields: one character, or `tab`. */
  readonly delimiter?: string | undefined;
  /** Whether the first record has the names of the columns. */
  readonly header?: boolean | undefined;
}

/** Where the text of a table comes from. */
export interface CsvSource {
  /** What it is called in errors. */
  readonly name: string;
  /** The text from the first character on, in pieces, its lines ended by "\n"; each time it is called. */
  open(): AsyncIterable<string>;
}

/** The columns of a text, and how it is written. */
export interface CsvColumns {
  /** The names of the columns, from the header, or “column 1” and so on. */
  readonly columns: readonly string[];
  /** What separates fields: one character. */
  readonly delimiter: string;
  /** Whether the first record has the names of the columns. */
  readonly header: boolean;
  /** What a user should know, in sentences without a full stop. */
  readonly warnings: readonly string[];
}

const SEP_LENGTH = "sep=;\n".length;

/** How many characters of a text are searched for its delimiter. */
const DELIMITER_SAMPLE_LENGTH = 65_536;

/** A CSV text whose columns are known. */
export class CsvText implements TableSource, CsvColumns {
  readonly name: string;
  readonly columns: readonly string[];
  readonly delimiter: string;
  readonly header: boolean;
  readonly warnings: readonly string[];
  readonly #source: CsvSource;

  /** A text whose columns {@linkcode findColumns} found. */
  constructor(source: CsvSource, found: CsvColumns) {
    this.name = source.name;
    this.columns = found.columns;
    this.delimiter = found.delimiter;
    this.header = found.header;
    this.warnings = found.warnings;
    this.#source = source;
  }

  /** Whether numbers may have a decimal comma: unless commas separate fields. */
  get decimalComma(): boolean {
    return this.delimiter !== ",";
  }

  /**
   * Reads the rows.
   * @param text all of it, if it is opened already
   * @throws {SyntaxError} if a row has more or fewer fields than there are columns, or quotes are wrong
   */
  async *open(
    text: AsyncIterable<string> = this.#source.open(),
  ): AsyncGenerator<TableRows, void, void> {
    let { header } = this;
    for await (let { rows, lines } of recordsIn(text, this.delimiter, this.name)) {
      if (header && rows.length > 0) {
        header = false;
        [rows, lines] = [rows.slice(1), Array.from(lines).slice(1)];
      }
      const ragged = rows.findIndex(({ length }) => length !== this.columns.length);
      if (ragged > 0) {
        yield { rows: rows.slice(0, ragged), lines: Array.from(lines).slice(0, ragged) };
      }
      if (ragged !== -1) throw raggedRow(this, rows[ragged]!, lines[ragged]!);
      if (rows.length > 0) yield { rows, lines };
    }
  }
}

/** The records of a table; a line that gives the delimiter becomes empty, which is no record. */
async function* recordsIn(
  text: AsyncIterable<string>,
  delimiter: string,
  name: string,
): AsyncGenerator<TableRows, void, void> {
  const body = async function* () {
    let start: string | undefined = "";
    for await (const piece of text) {
      if (start === undefined) yield piece;
      else if ((start += piece).length >= SEP_LENGTH) {
        yield start.replace(SEP_LINE, "\n");
        start = undefined;
      }
    }
    if (start !== undefined) yield start.replace(SEP_LINE, "\n");
  };
  yield* recordsOf(body(), delimiter, name, MAX_COLUMNS);
}

/**
 * Finds the delimiter and the columns.
 * @param known names of columns: a first record that has one of them is a header
 * @throws {SyntaxError} if it is not a table, or its header cannot be used
 */
export async function findColumns(
  source: CsvSource,
  options: CsvOptions = {},
  known: readonly string[] = [],
): Promise<CsvColumns> {
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
  for await (const piece of source.open()) {
    sample += piece;
    if (sample.length >= DELIMITER_SAMPLE_LENGTH) return findDelimiter(sample, false);
  }
  return findDelimiter(sample, true);
}

/** @throws {SyntaxError} if there is none */
async function firstRecord(source: CsvSource, delimiter: string): Promise<readonly string[]> {
  for await (const { rows: [first] } of recordsIn(source.open(), delimiter, source.name)) {
    if (first !== undefined) return first;
  }
  throw new SyntaxError(`Cannot read ${source.name}: it is empty`);
}

/** The name of a column without one, by its index from 0. */
export function unnamed(index: number): string {
  return `unnamed column ${index + 1}`;
}

/** @throws {SyntaxError} if two columns have the same name */
function columnsOf(
  name: string,
  first: readonly string[],
  header: boolean,
): Pick<CsvColumns, "columns" | "warnings"> {
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
    const column = given.trim() || unnamed(k);
    if (given.trim() === "") {
      warnings.push(`Column ${k + 1} has no name, so it is called ${quoted(column)}`);
    }
    const other = indices.get(column);
    if (other !== undefined) {
      throw new SyntaxError(
        `Cannot read ${name}: the columns ${other + 1} and ${k + 1} are both called ` +
          `${quoted(column)}; give them different names`,
      );
    }
    indices.set(column, k);
  }
  return { columns: [...indices.keys()], warnings: warnings.slice(0, 5) };
}

function raggedRow(
  { name, columns, delimiter }: CsvText,
  { length: actual }: readonly string[],
  line: number,
): SyntaxError {
  const expected = columns.length;
  const hint = actual > expected ? `; write a field with ${quoted(delimiter)} in it in quotes` : "";
  return new SyntaxError(
    `Cannot read ${name}: expected as many fields on line ${line} as on the first line, ${expected}, got ${actual}${hint}`,
  );
}
