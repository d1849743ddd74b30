/** The rows of a CSV text, by the names on its first line. @module */

import { joinNames } from "../checks/texts.ts";
import { DELIMITERS } from "../table/csv/dialect.ts";
import { wrongQuote } from "../table/csv/records.ts";
import { MAX_COLUMNS } from "../table/cells/limits.ts";
import { MAX_ROW_CHARACTERS } from "./limits.ts";
import { type InPieces, PIECE, Piece } from "./pieces.ts";
import { Refusal, tooLong, UnreadableRow } from "./refusal.ts";

/**
 * The rows of a text whose first line names the columns. What is between the cells is what finds most of them there.
 * @param known the names of the model's columns
 * @throws {Refusal} if the first line has none of them, or quotation marks are wrong
 */
export function* csvRows(
  text: string,
  known: readonly string[],
): Generator<Record<string, string> | UnreadableRow | Piece, void, void> {
  const start = text.startsWith("\ufeff") ? 1 : 0;
  const delimiter = delimiterOf(text.slice(start, MAX_ROW_CHARACTERS), known);
  const records = new Records(text, start, delimiter);
  let header: readonly string[] | undefined;
  try {
    for (let r = -1;; r++) {
      const record = yield* records.next(header?.length ?? MAX_COLUMNS);
      if (record === undefined) return;
      if (header === undefined) header = headerOf(record);
      else yield rowOf(header, record, r, delimiter);
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Refusal(400, error.message);
  }
}

/** What is between the cells: that with which the first line has most of the columns. */
function delimiterOf(text: string, known: readonly string[]): string {
  const line = /^[^\r\n]*/.exec(text)![0];
  const longest = known.reduce((most, { length }) => Math.max(most, length), 0);
  const counts = DELIMITERS.map((delimiter) => {
    const written = line.split(delimiter, MAX_COLUMNS);
    const short = written.filter(({ length }) => length <= 2 * longest + 2); // quoted at most
    const names = new Set(short.map(unquoted));
    return { delimiter, found: known.filter((name) => names.has(name)).length };
  });
  const best = counts.reduce((best, other) => other.found > best.found ? other : best);
  if (best.found > 0) return best.delimiter;
  throw new Refusal(
    422,
    `Cannot read the CSV: expected the names of columns on the first line, such as ${
      joinNames(known)
    }`,
  );
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.replace(/^"(.*)"$/, "$1").replaceAll('""', '"') : name;
}

/** The cells of a line, or of several where quotes are around line ends. */
interface CsvRecord {
  /** At most as many as were asked for, and none of a record that is too long. */
  readonly cells: readonly string[];
  /** How many cells it has. */
  readonly count: number;
  /** How many characters its cells have. */
  readonly characters: number;
}

const [QUOTE, LINE_FEED, RETURN] = [34, 10, 13];

/** Cuts a text into records, a character at a time. What a record is follows `records.ts` of tables, which reads large files. */
class Records {
  readonly #text: string;
  readonly #delimiter: string;
  #at: number;
  #line = 1;
  /** Where the last piece ended. */
  #since: number;

  constructor(text: string, start: number, delimiter: string) {
    this.#text = text;
    this.#delimiter = delimiter;
    this.#at = this.#since = start;
  }

  /**
   * The next record; `undefined` at the end. Empty lines are none.
   * @param most how many cells are needed
   * @throws {SyntaxError} if quotes are wrong
   */
  *next(most: number): InPieces<CsvRecord | undefined> {
    const text = this.#text;
    while (this.#endOfLine(this.#at) > 0 && this.#at < text.length) {
      this.#at += this.#endOfLine(this.#at);
      this.#line++;
      if (this.#at - this.#since >= PIECE) yield this.#piece();
    }
    if (this.#at >= text.length) {
      yield this.#piece();
      return undefined;
    }
    const first = this.#line;
    const cells: string[] = [];
    let [count, characters] = [0, 0];
    for (let ends = false; !ends; count++) {
      const cell = text.charCodeAt(this.#at) === QUOTE
        ? yield* this.#quoted(first)
        : yield* this.#plain(first);
      characters += cell.characters;
      if (characters > MAX_ROW_CHARACTERS) cells.length = 0;
      else if (count < most) cells.push(cell.text);
      if (text[this.#at] === this.#delimiter) this.#at++;
      else ends = true;
      if (this.#at - this.#since >= PIECE) yield this.#piece();
    }
    this.#at += this.#endOfLine(this.#at);
    this.#line++;
    return { cells, count, characters };
  }

  /** A cell without quotes around it. */
  *#plain(line: number): InPieces<{ text: string; characters: number }> {
    const [text, delimiter] = [this.#text, this.#delimiter.charCodeAt(0)];
    const start = this.#at;
    for (; this.#at < text.length; this.#at++) {
      const code = text.charCodeAt(this.#at);
      if (code === delimiter || (code === LINE_FEED || code === RETURN) && this.#isEnd()) break;
      if (code === QUOTE) {
        const what = "a quote is inside a field that does not begin with one";
        throw wrongQuote(what, line, "the CSV");
      }
      if (this.#at - this.#since >= PIECE) yield this.#piece();
    }
    return this.#cell(start, this.#at);
  }

  /** A cell within quotes; a quote in it is written twice. */
  *#quoted(line: number): InPieces<{ text: string; characters: number }> {
    const text = this.#text;
    const start = ++this.#at;
    const opened = this.#line;
    let pairs = 0;
    for (;; this.#at++) {
      const code = text.charCodeAt(this.#at);
      if (this.#at >= text.length) {
        throw new SyntaxError(`Cannot read the CSV: the quote on line ${opened} is never closed`);
      }
      if (code === LINE_FEED) this.#line++;
      if (code === QUOTE) {
        if (text.charCodeAt(this.#at + 1) !== QUOTE) break;
        pairs++;
        this.#at++;
      }
      if (this.#at - this.#since >= PIECE) yield this.#piece();
    }
    const cell = this.#cell(start, this.#at);
    this.#at++;
    const next = text[this.#at];
    if (next !== undefined && next !== this.#delimiter && !this.#isEnd()) {
      throw wrongQuote("text follows the quote that closes a field", line, "the CSV");
    }
    if (cell.text === "") return { text: "", characters: cell.characters - pairs };
    const read = cell.text.replaceAll('""', '"').replaceAll("\r\n", "\n");
    return { text: read, characters: read.length };
  }

  /** The text of a cell; that of one which is too long is left out. */
  #cell(start: number, end: number): { text: string; characters: number } {
    const characters = end - start;
    return {
      text: characters > MAX_ROW_CHARACTERS ? "" : this.#text.slice(start, end),
      characters,
    };
  }

  #isEnd(): boolean {
    return this.#endOfLine(this.#at) > 0;
  }

  /** How many characters end a line at an index; 0 if none do. */
  #endOfLine(at: number): number {
    const code = this.#text.charCodeAt(at);
    if (code === LINE_FEED) return 1;
    return code === RETURN && this.#text.charCodeAt(at + 1) === LINE_FEED ? 2 : 0;
  }

  #piece(): Piece {
    const piece = new Piece(this.#at - this.#since);
    this.#since = this.#at;
    return piece;
  }
}

/** @throws {SyntaxError} if it has far too many names */
function headerOf({ cells, count, characters }: CsvRecord): readonly string[] {
  if (characters > MAX_ROW_CHARACTERS) {
    throw new SyntaxError(tooLong("the first line", characters));
  }
  if (count <= MAX_COLUMNS) return cells;
  throw new SyntaxError(
    `Cannot read the CSV: the first line has ${count} fields, at most ${MAX_COLUMNS} columns are ` +
      "allowed",
  );
}

/** Numbers of a table whose cells are not cut at commas may have a decimal comma. */
const DECIMAL_COMMA = /^\s*[-+]?\d*,\d+(?:[eE][-+]?\d+)?\s*$/;

function rowOf(
  header: readonly string[],
  { cells, count, characters }: CsvRecord,
  r: number,
  delimiter: string,
): Record<string, string> | UnreadableRow {
  if (count !== header.length) {
    return new UnreadableRow(
      `Cannot read rows[${r}]: expected ${header.length} cells, got ${count}`,
    );
  }
  if (characters > MAX_ROW_CHARACTERS) return new UnreadableRow(tooLong(`rows[${r}]`, characters));
  const read = delimiter === ","
    ? cells
    : cells.map((cell) => DECIMAL_COMMA.test(cell) ? cell.replace(",", ".") : cell);
  return Object.fromEntries(header.map((name, c) => [name, read[c]!]));
}
