/** Several files, of one format or of more, as one table. */

import { assertEquals, assertRejects } from "@std/assert";
import { createHash } from "node:crypto";
import { join } from "@std/path";
import { UsageError } from "../../../../tasks/cli/arguments.ts";
import { filesOf, openTable } from "../../../../tasks/data/tables/open_table.ts";
import { testsWith } from "../../../helpers/tests_with.ts";
import { writeFiles } from "../../../helpers/write_files.ts";
import { writeXlsx } from "../../../helpers/write_xlsx.ts";
import { readFile } from "./read_file.ts";

const test = testsWith("read", "write");

const FILES = {
  "2024-02.csv": "a,b\n3,x\n",
  "2024-01.csv": "a,b\n1,x\n2,y\n",
  "2024-03.jsonl": '{"b":"z","a":4}\n',
  "other.csv": "a,c\n1,2\n",
};

test("files and patterns are one table, in the order of code units and of the first file's columns", async ({ path }) => {
  await writeFiles(path, FILES);
  const { columns, rows, lines } = await readFile(join(path, "2024-*"));
  assertEquals(columns, ["a", "b"]);
  assertEquals(rows, [["1", "x"], ["2", "y"], ["3", "x"], ["4", "z"]]);
  assertEquals(lines, [2, 3, 4, 5]);
  const named = await readFile(["2024-03.jsonl", "2024-0[12].csv"].map((name) => join(path, name)));
  assertEquals(named.columns, ["b", "a"]);
  assertEquals(named.rows, [["z", "4"], ["x", "1"], ["y", "2"], ["x", "3"]]);
});

test("the cells of several files have the hash that they have in one", async ({ path }) => {
  await writeFiles(path, { ...FILES, "all.csv": "a,b\n1,x\n2,y\n3,x\n4,z\n" });
  const all = await readFile(join(path, "all.csv"));
  assertEquals((await readFile(join(path, "2024-*"))).sha256, all.sha256);
});

test("each of several files has the hash of its bytes, by its name", async ({ path }) => {
  await writeFiles(path, FILES);
  const table = await openTable(join(path, "2024-0?.csv"));
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
  assertEquals(table.files, {
    "2024-01.csv": sha256(FILES["2024-01.csv"]),
    "2024-02.csv": sha256(FILES["2024-02.csv"]),
  });
  assertEquals((await openTable(join(path, "other.csv"))).files, undefined);
});

test("a column of dates has times if one of the files has any", async ({ path }) => {
  await Deno.writeFile(join(path, "1.xlsx"), writeXlsx({ A: [["t"], [{ date: 45322 }]] }));
  await Deno.writeFile(join(path, "2.xlsx"), writeXlsx({ A: [["t"], [{ date: 45322.5 }]] }));
  assertEquals((await readFile(join(path, "1.xlsx"))).rows, [["2024-01-31"]]);
  const { rows } = await readFile(join(path, "*.xlsx"));
  assertEquals(rows, [["2024-01-31T00:00:00"], ["2024-01-31T12:00:00"]]);
});

test("a pattern that nothing matches and a URL are refused, with what to do", async ({ path }) => {
  await writeFiles(path, { "a[1].csv": "a\n1\n", ".hidden.csv": "a\n1\n" });
  assertEquals(await filesOf([join(path, "a[1].csv"), join(path, "*.csv")]), [
    join(path, "a[1].csv"),
  ]);
  await assertRejects(
    () => filesOf([join(path, "*.parquet")]),
    Error,
    "Cannot find a file that matches",
  );
  await assertRejects(
    () => filesOf(["https://example.org/a.csv"]),
    UsageError,
    "`deno task fetch --table https://example.org/a.csv` saves it in data/",
  );
});
