/**
 * JSON as a table: a list of objects, an object of columns, or JSON Lines, an object on each line. JSON Lines are read as a
 * stream; the other forms are held in memory. @module
 */

import { isObject } from "../../../lib/checks/texts.ts";
import type { TableRows } from "../../../lib/table/cells/source.ts";
import { isMissing } from "../../../lib/table/cells/cells.ts";
import { numberText, plainText } from "./cells.ts";
import { type JsonLine, lineBatches, parseExact } from "./json_lines.ts";
import {
  batches,
  columnNames,
  type FileBytes,
  leftOutColumns,
  MAX_CELLS,
  refused,
  ROWS_AT_A_TIME,
  type TypedTable,
} from "./typed_table.ts";

export const FORMS = "expected a list of objects, an object of columns, or JSON Lines";

type JsonObject = { readonly [key: string]: unknown };

/** Opens a file that begins as JSON does. */
export async function openJson(file: FileBytes): Promise<TypedTable> {
  return await isLines(file) ? await openLines(file) : await openWhole(file);
}

/** Whether the first line is a whole object, with others after it or with a cell that is neither a list nor an object. */
async function isLines(file: FileBytes): Promise<boolean> {
  if (/^\s*\[/.test(new TextDecoder().decode(file.start))) return false;
  let first: unknown;
  try {
    for await (const { text } of linesIn(file)) {
      if (first !== undefined) return true;
      first = JSON.parse(text);
      if (!isObject(first)) return false;
    }
  } catch (error) {
    if (error instanceof SyntaxError) return false; // the line is not complete JSON, or too large for one of JSON Lines
    throw error;
  }
  return isObject(first) && !isOfColumns(first);
}

/** Whether an object has a list or an object for each column, as `{"a":[1,2],"b":[3,4]}` has. */
export function isOfColumns(value: JsonObject): boolean {
  const columns = Object.values(value);
  return columns.length > 0 && columns.every((column) => Array.isArray(column) || isObject(column));
}

/** The lines of a file that are not empty. */
async function* linesIn(file: FileBytes): AsyncGenerator<JsonLine, void, void> {
  for await (const lines of lineBatches(await file.stream(), file.name)) yield* lines;
}

async function* objectsIn(
  file: FileBytes,
): AsyncGenerator<{ readonly row: JsonObject; readonly line: number }, void, void> {
  for await (const { text, line } of linesIn(file)) {
    let row: unknown;
    try {
      row = parseExact(text);
    } catch (error) {
      const { message } = error as Error;
      if (error instanceof RangeError) throw refused(file.name, `on line ${line} ${message}`);
      throw refused(file.name, `line ${line} is not complete JSON: ${message}`);
    }
    if (!isObject(row)) throw refused(file.name, `expected an object on line ${line}`);
    yield { row, line };
  }
}

async function openLines(file: FileBytes): Promise<TypedTable> {
  const found = new FoundKeys();
  for await (const { row } of objectsIn(file)) found.add(row);
  const { keys, names, texts, warnings } = found.columnsOf(file.name);
  return {
    columns: names,
    texts,
    warnings,
    timed: new Set(),
    async *rows(): AsyncGenerator<TableRows, void, void> {
      let rows: string[][] = [];
      let lines: number[] = [];
      for await (const { row, line } of objectsIn(file)) {
        rows.push(cellsOf(row, keys));
        lines.push(line);
        if (rows.length < ROWS_AT_A_TIME) continue;
        yield { rows, lines };
        [rows, lines] = [[], []];
      }
      if (rows.length > 0) yield { rows, lines };
    },
  };
}

/** Parses JSON that is one value. */
function wholeValue(name: string, bytes: Uint8Array): unknown {
  try {
    return parseExact(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof RangeError) throw refused(name, error.message);
    throw error;
  }
}

/** Opens JSON that is one value. */
async function openWhole(file: FileBytes): Promise<TypedTable> {
  const value = wholeValue(file.name, await file.whole());
  const objects = Array.isArray(value)
    ? value
    : isObject(value) && isOfColumns(value)
    ? rowsOfColumns(file.name, value)
    : undefined;
  if (objects === undefined) throw refused(file.name, `${FORMS}, got another value`);
  const found = new FoundKeys();
  for (const [k, row] of objects.entries()) {
    if (!isObject(row)) throw refused(file.name, `${FORMS}; item ${k + 1} is not an object`);
    found.add(row);
  }
  const { keys, names, texts, warnings } = found.columnsOf(file.name);
  if (keys.length * objects.length > MAX_CELLS) {
    throw refused(
      file.name,
      `it has over ${MAX_CELLS} cells, the most of a JSON file; as JSON Lines it may have any number`,
    );
  }
  const rows = objects.map((row) => cellsOf(row, keys));
  return { columns: names, texts, warnings, timed: new Set(), rows: () => batches(rows) };
}

/** The rows of `{"a":[1,2],"b":[3,4]}`, or of `{"a":{"0":1,"1":2},…}`, which pandas writes. */
export function rowsOfColumns(file: string, columns: JsonObject): JsonObject[] {
  const lists = Object.entries(columns).map(([name, column]) =>
    [name, Array.isArray(column) ? column : Object.values(column as JsonObject)] as const
  );
  const indices = Object.values(columns).map((column) => Object.keys(column as object).join());
  const other = indices.findIndex((keys) => keys !== indices[0]);
  if (other !== -1) {
    const [[first], [name]] = [lists[0]!, lists[other]!];
    throw refused(
      file,
      `the columns ${JSON.stringify(first)} and ${JSON.stringify(name)} differ in length`,
    );
  }
  return lists[0]![1].map((_, r) =>
    Object.fromEntries(lists.map(([name, list]) => [name, list[r]]))
  );
}

/** The keys of objects, in the order of their first appearance. */
class FoundKeys {
  /** Whether a cell of the column is a list or an object. */
  readonly #nested = new Map<string, boolean>();
  readonly #texts = new Set<string>();

  add(row: JsonObject): void {
    for (const key in row) {
      const nested = isNested(row[key]);
      if (typeof row[key] === "string" && !isMissing(row[key])) this.#texts.add(key);
      if (nested || !this.#nested.has(key)) this.#nested.set(key, nested);
    }
  }

  columnsOf(file: string) {
    const columns = [...this.#nested].map(([name, nested]) => ({
      name,
      leftOut: nested ? "lists or objects" : undefined,
    }));
    if (columns.length === 0) throw refused(file, "it has no columns");
    const keys = columns.filter(({ leftOut }) => leftOut === undefined).map(({ name }) => name);
    const names = columnNames(file, keys);
    const texts = new Set(names.filter((_, k) => this.#texts.has(keys[k]!)));
    return { keys, names, texts, warnings: leftOutColumns(columns) };
  }
}

function isNested(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

function cellsOf(row: JsonObject, keys: readonly string[]): string[] {
  return keys.map((key) => Object.hasOwn(row, key) ? textOfValue(row[key]) : "");
}

function textOfValue(value: unknown): string {
  if (typeof value === "string") return plainText(value);
  if (typeof value === "number") return numberText(value);
  return value === null || value === undefined ? "" : String(value); // true, false or a bigint
}
