/** Test rows whose inputs a training row has: they are counted, and reported where they are likely to be copies. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { tableDatasets } from "../../../lib/table/encode/datasets.ts";
import { Dataset, RandomStream } from "../../../mod.ts";
import { countDuplicates, countLearned } from "../../../lib/table/columns/duplicates.ts";
import { tableOf } from "../table_fixture.ts";

const HEADER = ["id", "x", "y", "color", "class"];

function randomRows(seed: number, rows: number): string[][] {
  const random = new RandomStream(seed, "data");
  return Array.from({ length: rows }, (_, k) => [
    `r${k}`,
    random.normal().toFixed(4),
    random.normal().toFixed(4),
    ["red", "green"][random.below(2)]!,
    ["a", "b"][random.below(2)]!,
  ]);
}

const read = (rows: string[][], folds = 0) =>
  tableDatasets(tableOf([HEADER, ...rows]), {
    target: "class",
    gaps: "category",
    folds,
    recipe: 2,
  });

Deno.test("test rows with the inputs of a training row are counted, ids and targets aside", async () => {
  for (const folds of [0, 5]) {
    const rows = randomRows(1, 300);
    const copies = rows.slice(0, 60).map(([, x, y, color], k) => [`c${k}`, x!, y!, color!, "a"]);
    const all = [...rows, ...copies];
    const { counts, lines, warnings } = await read(all, folds);
    const inputsOf = (line: number) => all[line - 2]!.slice(1, 4).join();
    const training = new Set([...lines.training].map(inputsOf));
    const expected = [...lines.test].filter((line) => training.has(inputsOf(line))).length;
    assert(expected > 5);
    assertEquals(counts.duplicates, expected);
    assertStringIncludes(warnings.join("\n"), `training row: ${expected} of ${counts.test};`);
  }
});

Deno.test("a table without copies, with few of them, or with few combinations of values reports none", async () => {
  const rows = randomRows(2, 300);
  const none = await read(rows);
  assertEquals([none.counts.duplicates, none.warnings.filter((w) => /same inputs/.test(w))], [
    0,
    [],
  ]);
  const few = await read(rows.map(([id, x, , color, label]) => [
    id!,
    String(Math.sign(Number(x))),
    "1",
    color!,
    label!,
  ]));
  assertEquals(few.counts.duplicates, few.counts.test);
  assertEquals(few.warnings.filter((warning) => warning.includes("same inputs")), []);
});

Deno.test("rows of 0 and 1 and rows of small numbers are compared exactly", () => {
  const random = new RandomStream(3, "data");
  const draw = (rows: number, values: number) =>
    Float32Array.from({ length: rows * 16 }, () => random.below(values) / 4);
  for (const values of [2, 3]) {
    const [training, test] = [draw(20_000, values), draw(5000, values)];
    const rowsOf = (all: Float32Array) =>
      Array.from({ length: all.length / 16 }, (_, r) => all.subarray(r * 16, r * 16 + 16).join());
    const known = new Set(rowsOf(training));
    const expected = rowsOf(test).filter((row) => known.has(row)).length;
    assert(expected > 0 && expected < 5000);
    assertEquals(countDuplicates(training, test, 16), expected);
  }
});

Deno.test("rows that others have too count as learned, unless rows are equal by chance", () => {
  const random = new RandomStream(3, "data");
  const rowsOf = (rows: number, draw: () => number) =>
    new Dataset({
      inputs: Float32Array.from({ length: 2 * rows }, draw),
      features: 2,
      labels: Uint8Array.from({ length: rows }, () => random.below(2)),
      classes: 2,
    });
  const known = rowsOf(500, () => random.normal());
  assertEquals(countLearned(known, rowsOf(100, () => random.normal())), 0);
  assertEquals(countLearned(known, known.subset(0, 50)), 50);
  assertEquals(countLearned(known, known.subset(7, 8)), 0);
  const other = new Dataset({
    inputs: known.inputs as Float32Array,
    features: 2,
    labels: known.labels.map((label) => 1 - label) as Uint8Array,
    classes: 2,
  });
  assertEquals(countLearned(known, other), 0);
  const coarse = () => random.below(4);
  assertEquals(countLearned(rowsOf(500, coarse), rowsOf(100, coarse)), 0);
});
