/**
 * Text cut into records and these into fields.
 *
 * `CsvParseStream` of `@std/csv` reads the records that need a parser: those with quotes around delimiters, line ends or
 * other quotes. It cannot read a byte-order mark, lines that end with "\r", or records without an end: these are treated
 * before. Other records are cut at their delimiters: the same result, three times as fast. @module
 */

import { CsvParseStream } from "@std/csv/parse-stream";
import type { TableRows } from "../../../lib/table/mod.ts";

/** The largest record, in characters: 16 MB. */
const MAX_RECORD_LENGTH = 16_777_216;

/**
 * The records of a text, without empty lines.
 * @param text in pieces, its lines ended by "\n"
 * @param delimiter one character
 * @param source the name of the file in errors
 * @param most the most fields of a record; one of more is refused before it is cut
 * @throws {SyntaxError} if quotes are wrong, or a record is too large
 */
export async function* recordsOf(
  text: AsyncIterable<string>,
  delimiter: string,
  source: string,
  most: number,
): AsyncGenerator<TableRows, void, void> {
  let pending: string[] = [];
  let size = 0;
  let inQuotes = false;
  let line = 1; // on which the pending text begins
  let lines = 0; // that end in the pending text
  let quoteLine = 1; // on which the last quote opened
  for await (const piece of text) {
    // The text up to the last line end outside of quotes is whole.
    let cut = -1;
    let opened = -1;
    for (let at = 0; at < piece.length;) {
      const quote = piece.indexOf('"', at);
      const end = quote === -1 ? piece.length : quote;
      if (!inQuotes) {
        const last = piece.slice(at, end).lastIndexOf("\n");
        if (last !== -1) cut = at + last;
      }
      if (quote !== -1 && (inQuotes = !inQuotes)) opened = quote;
      at = end + 1;
    }
    if (opened !== -1) quoteLine = line + lines + count(piece, "\n", 0, opened);
    if (cut === -1) {
      pending.push(piece);
      lines += count(piece, "\n", 0, piece.length);
      if ((size += piece.length) > MAX_RECORD_LENGTH) {
        throw tooLarge(source, line, inQuotes, quoteLine);
      }
      continue;
    }
    const whole = pending.join("") + piece.slice(0, cut);
    yield await cells(whole, line, delimiter, source, most);
    line += lines + count(piece, "\n", 0, cut + 1);
    pending = [piece.slice(cut + 1)];
    size = piece.length - cut - 1;
    lines = count(piece, "\n", cut + 1, piece.length);
  }
  if (inQuotes) {
    throw new SyntaxError(`Cannot read ${source}: the quote on line ${quoteLine} is never closed`);
  }
  yield await cells(pending.join(""), line, delimiter, source, most);
}

function count(text: string, what: string, start: number, end: number): number {
  let found = 0;
  for (let at = text.indexOf(what, start); at !== -1 && at < end; at = text.indexOf(what, at + 1)) {
    found++;
  }
  return found;
}

function tooLarge(source: string, line: number, inQuotes: boolean, quoteLine: number): SyntaxError {
  return new SyntaxError(
    `Cannot read ${source}: the record on line ${line} is larger than 16 ` +
      `MB${inQuotes ? `; is the quote on line ${quoteLine} never closed?` : ""}`,
  );
}

/** The cells of a text of whole records. */
async function cells(
  text: string,
  first: number,
  delimiter: string,
  source: string,
  most: number,
): Promise<TableRows> {
  const rows: string[][] = [];
  const lines: number[] = [];
  const hard: { record: string; row: number }[] = [];
  const all = text.split("\n");
  const quotes = text.includes('"');
  for (let k = 0; k < all.length; k++) {
    const start = k;
    let record = all[k]!;
    if (record === "") continue;
    const quoted = quotes && record.includes('"');
    // A record goes on to the line that closes its last quote.
    for (let open = quoted && odd(record); open; open = open !== odd(all[k]!)) {
      record += `\n${all[++k]!}`;
    }
    if (rows.length === 0) refuseWide(record, first + start, delimiter, source, most);
    const fields = record.split(delimiter);
    lines.push(first + start);
    if (quoted && !unquote(fields)) hard.push({ record, row: rows.length });
    rows.push(fields);
  }
  if (hard.length > 0) await parse(hard, rows, lines, delimiter, source);
  return { rows, lines };
}

/** Whether there is an odd number of quotes. */
function odd(text: string): boolean {
  return count(text, '"', 0, text.length) % 2 === 1;
}

/**
 * Removes the quotes of fields that were cut at every delimiter. It fails if a quoted field contains a delimiter, a line end
 * or a quote: then some field does not begin and end with its only quotes.
 * @returns whether it succeeded
 */
function unquote(fields: string[]): boolean {
  for (let k = 0; k < fields.length; k++) {
    const field = fields[k]!;
    const quote = field.indexOf('"');
    if (quote === -1) continue;
    const last = field.length - 1;
    if (quote !== 0 || last === 0 || field.indexOf('"', 1) !== last || field.includes("\n")) {
      return false;
    }
    fields[k] = field.slice(1, last);
  }
  return true;
}

/** @throws {SyntaxError} if a record has far too many fields */
function refuseWide(
  record: string,
  line: number,
  delimiter: string,
  source: string,
  most: number,
): void {
  if (record.length < most) return;
  const bare = record.includes('"') ? record.replaceAll(/"[^"]*"/g, "") : record;
  const fields = count(bare, delimiter, 0, bare.length) + 1;
  if (fields <= most) return;
  throw new SyntaxError(
    `Cannot read ${source}: line ${line} has ${fields} fields, at most ${most} columns are allowed`,
  );
}

/** The records as a stream, each when it is asked for: Chromium has no `ReadableStream.from`. */
function streamOf(hard: readonly { record: string }[]): ReadableStream<string> {
  let next = 0;
  return new ReadableStream({
    pull(controller): void {
      if (next === hard.length) controller.close();
      else controller.enqueue(`${hard[next++]!.record}\n`);
    },
  }, { highWaterMark: 0 });
}

/** Reads the records that need a parser, each into its row. */
async function parse(
  hard: readonly { record: string; row: number }[],
  rows: string[][],
  lines: readonly number[],
  delimiter: string,
  source: string,
): Promise<void> {
  let read = 0;
  try {
    const stream = streamOf(hard).pipeThrough(new CsvParseStream({ separator: delimiter }));
    for await (const fields of stream) rows[hard[read++]!.row] = fields;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const line = lines[hard[Math.min(read, hard.length - 1)]!.row]!;
    throw new SyntaxError(
      `Cannot read ${source}: on line ${line} ${
        error.message.includes("bare")
          ? "a quote is inside a field that does not begin with one"
          : "text follows the quote that closes a field"
      }; write a field with a quote in quotes, with the quote twice: "5"" wide"`,
      { cause: error },
    );
  }
}
