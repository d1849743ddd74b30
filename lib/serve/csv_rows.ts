/** The rows of a CSV text, by the names on its first line. @module */

import { joinNames } from "../checks/texts.ts";
import { DELIMITERS } from "../table/csv/dialect.ts";
import { recordsOf } from "../table/csv/records.ts";
import { MAX_COLUMNS } from "../table/cells/limits.ts";
import { MAX_ROW_CHARACTERS } from "./limits.ts";
import { Refusal, tooLong, UnreadableRow } from "./refusal.ts";

/** How many characters are cut into records at once. */
const PIECE = 65_536;

/**
 * The rows of a text whose first line names the columns. What is between the cells is what finds most of them there.
 * @param known the names of the model's columns
 * @throws {Refusal} if the first line has none of them, or quotation marks are wrong
 */
export async function* csvRows(
  text: string,
  known: readonly string[],
): AsyncGenerator<Record<string, string> | UnreadableRow, void, void> {
  const body = text.replace(/^\ufeff/, "").replaceAll("\r\n", "\n");
  const delimiter = delimiterOf(body, known);
  let header: readonly string[] | undefined;
  let r = 0;
  try {
    const records = recordsOf(piecesOf(body), delimiter, "the CSV", MAX_COLUMNS);
    for await (const { rows } of records) {
      for (const cells of rows) {
        if (header === undefined) header = cells;
        else yield rowOf(header, cells, r++, delimiter);
      }
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Refusal(400, error.message);
  }
}

/** What is between the cells: that with which the first line has most of the columns. */
function delimiterOf(text: string, known: readonly string[]): string {
  const line = /^[^\n]*/.exec(text.slice(0, MAX_ROW_CHARACTERS))![0];
  const counts = DELIMITERS.map((delimiter) => {
    const names = new Set(line.split(delimiter, MAX_COLUMNS).map(unquoted));
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
  return name.replace(/^"(.*)"$/, "$1").replaceAll('""', '"');
}

async function* piecesOf(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += PIECE) yield text.slice(at, at + PIECE);
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
