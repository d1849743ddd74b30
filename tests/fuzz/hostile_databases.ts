/** Databases that ask for much: they hold little, and their schema asks for more. */

import { DatabaseSync } from "node:sqlite";

/** What Deno's types lack. */
interface Open {
  enableDefensive(isOn: boolean): void;
}

/** A database of these statements. */
function database(statements: string): Uint8Array<ArrayBuffer> {
  using database = new DatabaseSync(":memory:");
  (database as unknown as Open).enableDefensive(false);
  database.exec(statements);
  return Uint8Array.from(database.serialize());
}

/** A table of many rows that have one cell each, whose schema is replaced. */
const written = (rows: number, columns: string): Uint8Array<ArrayBuffer> =>
  database(
    `create table t (a); with recursive c(x) as (select 1 union all select x + 1 from c where x < ${rows}) ` +
      "insert into t select null from c; pragma writable_schema = on; " +
      `update sqlite_schema set sql = 'CREATE TABLE t (a, ${columns.replaceAll("'", "''")})'`,
  );

const ENDLESS = "with recursive c(x) as (select 1 union all select x + 1 from c) select x from c";

const numbered = (count: number, text: (k: number) => string) =>
  Array.from({ length: count }, (_, k) => text(k));

/** By what they ask for. */
export const DATABASES: { readonly [name: string]: () => Uint8Array<ArrayBuffer> } = {
  "an endless view": () => database(`create view v as ${ENDLESS}`),
  "a view of gigabytes": () => database("create view v as select zeroblob(900000000) as a"),
  "views of views, each of two": () =>
    database(
      "create table t (a); create view v0 as select a from t;" +
        numbered(30, (k) => `create view v${k + 1} as select x.a from v${k} x, v${k} y;`).join(""),
    ),
  "a virtual table": () => database("create virtual table v using fts5 (a)"),
  "columns that no row has": () => written(200_000, `${numbered(1900, (k) => `c${k}`)}`),
  "some columns that no row has": () => written(40_000, `${numbered(100, (k) => `c${k}`)}`),
  "texts that no row has": () => written(200_000, `b default '${"x".repeat(100_000)}'`),
  "some texts that no row has": () =>
    written(40_000, `${numbered(100, (k) => `c${k} default 'y'`)}`),
  "columns that are computed": () =>
    written(100_000, "b as (length(hex(zeroblob(8000000)))) not null"),
  "constraints that take long": () =>
    written(100_000, "b, check (length(hex(zeroblob(8000000))) > 0)"),
  "an index of what takes long": () =>
    database(
      "create table t (a); insert into t values (1); create index i on t (length(hex(zeroblob(1000))));" +
        "create trigger r after insert on t begin select hex(zeroblob(8000000)) from t, t, t; end",
    ),
};
