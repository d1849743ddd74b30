import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { exists } from "@std/fs";
import { DatabaseSync } from "node:sqlite";
import { namesIn } from "../../helpers/run_task.ts";
import { testsWith } from "../../helpers/tests_with.ts";
import { readFile } from "./read_file.ts";

const test = testsWith("read", "write");

/** Writes a database by these statements; returns its path. */
function write(folder: string, statements: string): string {
  const path = join(folder, "orders.db");
  using database = new DatabaseSync(path);
  database.exec(statements);
  return path;
}

const ORDERS = "create table orders(id integer, price real, code text, photo blob);" +
  "insert into orders values (9007199254740993, 1.5, '007', null), (null, 3.0, null, x'01'), (1, 0.1, 'a', null);";

test("the only table is read: integers exactly, missing values as nothing", async ({ path }) => {
  const { columns, rows, lines, warnings } = await readFile(write(path, ORDERS));
  assertEquals(columns, ["id", "price", "code"]);
  assertEquals(rows, [["9007199254740993", "1.5", "007"], ["", "3", ""], ["1", "0.1", "a"]]);
  assertEquals(lines, [2, 3, 4]);
  assertEquals(warnings, ["A column of bytes is left out: photo"]);
});

test("of several tables, views among them, a query chooses", async ({ path: folder }) => {
  const path = write(
    folder,
    `${ORDERS} create view cheap as select id from orders where price < 1;`,
  );
  await assertRejects(
    () => readFile(path),
    SyntaxError,
    "it has several tables: orders, cheap; choose one with --query 'select * from orders'",
  );
  const query = "select id, price * 2 as twice from orders where id = 1";
  const { columns, rows } = await readFile(path, { query });
  assertEquals(columns, ["id", "twice"]);
  assertEquals(rows, [["1", "0.2"]]);
});

const WRONG: readonly (readonly [what: string, query: string, message: string])[] = [
  ["is none of SQLite", "select nothing", "is none of SQLite: "],
  ["opens another file", "attach 'other.db' as other", "gives no columns"],
  ["writes a file", "vacuum into 'other.db'", "gives no columns"],
  ["loads a library", "select load_extension('other')", "not authorized"],
  ["gives two columns of one name", "select id, price as id from orders", 'both called "id"'],
];

for (const [what, query, message] of WRONG) {
  test(`a query that ${what} is refused`, async ({ path: folder }) => {
    const path = write(folder, ORDERS);
    const error = await assertRejects(() => readFile(path, { query }), SyntaxError);
    assertStringIncludes(error.message, message);
    assert(!await exists(join(folder, "other.db")) && !await exists("other.db"));
  });
}

test("a query reads a copy: what it changes is not in the file", async ({ path: folder }) => {
  const path = write(folder, ORDERS);
  const before = await Deno.readFile(path);
  const { rows } = await readFile(path, { query: "delete from orders returning id" });
  assertEquals(rows.length, 3);
  assertEquals(await Deno.readFile(path), before);
});

test("a database with a log is read if the log is empty, and nothing is left beside it", async ({ path: folder }) => {
  const path = write(folder, `pragma journal_mode = wal; ${ORDERS}`);
  assertEquals((await Deno.readFile(path))[18], 2);
  assertEquals((await readFile(path)).rows.length, 3);
  assertEquals(await namesIn(folder), ["orders.db"]);
  await Deno.writeFile(`${path}-wal`, new Uint8Array(32));
  await assertRejects(() => readFile(path), SyntaxError, "some rows are in");
});

test("a database that is damaged, or has no table, is refused", async ({ path: folder }) => {
  await assertRejects(
    () => readFile(write(folder, "pragma user_version = 1")),
    SyntaxError,
    "no tables",
  );
  await Deno.remove(join(folder, "orders.db"));
  const path = write(folder, ORDERS);
  const bytes = await Deno.readFile(path);
  for (const wrong of [bytes.slice(0, 5000), bytes.slice(0, 100), bytes.fill(7, 100, 4000)]) {
    await Deno.writeFile(path, wrong);
    await assertRejects(() => readFile(path), SyntaxError, "Cannot read ");
  }
});
