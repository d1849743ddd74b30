/**
 * A thread that reads a SQLite database. Nothing interrupts SQLite but the end of its thread, and a query may be endless.
 *
 * What a file brings along is not run: views, virtual tables, triggers, constraints and computed columns. @module
 */

import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { joinNames, quoted } from "../../../lib/checks/texts.ts";

/** What is read: all bytes of a database without a log, and a query as it is written and as errors quote it. */
export interface SqliteRequest {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly query: string | undefined;
  readonly quoted: string;
  /** The most cells of a query, and the most bytes that SQLite may take. */
  readonly maxCells: number;
  readonly maxBytes: number;
}

/** A cell as SQLite has it; bytes, which are not read, are `null`. */
export type SqliteCell = string | number | bigint | null;

/** Columns and rows in this order, or why there are none. */
export type SqliteReply =
  | {
    readonly columns: readonly string[];
    /** Columns that are left out. */
    readonly computed: readonly string[];
    readonly warnings: readonly string[];
  }
  | { readonly rows: readonly (readonly SqliteCell[])[] }
  | { readonly hasBytes: readonly boolean[] }
  | { readonly refused: string }
  | { readonly damaged: string };

/** A reason to refuse a file that is whole. */
class Refusal extends Error {}

/** The most bytes of a value that is not in the file. */
const MAX_VALUE = 16_777_216;

/**
 * The most cells of the only table, and of a query, of a small file: a hostile one gives cells that are not in it. And how
 * many more for each of its bytes.
 */
const [TABLE_CELLS, QUERY_CELLS, CELLS_A_BYTE] = [4_000_000, 20_000_000, 8];

const ROWS_AT_A_TIME = 1000;

/** What SQLite asks about, of what a query may do: `SQLITE_READ` and others. */
const READ = 20;
const [SELECT, FUNCTION, RECURSIVE] = [21, 31, 33];

/** What Deno's types lack. */
interface Authorized {
  setAuthorizer(answer: (asked: number, ...names: (string | null)[]) => number): void;
}
const [OK, DENY] = [0, 1];

/** The `hidden` of a column that is computed as it is read. */
const COMPUTED = 2;

const NOT_READ = "views and virtual tables are not read";

const thread = self as unknown as Worker;

const reply = (message: SqliteReply) => thread.postMessage(message);

thread.onmessage = ({ data }: MessageEvent<SqliteRequest>) => {
  try {
    read(data);
  } catch (error) {
    const { message } = error as Error;
    reply(error instanceof Refusal ? { refused: message } : { damaged: message });
  }
};

function read({ bytes, query, quoted, maxCells, maxBytes }: SqliteRequest): void {
  const length = Math.max(bytes.length, MAX_VALUE);
  // Deno's types lack the limits.
  using database = new DatabaseSync(":memory:", { limits: { length, attach: 0 } } as object);
  database.exec(
    `pragma hard_heap_limit = ${maxBytes}; pragma temp_store = memory; pragma query_only = on; ` +
      "pragma trusted_schema = off; pragma ignore_check_constraints = on",
  );
  database.deserialize(bytes);
  checkLength(database, bytes.length);
  const schema = schemaOf(database);
  const most = (least: number) => Math.min(maxCells, least + CELLS_A_BYTE * bytes.length);
  if (query !== undefined) {
    for (const table of schema.tables) checkPages(database, table);
    answer(database, schema.unread, query, quoted, most(QUERY_CELLS));
    return;
  }
  const table = onlyTable(schema);
  checkPages(database, table);
  const [columns, computed] = columnsOf(database, table);
  const all = `select ${columns.map(quotedName)} from ${quotedName(table)}`;
  checkSize(database, all, columns, most(TABLE_CELLS));
  const { unread } = schema;
  const others = unread.length === 0 ? [] : [`${NOT_READ}: ${joinNames(unread)}`];
  reply({
    columns,
    computed,
    warnings: others.map((text) => text[0]!.toUpperCase() + text.slice(1)),
  });
  send(database, all, columns.length);
}

/** Sends what a query gives. */
function answer(
  database: DatabaseSync,
  unread: readonly string[],
  query: string,
  quoted: string,
  most: number,
): void {
  const viewRead = confine(database, unread);
  try {
    const columns = database.prepare(query).columns().map(({ name }) => String(name));
    if (columns.length === 0) throw new Error("it gives no columns");
    checkSize(database, query, columns, most);
    reply({ columns, computed: [], warnings: [] });
    send(database, query, columns.length);
  } catch (error) {
    const name = viewRead();
    const why = name === undefined ? (error as Error).message : `it reads ${name}; ${NOT_READ}`;
    throw new Refusal(`the query ${quoted} fails: ${why}`);
  }
}

/** The value of a query of one. */
function valueOf(database: DatabaseSync, query: string, ...values: SQLInputValue[]): unknown {
  return Object.values(database.prepare(query).get(...values)!)[0];
}

/** @throws {Refusal} if a file is cut off */
function checkLength(database: DatabaseSync, length: number): void {
  const numberOf = (pragma: string) => Number(valueOf(database, pragma));
  const expected = numberOf("pragma page_count") * numberOf("pragma page_size");
  if (expected <= length) return;
  throw new Refusal(`expected ${expected} bytes by its header, got ${length}`);
}

/** The names of tables with rows of their own; and of the others, views and virtual tables, which would run code of the file. */
function schemaOf(
  database: DatabaseSync,
): { readonly tables: readonly string[]; readonly unread: readonly string[] } {
  const all = database.prepare(
    "select name, sql from sqlite_schema where type in ('table', 'view') " +
      "and name not like 'sqlite\\_%' escape '\\' order by rowid",
  ).all();
  // SQLite writes this beginning itself, and believes the statement, not its type.
  const hasRows = ({ sql }: typeof all[number]) => String(sql).startsWith("CREATE TABLE ");
  const namesOf = (some: typeof all) => some.map(({ name }) => String(name));
  return {
    tables: namesOf(all.filter(hasRows)),
    unread: namesOf(all.filter((one) => !hasRows(one))),
  };
}

/** The columns of a table that are stored, and those that are computed as they are read. */
function columnsOf(database: DatabaseSync, table: string): readonly [string[], string[]] {
  const all = database.prepare("select name, hidden from pragma_table_xinfo(?)").all(table);
  const namesOf = (isComputed: boolean) =>
    all.filter(({ hidden }) => (hidden === COMPUTED) === isComputed)
      .map(({ name }) => String(name));
  return [namesOf(false), namesOf(true)];
}

/** @throws {Error} if the pages of a table are damaged; a query alone might read on with what is there */
function checkPages(database: DatabaseSync, table: string): void {
  if (columnsOf(database, table)[1].length > 0) return; // it would compute them
  const result = valueOf(database, `pragma quick_check(${quotedName(table)})`);
  if (result !== "ok") throw new Error(String(result));
}

function onlyTable({ tables, unread }: ReturnType<typeof schemaOf>): string {
  const [only, other] = tables;
  if (only === undefined) {
    const others = unread.length === 0 ? "" : `; ${NOT_READ}: ${joinNames(unread)}`;
    throw new Refusal(`it has no tables${others}`);
  }
  if (other === undefined) return only;
  throw new Refusal(
    `it has several tables: ${joinNames(tables)}; choose one with --query 'select * from ` +
      `${/^\w+$/.test(only) ? only : quotedName(only)}'`,
  );
}

function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Lets queries read all but these, and do nothing else. Returns what names the one that a query read. */
function confine(database: DatabaseSync, unread: readonly string[]): () => string | undefined {
  const allowed = new Set([READ, SELECT, FUNCTION, RECURSIVE]);
  const known = new Map(unread.map((name) => [name.toLowerCase(), name]));
  let read: string | undefined;
  (database as unknown as Authorized).setAuthorizer((asked, name, _column, _database, view) => {
    for (const used of [asked === READ ? name : null, view]) {
      read ??= known.get(used?.toLowerCase() ?? "");
    }
    return allowed.has(asked) && read === undefined ? OK : DENY;
  });
  return () => read;
}

/** A statement that gives rows as lists: as objects, columns of the same name would be one. */
function prepared(database: DatabaseSync, query: string) {
  const statement = database.prepare(query);
  statement.setReadBigInts(true);
  (statement as unknown as { setReturnArrays(value: boolean): void }).setReturnArrays(true); // Deno's types lack it
  return statement;
}

/**
 * Checks what a query gives before it is held in memory.
 * @throws {Refusal} if it is more than so many cells, where 8 characters count as one; or a text has a null character,
 * where the texts that SQLite gives end
 */
function checkSize(
  database: DatabaseSync,
  query: string,
  columns: readonly string[],
  most: number,
): void {
  const names = columns.map((_, c) => `c${c}`);
  const rest = query.replace(/[;\s]+$/, "");
  const enough = Math.floor(most / columns.length) + 1; // rows that are too many
  const numbersOf = (expressions: string) =>
    database.prepare(
      `with q(${names}) as (${rest}\n) select ${expressions} from (select * from q limit ${enough})`,
    ).get() as { readonly [name: string]: number };
  const characters = sumOf(names.map((name) => `total(octet_length(${name}))`));
  const { size } = numbersOf(`count(*) * ${columns.length} + ${characters} / 8 as size`);
  if (size! > most) {
    throw new Refusal(`it gives over ${most} cells, the most that are read of a file of its size`);
  }
  const zeros = names.map((name) => `typeof(${name}) = 'text' and instr(${name}, char(0))`);
  const { cut } = numbersOf(`min(${caseOf(zeros)}) as cut`); // reads all texts, so they must not be too many
  if (typeof cut !== "number") return;
  throw new Refusal(
    `a text of the column ${quoted(columns[cut]!)} has a null character`,
  );
}

/** The index of the first condition that is true; null if none is. */
function caseOf(conditions: readonly string[]): string {
  return `case ${conditions.map((condition, c) => `when ${condition} then ${c}`).join(" ")} end`;
}

/** A sum in brackets of halves: SQLite takes no deep expression. */
function sumOf(terms: readonly string[]): string {
  if (terms.length === 1) return terms[0]!;
  const half = terms.length >> 1;
  return `(${sumOf(terms.slice(0, half))} + ${sumOf(terms.slice(half))})`;
}

/** Sends the rows, and then which columns have bytes. */
function send(database: DatabaseSync, query: string, columns: number): void {
  const hasBytes = Array.from({ length: columns }, () => false);
  // iterate() ends without an error where a row cannot be read.
  const all = prepared(database, query).all() as unknown as (SqliteCell | Uint8Array)[][];
  for (let start = 0; start < all.length; start += ROWS_AT_A_TIME) {
    const rows = all.slice(start, start + ROWS_AT_A_TIME).map((cells) =>
      cells.map((cell, c) => {
        if (!(cell instanceof Uint8Array)) return cell;
        hasBytes[c] = true;
        return null;
      })
    );
    reply({ rows });
  }
  reply({ hasBytes });
}
