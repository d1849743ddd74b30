import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { exists } from "@std/fs";
import { DatabaseSync } from "node:sqlite";
import { toText } from "@std/streams";
import { waitForLine } from "../../../helpers/lines.ts";
import { namesIn, outcomeOf, startScript, STRICT } from "../../../helpers/run_task.ts";
import { testsWith } from "../../../helpers/tests_with.ts";
import { ENDLESS, ORDERS } from "./databases.ts";
import { readFile } from "./read_file.ts";

const test = testsWith("read", "write");

/** Writes a database by these statements; returns its path. */
function write(folder: string, statements: string): string {
  const path = join(folder, "orders.db");
  using database = new DatabaseSync(path);
  database.exec(statements);
  return path;
}

test("the only table is read: integers exactly, missing values as nothing", async ({ path }) => {
  const { columns, rows, lines, warnings } = await readFile(write(path, ORDERS));
  assertEquals(columns, ["id", "price", "code"]);
  assertEquals(rows, [["9007199254740993", "1.5", "007"], ["", "3", ""], ["1", "0.1", "a"]]);
  assertEquals(lines, [2, 3, 4]);
  assertEquals(warnings, ["A column of bytes is left out: photo"]);
});

test("a text with a character of zero is refused, with its column", async ({ path: folder }) => {
  const path = write(
    folder,
    "create table t (a, b); insert into t values (1, 'a' || char(0) || 'b');",
  );
  for (const query of [undefined, "select b as c from t"]) {
    const { message } = await assertRejects(() => readFile(path, { query }), SyntaxError);
    const name = query === undefined ? "b" : "c";
    assertStringIncludes(message, `: a text of the column "${name}" has a null character`);
  }
});

test("of several tables a query chooses", async ({ path: folder }) => {
  const path = write(folder, `${ORDERS} create table items (a);`);
  const query = "select id, price * 2 as twice from orders where id = 1";
  const { columns, rows } = await readFile(path, { query });
  assertEquals(columns, ["id", "twice"]);
  assertEquals(rows, [["1", "0.2"]]);
});

test("a query may name its own tables beside views and virtual tables", async ({ path: folder }) => {
  const path = write(folder, `${ORDERS} ${ENDLESS} create virtual table words using fts5(word);`);
  const query =
    "with recursive c(x) as (select 1 union all select x + 1 from c where x < 3), d as (select * from c) " +
    "select (select count(*) from d) as n, id from orders order by price";
  assertEquals((await readFile(path, { query })).rows.length, 3);
});

test("beside views the only table is read", async ({ path: folder }) => {
  const { rows, warnings } = await readFile(write(folder, `${ORDERS} ${ENDLESS}`));
  assertEquals(rows.length, 3);
  assertEquals(warnings[0], "Views and virtual tables are not read: endless");
});

test("columns that are computed as they are read are left out, and stored ones read", async ({ path: folder }) => {
  const path = write(
    folder,
    "create table t (a, b as (length(hex(zeroblob(100000000)))) not null, c as (a + 1) stored, " +
      "check (length(hex(zeroblob(100000000))) > 0)); pragma ignore_check_constraints = 1; " +
      "create index i on t (abs(a)); create trigger r after insert on t begin select * from t; end;",
  );
  const { columns, warnings } = await readFile(path);
  assertEquals(columns, ["a", "c"]);
  assertEquals(warnings, ["A column of computed values is left out: b"]);
});

test(
  "SIGTERM and a limit of time end a query that would not",
  { needs: ["run"] },
  async ({ path: folder }) => {
    const path = write(folder, ORDERS);
    const query = "with recursive c(x) as (select 1 union all select x + 1 from c) select x from c";
    const start = (...limit: string[]) =>
      startScript("tests/tasks/data/tables/endless_query_fixture.ts", [path, query, ...limit], {
        flags: [...STRICT, "-P=train"],
      });
    const child = start();
    await waitForLine(child.stdout, /^begins/m);
    child.kill("SIGTERM");
    assertEquals([await toText(child.stderr), (await child.status).code], ["", 130]);
    const { code, stderr } = await outcomeOf(start("200"));
    assertEquals(code, 1);
    assertStringIncludes(stderr, "it was not read after 0.2 seconds");
  },
);

test("a query writes and opens no other file", async ({ path: folder }) => {
  const path = write(folder, ORDERS);
  for (const query of ["attach 'other.db' as other", "vacuum into 'other.db'"]) {
    await assertRejects(() => readFile(path, { query }), SyntaxError);
    assert(!await exists(join(folder, "other.db")) && !await exists("other.db"));
  }
});

test("a database with a log is read if the log is empty, and nothing is left beside it", async ({ path: folder }) => {
  const path = write(folder, `pragma journal_mode = wal; ${ORDERS}`);
  assertEquals((await Deno.readFile(path))[18], 2);
  assertEquals((await readFile(path)).rows.length, 3);
  assertEquals(await namesIn(folder), ["orders.db"]);
  await Deno.writeFile(`${path}-wal`, new Uint8Array(32));
  await assertRejects(() => readFile(path), SyntaxError, "some rows are in");
});

test("a database that is damaged is refused", async ({ path: folder }) => {
  const path = write(folder, ORDERS);
  const bytes = await Deno.readFile(path);
  for (const wrong of [bytes.slice(0, 5000), bytes.slice(0, 100), bytes.fill(7, 100, 4000)]) {
    await Deno.writeFile(path, wrong);
    await assertRejects(() => readFile(path), SyntaxError, "Cannot read ");
  }
});
