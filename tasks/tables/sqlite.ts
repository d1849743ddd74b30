/**
 * A table or a query of a SQLite database, by `node:sqlite`. The database is a copy in memory of the file's bytes, so that
 * nothing is written beside the file. The rows of one run of the query are held in memory. @module
 */

import { DatabaseSync } from "node:sqlite";
import { joinNames } from "../../lib/checks/mod.ts";
import { quoted } from "../../lib/table/mod.ts";
import { numberText, plainText } from "./cells.ts";
import {
  batches,
  columnNames,
  type FileBytes,
  leftOutColumns,
  MAX_CELLS,
  refused,
  type TypedOptions,
  type TypedTable,
} from "./typed_table.ts";

/** The bytes of a database's header that hold how it is written and read, and the value of one without a log beside it. */
const [WRITE_VERSION, READ_VERSION, WITHOUT_LOG] = [18, 19, 1];

/** Opens a database. */
export async function openSqlite(file: FileBytes, options: TypedOptions): Promise<TypedTable> {
  const bytes = (await file.whole()).slice();
  if (bytes[WRITE_VERSION] === 2 || bytes[READ_VERSION] === 2) {
    await checkLog(file.name);
    bytes[WRITE_VERSION] = bytes[READ_VERSION] = WITHOUT_LOG; // a copy in memory has no log
  }
  const database = new DatabaseSync(":memory:");
  try {
    database.deserialize(bytes);
    checkWhole(file.name, bytes.length, database);
    return select(file.name, database, options.query ?? queryOf(file.name, database));
  } finally {
    database.close();
  }
}

/** @throws {SyntaxError} if a file is cut off or damaged; a query alone might read on with what is there */
function checkWhole(path: string, bytes: number, database: DatabaseSync): void {
  const numberOf = (pragma: string) => Number(Object.values(database.prepare(pragma).get()!)[0]);
  const expected = numberOf("pragma page_count") * numberOf("pragma page_size");
  if (expected > bytes) {
    throw refused(path, `expected ${expected} bytes by its header, got ${bytes}`);
  }
  const [result] = Object.values(database.prepare("pragma quick_check(1)").get()!);
  if (result !== "ok") throw new Error(String(result));
}

/** @throws {SyntaxError} if rows are not in the file yet, but in the log beside it */
async function checkLog(path: string): Promise<void> {
  const log = await Deno.stat(`${path}-wal`).catch(() => undefined);
  if ((log?.size ?? 0) === 0) return;
  throw refused(path, `some rows are in ${path}-wal only; close the program that has it open`);
}

/** The query of the only table. */
function queryOf(path: string, database: DatabaseSync): string {
  const tables = database.prepare(
    "select name from sqlite_schema where type in ('table', 'view') and name not like 'sqlite\\_%' " +
      "escape '\\' order by rowid",
  ).all().map(({ name }) => String(name));
  const [only, other] = tables;
  if (only === undefined) throw refused(path, "it has no tables");
  if (other === undefined) return `select * from ${quotedName(only)}`;
  throw refused(
    path,
    `it has several tables: ${joinNames(tables)}; choose one with --query 'select * from ` +
      `${/^\w+$/.test(only) ? only : quotedName(only)}'`,
  );
}

function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function select(path: string, database: DatabaseSync, query: string): TypedTable {
  const statement = prepared(path, database, query);
  const given = statement.columns().map(({ name }) => String(name));
  // ATTACH and VACUUM INTO, which open other files, give no columns.
  if (given.length === 0) throw refused(path, `the query ${quoted(query)} gives no columns`);
  statement.setReadBigInts(true);
  // Rows as lists: as objects, columns of the same name would be one. Deno's types lack it.
  (statement as unknown as { setReturnArrays(value: boolean): void }).setReturnArrays(true);
  const hasBytes = given.map(() => false);
  checkSize(path, database, query, given.length);
  // Deno's iterate() ends without an error where a row cannot be read.
  const all = (statement.all() as unknown as unknown[][]).map((cells) =>
    cells.map((cell, c) => {
      if (cell instanceof Uint8Array) hasBytes[c] = true;
      return textOfCell(cell);
    })
  );
  const columns = given.map((name, c) => ({ name, leftOut: hasBytes[c] ? "bytes" : undefined }));
  const kept = columns.flatMap(({ leftOut }, c) => leftOut === undefined ? [c] : []);
  const rows = kept.length === given.length ? all : all.map((row) => kept.map((c) => row[c]!));
  return {
    columns: columnNames(path, kept.map((c) => given[c]!)),
    warnings: leftOutColumns(columns),
    timed: new Set(),
    rows: () => batches(rows),
  };
}

/** @throws {SyntaxError} if a query gives more cells than are held in memory */
function checkSize(path: string, database: DatabaseSync, query: string, columns: number): void {
  let counting;
  try {
    counting = database.prepare(`select count(*) as rows from (${query.replace(/[;\s]+$/, "")}\n)`);
  } catch {
    return; // it changes the copy, and gives what it changed
  }
  const rows = Number(counting.get()?.["rows"]);
  if (rows * columns <= MAX_CELLS) return;
  throw refused(path, `the query gives over ${MAX_CELLS} cells, the most that are read`);
}

function prepared(path: string, database: DatabaseSync, query: string) {
  try {
    return database.prepare(query);
  } catch (error) {
    const { message } = error as Error;
    throw refused(path, `the query ${quoted(query)} is none of SQLite: ${message}`);
  }
}

function textOfCell(cell: unknown): string {
  if (typeof cell === "number") return numberText(cell);
  if (typeof cell === "string") return plainText(cell);
  return typeof cell === "bigint" ? String(cell) : ""; // missing, or bytes, which are left out
}
