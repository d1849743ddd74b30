/** JSON that comes through a pipe, as rows: JSON Lines as they come, or one list, one object or an object of columns. @module */

import { isObject } from "../../../lib/checks/texts.ts";
import type { ReplayedStream } from "../../system/replayed_stream.ts";
import { wholeOf } from "./file_bytes.ts";
import { FORMS, isOfColumns, rowsOfColumns } from "./json.ts";
import { type JsonLine, lineBatches, parseExact } from "./json_lines.ts";
import { refused, ROWS_AT_A_TIME } from "./typed_table.ts";

/** A row: a value of JSON, or the sentence why there is none. */
export interface JsonRow {
  readonly value?: unknown;
  readonly error?: string;
  /** Its line, or the number of the row in a list, from 1. */
  readonly line: number;
}

/** Rows that came together. */
export interface JsonRows {
  readonly rows: readonly JsonRow[];
  /** What their numbers count. */
  readonly unit: "line" | "row";
}

/** How JSON begins, in its first two characters that are no spaces: an object, or a list of objects. */
export const JSON_START = /^\s*(?:\{\s*["}]|\[\s*[{\]])/;

/** What the first line of an object or a list over several lines ends with. */
const GOES_ON = /[[{,:]\s*$/;

/**
 * The rows of a stream. A line of JSON Lines that is not JSON is a row with an error; the others continue.
 * @throws {SyntaxError} if it is one value, and that is not JSON or holds no rows
 */
export async function* jsonRowsIn(
  stream: ReplayedStream,
  name: string,
): AsyncGenerator<JsonRows, void, void> {
  if (await isLines(stream, name)) {
    for await (const lines of lineBatches(stream.rest(), name)) {
      yield { rows: lines.map(rowOfLine), unit: "line" };
    }
    return;
  }
  const bytes = await wholeOf(name, undefined, () => Promise.resolve(stream.rest()));
  let value: unknown;
  try {
    value = parseExact(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    const { message } = error as Error;
    throw refused(name, error instanceof RangeError ? message : `it is not JSON (${message})`);
  }
  const rows = listOf(name, value).map((value, k) => ({ value, line: k + 1 }));
  for (let start = 0; start < rows.length; start += ROWS_AT_A_TIME) {
    yield { rows: rows.slice(start, start + ROWS_AT_A_TIME), unit: "row" };
  }
}

export function rowOfLine({ text, line }: JsonLine): JsonRow {
  try {
    return { value: parseExact(text), line };
  } catch (error) {
    const reason = (error as Error).message.replace(/ \(line 1 column \d+\)$/, ""); // not its line
    const what = error instanceof RangeError ? reason : `it is not JSON (${reason})`;
    return { error: `Cannot read line ${line}: ${what}`, line };
  }
}

/** Whether the first line is a row, and not the start of a value over several lines. */
async function isLines(stream: ReplayedStream, name: string): Promise<boolean> {
  for await (const [first] of lineBatches(stream.replay(), name)) {
    if (first!.text.trimStart().startsWith("[")) return false;
    const { value } = rowOfLine(first!);
    return value === undefined
      ? !GOES_ON.test(first!.text)
      : !(isObject(value) && isOfColumns(value));
  }
  return true;
}

function listOf(name: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (!isObject(value)) throw refused(name, `${FORMS}, got another value`);
  return isOfColumns(value) ? rowsOfColumns(name, value) : [value];
}
