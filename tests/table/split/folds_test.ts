/** Folds: which rows stay together, how evenly they are dealt, and what becomes of the parts. */

import { assert, assertEquals, assertNotEquals, assertStringIncludes } from "@std/assert";
import { tableDatasets } from "../../../lib/table/encode/datasets.ts";
import { checkFolds, dealFolds, dealRows, foldsFor } from "../../../lib/table/split/folds.ts";
import { RandomStream, shuffle } from "../../../mod.ts";
import { throwsSaying } from "../../helpers/says.ts";
import { tableOf } from "../table_fixture.ts";

const UNITS = 2 ** 53;

/** Random numbers for rows, as many different ones as there are units. */
function unitsOf(random: RandomStream, rows: number, units: number): Float64Array {
  const values = Array.from({ length: units }, () => random.uniform());
  assert(values.every((value) => Number.isInteger(value * UNITS)));
  // Each unit has a row; the others are of any.
  return Float64Array.from(
    { length: rows },
    (_, k) => values[k < units ? k : random.below(units)]!,
  );
}

const countsOf = (foldOf: Uint8Array, folds: number, of = (_: number) => true) =>
  Array.from(
    { length: folds },
    (_, fold) => foldOf.reduce((sum, f, row) => sum + Number(f === fold && of(row)), 0),
  );

const spread = (counts: readonly number[]) => Math.max(...counts) - Math.min(...counts);

Deno.test("where all rows differ, folds differ by a row at most, in all and in each class", () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = new RandomStream(seed, "data");
    const folds = 2 + random.below(8);
    const rows = folds + random.below(200);
    const units = unitsOf(random, rows, rows);
    const kinds = 1 + random.below(6);
    const classes = Uint16Array.from(units, () => random.below(kinds));
    const foldOf = dealFolds(units, classes, { folds, seed, repeat: 0 });
    assertEquals(foldOf.length, rows);
    assert(spread(countsOf(foldOf, folds)) <= 1);
    for (let kind = 0; kind < kinds; kind++) {
      assert(spread(countsOf(foldOf, folds, (row) => classes[row] === kind)) <= 1);
    }
  }
});

Deno.test("rows that share a number stay together, and no fold is empty", () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = new RandomStream(seed, "data");
    const folds = 2 + random.below(5);
    const count = folds + random.below(30);
    const units = unitsOf(random, count + random.below(300), count);
    // Of several classes a unit, as groups are; of one, as equal rows are.
    const mixed = random.below(2) === 0;
    const classes = Uint16Array.from(
      units,
      (unit) => mixed ? random.below(3) : Math.floor(unit * 3),
    );
    const foldOf = dealFolds(units, classes, { folds, seed, repeat: 0 });
    const byUnit = new Map<number, number>();
    for (const [row, unit] of units.entries()) {
      const fold = byUnit.get(unit) ?? foldOf[row]!;
      assertEquals(fold, foldOf[row]);
      byUnit.set(unit, fold);
    }
    assert(countsOf(foldOf, folds).every((count) => count > 0));
  }
});

Deno.test("up to ten equal rows are copies and stay together; of more each fold has its share", () => {
  for (let seed = 1; seed <= 50; seed++) {
    const random = new RandomStream(seed, "data");
    const kinds = Array.from({ length: 20 }, (_, k) => ({
      unit: random.uniform(),
      size: 1 + (k < 10 ? random.below(10) : 60 + random.below(60)),
      label: random.below(2),
    }));
    const rows = kinds.flatMap((kind) => Array.from({ length: kind.size }, () => kind));
    const units = Float64Array.from(rows, ({ unit }) => unit);
    const classes = Uint16Array.from(rows, ({ label }) => label);
    const dealing = { folds: 5, seed, repeat: 0 };
    const foldOf = dealRows(units, classes, dealing);
    for (const { unit, size } of kinds) {
      const counts = countsOf(foldOf, 5, (row) => units[row] === unit);
      if (size <= 10) assertEquals(Math.max(...counts), size);
      else assert(spread(counts) <= 12, `${counts}`); // they even out the copies too
    }
    const countsBack = countsOf(dealRows(units.toReversed(), classes.toReversed(), dealing), 5);
    assertEquals(countsBack, countsOf(foldOf, 5));
  }
});

Deno.test("many small groups make folds of nearly equal sizes and shares of the classes", () => {
  const random = new RandomStream(1, "data");
  const units = unitsOf(random, 2000, 300);
  const classes = Uint16Array.from(units, () => Number(random.below(10) === 0));
  const foldOf = dealFolds(units, classes, { folds: 5, seed: 1, repeat: 0 });
  for (const count of countsOf(foldOf, 5)) assert(Math.abs(count - 400) <= 20, `${count}`);
  const rare = countsOf(foldOf, 5, (row) => classes[row] === 1);
  assert(spread(rare) <= 8, `${rare}`);
});

Deno.test("the order of rows changes no row's fold; another seed or repeat does", () => {
  const random = new RandomStream(3, "data");
  const units = unitsOf(random, 300, 200);
  const classes = Uint16Array.from(units, (unit) => Math.floor(unit * 3));
  const dealing = { folds: 5, seed: 1, repeat: 0 };
  const foldOf = dealFolds(units, classes, dealing);
  const order = Uint32Array.from(units, (_, k) => k);
  shuffle(order, random);
  const again = dealFolds(
    Float64Array.from(order, (k) => units[k]!),
    Uint16Array.from(order, (k) => classes[k]!),
    dealing,
  );
  assertEquals(again, Uint8Array.from(order, (k) => foldOf[k]!));
  assertNotEquals(dealFolds(units, classes, { ...dealing, seed: 2 }), foldOf);
  assertNotEquals(dealFolds(units, classes, { ...dealing, repeat: 1 }), foldOf);
});

Deno.test("the number of folds is 5 unless rows or classes are too few, or rows are many", () => {
  assertEquals(foldsFor({ rows: 30 }), { folds: 5 });
  assertEquals(foldsFor({ rows: 100_000, classCounts: [3, 50_000, 49_997] }), { folds: 5 });
  assertEquals(foldsFor({ rows: 40, classCounts: [33, 1, 3, 3] }).folds, 3);
  assertEquals(foldsFor({ rows: 29 }).folds, 0);
  assertEquals(foldsFor({ rows: 100_001 }).folds, 0);
  assertEquals(foldsFor({ rows: 40, classCounts: [1, 38, 1] }).folds, 0);
});

Deno.test("folds and repeats that cannot be are refused", () => {
  for (const folds of [0, 2, 100, "auto"] as const) checkFolds(folds, 1);
  for (const folds of [1, -2, 2.5, 101, NaN, "5"]) {
    throwsSaying(() => checkFolds(folds as number, 1), RangeError, `${folds} folds`);
  }
  for (const repeat of [0, 11, 1.5]) {
    throwsSaying(() => checkFolds(5, repeat), RangeError, `${repeat} times`);
  }
});

const HEADER = ["x", "color", "class", "y"];

/** A table of random rows, of which about a tenth are equal to others. */
function randomTable(seed: number, rows: number): string[][] {
  const random = new RandomStream(seed, "data");
  const table: string[][] = [];
  while (table.length < rows) {
    table.push(
      table.length > 1 && random.below(10) === 0 ? table[random.below(table.length)]! : [
        random.below(9) === 0 ? "" : random.normal().toFixed(3),
        ["red", "green"][random.below(2)]!,
        ["a", "b", "c"][random.below(3)]!,
        random.normal().toFixed(2),
      ],
    );
  }
  return table;
}

Deno.test("with folds training and validation are one part in the file's order, and the test part stays", async () => {
  for (const target of ["class", "y"]) {
    const table = randomTable(1, 200);
    const source = tableOf([HEADER, ...table]);
    const read = { target, gaps: "category", recipe: 2 } as const;
    const plain = await tableDatasets(source, read);
    const folded = await tableDatasets(source, { ...read, folds: 5, repeat: 2 });
    assertEquals(plain.folds, []);
    assertEquals(folded.lines.test, plain.lines.test);
    const pooled = [...plain.lines.training, ...plain.lines.validation].sort((a, b) => a - b);
    assertEquals([...folded.lines.training], pooled);
    assertEquals(folded.lines.validation, folded.lines.training);
    assert(folded.validation === folded.training);
    assertEquals(folded.training.size, pooled.length);
    assertEquals(folded.folds.map(({ length }) => length), [pooled.length, pooled.length]);
    assertNotEquals(folded.folds[0], folded.folds[1]);
    // Means and deviations are of all pooled rows.
    const x = folded.description.columns[0]!;
    const values = pooled.map((line) => table[line - 2]![0]!).filter((cell) => cell !== "");
    const mean = values.reduce((sum, cell) => sum + Number(cell), 0) / values.length;
    assert(x.kind === "number" && Math.abs(x.mean - mean) < 1e-12);
  }
});

Deno.test("equal rows are in one fold, every fold has each class, and a shuffled table the same folds", async () => {
  const read = { target: "class", gaps: "category", folds: 5 } as const;
  for (let seed = 1; seed <= 5; seed++) {
    const table = randomTable(seed, 150);
    const foldsOf = async (rows: string[][]) => {
      const { folds, lines } = await tableDatasets(tableOf([HEADER, ...rows]), read);
      return [...folds[0]!].map((fold, k) => [rows[lines.training[k]! - 2]!.join(), fold] as const);
    };
    const found = await foldsOf(table);
    const byRow = new Map(found);
    for (const [row, fold] of found) assertEquals(byRow.get(row), fold);
    const order = Uint32Array.from(table, (_, k) => k);
    shuffle(order, new RandomStream(seed, "data"));
    const again = await foldsOf(Array.from(order, (k) => table[k]!));
    assertEquals(again.map(String).sort(), found.map(String).sort());
    for (let fold = 0; fold < 5; fold++) {
      const classes = found.filter(([, f]) => f === fold).map(([row]) => row.split(",")[2]);
      assertEquals([...new Set(classes)].sort(), ["a", "b", "c"]);
    }
  }
});

Deno.test("folds asked for pool the rows that the split names for validation; by themselves there are none", async () => {
  const rows = Array.from(
    { length: 60 },
    (_, k) => [`${k}`, "ab"[k % 2]!, ["train", "val", "test"][k % 3]!],
  );
  const source = tableOf([["x", "class", "part"], ...rows]);
  const read = { target: "class", split: "part", recipe: 2 } as const;
  const asked = await tableDatasets(source, { ...read, folds: 4 });
  assertEquals([asked.training.size, asked.test.size, asked.folds.length], [40, 20, 1]);
  assertStringIncludes(asked.warnings.join(), "20 rows");
  const auto = await tableDatasets(source, { ...read, folds: "auto" });
  assertEquals([auto.training.size, auto.validation.size, auto.folds.length], [20, 20, 0]);
  assertStringIncludes(auto.warnings.join(), "no folds");
});

Deno.test("the folds that a table has by itself are reported where they are not 5", async () => {
  const read = async (rows: string[][]) => {
    const data = await tableDatasets(tableOf([["x", "class"], ...rows]), {
      target: "class",
      folds: "auto",
      recipe: 2,
    });
    return [new Set(data.folds[0]).size, data.warnings.join()] as const;
  };
  const rows = (count: number, rare: number) =>
    Array.from(
      { length: count },
      (_, k) => [`${k / 7}`, k < rare ? "a" : "b c".split(" ")[k % 2]!],
    );
  assertEquals(await read(rows(60, 20)), [5, ""]);
  const [none, why] = await read(rows(30, 10));
  assertEquals(none, 0);
  assertStringIncludes(why, "26 rows");
});
