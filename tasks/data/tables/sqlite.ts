/**
 * A table or a query of a SQLite database, by `node:sqlite` on a thread of its own. The database is a copy in memory of the
 * file's bytes, so that nothing is written beside it. The rows of one run of the query are held in memory. @module
 */

import { quoted } from "../../../lib/checks/texts.ts";
import { scriptUrl } from "../../system/installation.ts";
import { interruption } from "../../system/interruption.ts";
import { numberText, plainText } from "./cells.ts";
import type { SqliteCell, SqliteReply, SqliteRequest } from "./sqlite_worker.ts";
import {
  batches,
  columnNames,
  type FileBytes,
  leftOutColumns,
  MAX_BYTES,
  MAX_CELLS,
  refused,
  type TypedOptions,
  type TypedTable,
} from "./typed_table.ts";

/** The bytes of a database's header that hold how it is written and read, and the value of one without a log beside it. */
const [WRITE_VERSION, READ_VERSION, WITHOUT_LOG] = [18, 19, 1];

/** The longest that reading a database may take, in milliseconds. */
const LONGEST = 300_000;

/**
 * Opens a database.
 * @param longest in milliseconds
 */
export async function openSqlite(
  file: FileBytes,
  { query }: TypedOptions,
  longest: number = LONGEST,
): Promise<TypedTable> {
  const bytes = (await file.whole()).slice();
  if (bytes[WRITE_VERSION] === 2 || bytes[READ_VERSION] === 2) {
    await checkLog(file.name);
    bytes[WRITE_VERSION] = bytes[READ_VERSION] = WITHOUT_LOG; // a copy in memory has no log
  }
  const sizes = { maxCells: MAX_CELLS, maxBytes: 2 * MAX_BYTES };
  const request = { bytes, query, quoted: query === undefined ? "" : quoted(query), ...sizes };
  const { columns, computed, warnings, rows, hasBytes } = await ask(file.name, request, longest);
  const all = [
    ...columns.map((name, c) => ({ name, leftOut: hasBytes[c] ? "bytes" : undefined })),
    ...computed.map((name) => ({ name, leftOut: "computed values" })),
  ];
  const kept = columns.flatMap((_, c) => hasBytes[c] ? [] : [c]);
  const leftOut = leftOutColumns(all);
  return {
    columns: columnNames(file.name, kept.map((c) => columns[c]!), leftOut),
    warnings: [...warnings, ...leftOut],
    timed: new Set(),
    rows: () =>
      batches(kept.length === columns.length ? rows : rows.map((row) => kept.map((c) => row[c]!))),
  };
}

interface Answer extends Extract<SqliteReply, { columns: unknown }> {
  readonly rows: readonly (readonly string[])[];
  readonly hasBytes: readonly boolean[];
}

/**
 * Reads on a thread without permissions.
 * @throws {SyntaxError} if the database is refused, or takes too long
 * @throws {DOMException} if the user interrupts the command
 */
async function ask(path: string, request: SqliteRequest, longest: number): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const stop = () => reject(interruption.reason);
  if (interruption.aborted) stop();
  interruption.addEventListener("abort", stop);
  const clock = setTimeout(
    () =>
      reject(
        refused(path, `it was not read after ${longest / 1000} seconds; a query may be endless`),
      ),
    longest,
  );
  const worker = new Worker(scriptUrl("tasks/data/tables/sqlite_worker.ts"), {
    type: "module",
    deno: { permissions: "none" },
  });
  let head: Extract<SqliteReply, { columns: unknown }>;
  const rows: string[][] = [];
  worker.onmessage = ({ data }: MessageEvent<SqliteReply>) => {
    if ("columns" in data) head = data;
    else if ("rows" in data) { for (const row of data.rows) rows.push(row.map(textOfCell)); }
    else if ("hasBytes" in data) resolve({ ...head, ...data, rows });
    else reject("refused" in data ? refused(path, data.refused) : new Error(data.damaged));
  };
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new Error(event.message));
  };
  try {
    worker.postMessage(request, [request.bytes.buffer]);
    return await promise;
  } finally {
    worker.terminate();
    clearTimeout(clock);
    interruption.removeEventListener("abort", stop);
  }
}

/** @throws {SyntaxError} if rows are not in the file yet, but in the log beside it */
async function checkLog(path: string): Promise<void> {
  const log = await Deno.stat(`${path}-wal`).catch(() => undefined);
  if ((log?.size ?? 0) === 0) return;
  throw refused(path, `some rows are in ${path}-wal only; close the program that has it open`);
}

function textOfCell(cell: SqliteCell): string {
  if (typeof cell === "number") return numberText(cell);
  if (typeof cell === "string") return plainText(cell);
  return typeof cell === "bigint" ? String(cell) : ""; // missing, or bytes, which are left out
}
