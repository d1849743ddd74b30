/** The rows of a CSV text, by the names on its first line (RFC 4180). @module */

import { joinNames } from "../checks/texts.ts";
import { MAX_COLUMNS } from "../table/limits.ts";
import { MAX_ROW_CHARACTERS } from "./limits.ts";
import { Refusal } from "./refusal.ts";
import { tooLong, UnreadableRow } from "./unreadable_row.ts";

const DELIMITERS = [",", ";", "\t", "|"] as const;

/**
 * The rows of a text whose first line names the columns. What is between the cells is what finds most of them there.
 * @param known the names of the model's columns
 * @throws {Refusal} if the first line has none of them, or a quotation mark is not closed
 */
export function* csvRows(
  text: string,
  known: readonly string[],
): Generator<Record<string, string> | UnreadableRow, void, void> {
  const body = text.startsWith("\ufeff") ? text.slice(1) : text;
  const { delimiter, found } = dialectOf(body, known);
  if (found === 0) {
    throw new Refusal(
      400,
      `Cannot read the CSV: expected the names of columns on the first line, such as ${
        joinNames(known)
      }`,
    );
  }
  const records = recordsOf(body, delimiter);
  const header = records.next().value as string[];
  let r = 0;
  for (const cells of records) {
    yield rowOf(header, cells, r++, delimiter);
  }
}

/** What is between the cells: that with which the first line has most of the columns. */
function dialectOf(text: string, known: readonly string[]) {
  const counts = DELIMITERS.map((delimiter) => {
    const header = firstOf(text, delimiter);
    return { delimiter, found: known.filter((name) => header.includes(name)).length };
  });
  return counts.reduce((best, other) => other.found > best.found ? other : best);
}

function firstOf(text: string, delimiter: string): string[] {
  try {
    return recordsOf(text.slice(0, MAX_ROW_CHARACTERS), delimiter).next().value ?? [];
  } catch {
    return []; // its cells are cut at something else
  }
}

/** Numbers of a table whose cells are not cut at commas may have a decimal comma. */
const DECIMAL_COMMA = /^\s*[-+]?\d*,\d+(?:[eE][-+]?\d+)?\s*$/;

function rowOf(
  header: readonly string[],
  cells: readonly string[],
  r: number,
  delimiter: string,
): Record<string, string> | UnreadableRow {
  if (cells.length !== header.length) {
    return new UnreadableRow(
      `Cannot read rows[${r}]: expected ${header.length} cells, got ${cells.length}`,
    );
  }
  const characters = cells.reduce((sum, { length }) => sum + length, 0);
  if (characters > MAX_ROW_CHARACTERS) return new UnreadableRow(tooLong(`rows[${r}]`, characters));
  const read = delimiter === ","
    ? cells
    : cells.map((cell) => DECIMAL_COMMA.test(cell) ? cell.replace(",", ".") : cell);
  return Object.fromEntries(header.map((name, c) => [name, read[c]!]));
}

/** The records of a text, each a list of cells. An empty line is none, unless there is one column. */
function* recordsOf(text: string, delimiter: string): Generator<string[], void, void> {
  let cells: string[] = [];
  let columns = 0;
  let at = 0;
  while (at < text.length) {
    if (columns > 1 && cells.length === 0) {
      const end = text[at] === "\r" ? at + 1 : at;
      if (text[end] === "\n") {
        at = end + 1;
        continue;
      }
    }
    let cell: string;
    if (text[at] === '"') {
      const end = closingQuote(text, at);
      cell = text.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
    } else {
      const start = at;
      while (at < text.length && text[at] !== delimiter && text[at] !== "\n") at++;
      cell = text.slice(start, at);
      if (text[at] !== delimiter && cell.endsWith("\r")) cell = cell.slice(0, -1);
    }
    if (cells.push(cell) > MAX_COLUMNS) {
      throw new Refusal(
        413,
        `Cannot read the CSV: expected ${MAX_COLUMNS} cells at most on a line`,
      );
    }
    if (text[at] === delimiter) {
      at++;
      if (at < text.length) continue;
      cells.push("");
    }
    if (text[at] === "\r") at++;
    if (at < text.length && text[at] !== "\n") {
      throw new Refusal(
        400,
        `Cannot read the CSV: expected nothing behind a closing quotation mark`,
      );
    }
    at++;
    yield cells;
    columns ||= cells.length;
    cells = [];
  }
}

function closingQuote(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 2)) {
    if (text[end + 1] !== '"') return end;
  }
  throw new Refusal(400, "Cannot read the CSV: a quotation mark is not closed");
}
