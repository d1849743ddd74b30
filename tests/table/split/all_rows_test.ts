/** A table whose rows are all in folds. @module */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { tableDatasets, type TableOptions } from "../../../lib/table/mod.ts";
import { tableSource } from "../../../lib/table/model/data.ts";

/** Rows of two inputs, a class, and a group of four rows each. */
const csvOf = (rows: number) =>
  "x,group,day,class\n" +
  Array.from(
    { length: rows },
    (_, k) => `${k % 7 + k / 1000},g${k >> 2},${k},${k % 3 === 0 ? "a" : "b"}\n`,
  ).join("");

async function read(rows: number, options: Omit<TableOptions, "target">) {
  const source = await tableSource(csvOf(rows), { target: "class" });
  return await tableDatasets(source, { target: "class", ...options });
}

const sizes = async (rows: number, options: Omit<TableOptions, "target">) => {
  const { training, test, folds } = await read(rows, options);
  return [training.size, test.size, new Set(folds[0]).size];
};

const ALL = { recipe: 3, folds: "auto" } as const;

Deno.test("by the third recipe all rows are in folds, and by earlier ones 15 % test", async () => {
  assertEquals(await sizes(100, { ...ALL }), [100, 0, 5]);
  assertEquals(await sizes(100, { ...ALL, folds: 4 }), [100, 0, 4]);
  assertEquals(await sizes(100, { ...ALL, recipe: 2 }), [85, 15, 5]);
  assertEquals(await sizes(100, { ...ALL, splitBy: "group" }), [100, 0, 5]);
});

Deno.test("a table without folds, or that is split after a time, has a test part", async () => {
  assertEquals(await sizes(100, { ...ALL, folds: 0 }), [70, 15, 0]);
  const few = await read(29, ALL);
  assertEquals([few.training.size, few.validation.size, few.test.size], [20, 5, 4]);
  assert(few.warnings.includes("There are no folds: there are 29 rows, fewer than 30"));
  assertEquals(await sizes(100, { ...ALL, splitAfter: "day" }), [85, 15, 5]);
  assertEquals(await sizes(100, { ...ALL, split: [0.5, 0.2, 0.3] }), [70, 30, 5]);
});

Deno.test("the fraction that tests may be asked for, and 15 % are the rows of earlier recipes", async () => {
  assertEquals(await sizes(100, { ...ALL, test: 0.3 }), [70, 30, 5]);
  assertEquals(await sizes(100, { ...ALL, recipe: 1, test: 0 }), [100, 0, 5]);
  assertEquals(await sizes(100, { ...ALL, test: 0.3, splitAfter: "day" }), [70, 30, 5]);
  assertEquals(await sizes(100, { ...ALL, test: 0.4, folds: 0 }), [49, 40, 0]);
  const linesOf = async (options: Partial<TableOptions>) =>
    (await read(100, { ...ALL, ...options })).lines.test;
  assertEquals(await linesOf({ test: 0.15 }), await linesOf({ recipe: 2 }));
});

Deno.test("fewer groups make fewer folds of all rows", async () => {
  const { folds, splitFound, warnings } = await read(36, { ...ALL, splitBy: "day" });
  assertEquals([folds[0]!.length, new Set(folds[0]).size], [36, 5]);
  assertEquals(
    splitFound,
    'Rows with the same "day" stay together in a fold: there are 36 groups; "day" is not an input',
  );
  assertEquals(await sizes(32, { ...ALL, splitBy: "x" }), [32, 0, 5]);
  const three = await tableSource(csvOf(36).replaceAll(/g\d+/g, (name) => `g${+name[1]! % 3}`), {
    target: "class",
  });
  const found = await tableDatasets(three, { ...ALL, target: "class", splitBy: "group" });
  assertEquals([found.training.size, new Set(found.folds[0]).size], [36, 3]);
  assert(found.warnings.includes("There are 3 folds, not 5: there are 3 groups or times"));
  assert(!warnings.some((text) => text.includes("besides the test part")));
});

Deno.test("a test part is not left out where nothing else tells the result", async () => {
  const refused = async (rows: number, options: Partial<TableOptions>, text: string) => {
    await assertRejects(() => read(rows, { ...ALL, ...options }), RangeError, text);
  };
  await refused(100, { test: 0, folds: 0 }, "without folds: the folds are 0");
  await refused(20, { test: 0 }, "without folds: There are no folds: there are 20 rows");
  await refused(100, { test: 0, splitAfter: "day" }, "only the test rows lie ahead");
  await refused(100, { test: 1 }, "expected one from 0 to below 1");
  await refused(100, { test: 0.1, split: [0.7, 0.15, 0.15] }, "by split and test at once");
});

Deno.test("the rows that a column names for validation are in the folds, and those for the test are not", async () => {
  const parts = ["training", "training", "validation", "test"];
  const named = (csv: string, parts: readonly string[]) =>
    csv.split("\n").map((line, k) =>
      line && `${line},${k === 0 ? "part" : parts[k % parts.length]}`
    ).join("\n");
  const readNamed = async (parts: readonly string[], options: Partial<TableOptions>) => {
    const source = await tableSource(named(csvOf(100), parts), { target: "class" });
    return await tableDatasets(source, { target: "class", split: "part", ...ALL, ...options });
  };
  const pooled = await readNamed(parts, {});
  assertEquals([pooled.training.size, pooled.test.size], [75, 25]);
  assertEquals(new Set(pooled.folds[0]).size, 5);
  assert(
    pooled.warnings.includes(
      "The 25 rows that the split names for validation are in the folds; `folds: 0` keeps them for validation",
    ),
  );
  const before = await readNamed(parts, { recipe: 2 });
  assertEquals([before.training.size, before.validation.size, before.folds.length], [50, 25, 0]);
  const apart = await readNamed(parts, { folds: 0 });
  assertEquals([apart.training.size, apart.validation.size, apart.test.size], [50, 25, 25]);
  const all = await readNamed(parts.slice(0, 3), {});
  assertEquals([all.training.size, all.test.size], [100, 0]);
  await assertRejects(() => readNamed(parts.slice(0, 3), { folds: 0 }), SyntaxError, "for test");
});
