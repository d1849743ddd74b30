import { assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { partNamed, RowRanks, SplitPlanner } from "../../../lib/table/split/split.ts";
import { RandomStream, shuffle } from "../../../mod.ts";

/** The part of each row, in the rows' order. */
function partsOf(
  rows: readonly (readonly string[])[],
  seed: number,
  groupOf = (_: readonly string[]) => 0,
): number[] {
  const ranks = new RowRanks(seed);
  const planner = new SplitPlanner();
  for (const row of rows) planner.add(ranks.rank(row), groupOf(row));
  const groups = [...new Set(rows.map(groupOf))].sort((a, b) => a - b);
  const assign = planner.plan([0.7, 0.15, 0.15], groups)();
  return rows.map((row) => assign(ranks.rank(row), groupOf(row)));
}

const sizes = (parts: readonly number[]) =>
  [0, 1, 2].map((part) => parts.filter((p) => p === part).length);

const rows = Array.from({ length: 1000 }, (_, k) => [String(k % 10 === 0 ? 1 : 0), String(k)]);
const classOf = ([name]: readonly string[]) => Number(name);

Deno.test("every class has its fraction of rows in every part", () => {
  const parts = partsOf(rows, 1, classOf);
  assertEquals(sizes(parts), [700, 150, 150]);
  const rare = parts.filter((_, k) => k % 10 === 0);
  assertEquals(sizes(rare), [70, 15, 15]);
});

Deno.test("the same seed gives the same rows whatever their order, and another seed gives others", () => {
  const order = Uint32Array.from(rows, (_, k) => k);
  shuffle(order, new RandomStream(5, "data"));
  const shuffled = Array.from(order, (k) => rows[k]!);
  const parts = partsOf(rows, 1, classOf);
  assertEquals(partsOf(shuffled, 1, classOf), Array.from(order, (k) => parts[k]!));
  assertNotEquals(partsOf(rows, 2, classOf), parts);
});

Deno.test("equal rows are dealt out by their number, so that all parts have their rows", () => {
  const equal = Array.from({ length: 20 }, () => ["a", "b"]);
  assertEquals(sizes(partsOf(equal, 1)), [14, 3, 3]);
  const few = Array.from({ length: 300 }, (_, k) => [String(k % 3)]);
  assertEquals(sizes(partsOf(few, 1)), [210, 45, 45]);
});

Deno.test("each of equal rows is dealt out by itself, so that all parts have rows of every kind", () => {
  const few = Array.from({ length: 3000 }, (_, k) => [String(k % 2), String(k % 6)]);
  const parts = partsOf(few, 1, ([name]) => Number(name));
  assertEquals(sizes(parts), [2100, 450, 450]);
  for (let kind = 0; kind < 6; kind++) {
    const [training, validation, test] = sizes(parts.filter((_, k) => k % 6 === kind));
    // Of 500 rows; four standard deviations of a binomial distribution.
    assertAlmostEquals(training!, 350, 41);
    assertAlmostEquals(validation!, 75, 32);
    assertAlmostEquals(test!, 75, 32);
  }
  const backwards = few.toReversed();
  const again = partsOf(backwards, 1, ([name]) => Number(name));
  const count = (kind: number, part: number, rows: readonly (readonly string[])[], of: number[]) =>
    of.filter((p, k) => p === part && rows[k]![1] === String(kind)).length;
  for (const [kind, part] of [[0, 0], [1, 1], [2, 2], [3, 0], [4, 1], [5, 2]] as const) {
    assertEquals(count(kind, part, backwards, again), count(kind, part, few, parts));
  }
});

Deno.test("a class of one row trains", () => {
  const many = Array.from({ length: 30 }, (_, k) => [String(k)]);
  assertEquals(partsOf(many, 1, ([name]) => Number(name)), many.map(() => 0));
});

Deno.test("rows that differ in where a cell ends have different ranks, and ranks fill their range", () => {
  const ranks = new RowRanks(1);
  assertNotEquals(ranks.rank(["ab", "c"]), ranks.rank(["a", "bc"]));
  assertNotEquals(ranks.rank(["ab"]), ranks.rank(["ab", ""]));
  const all = Float64Array.from({ length: 20_000 }, (_, k) => ranks.rank([String(k), "x"])).sort();
  assertEquals(new Set(all).size, all.length);
  // The largest distance of 20,000 uniform numbers from their ideal positions stays below 2/√n but once in a thousand times.
  for (let k = 0; k < all.length; k++) assertAlmostEquals(all[k]!, k / all.length, 0.015);
});

Deno.test("more rows than one piece of memory holds are split the same way", () => {
  const many = Array.from({ length: 150_001 }, (_, k) => [String(k)]);
  assertEquals(sizes(partsOf(many, 1)), [105_001, 22_500, 22_500]);
});

Deno.test("a column names the parts in the words that people use", () => {
  const cells = ["train", " Training ", "val", "DEV", "test", "holdout"];
  assertEquals(cells.map(partNamed), [0, 0, 1, 1, 2, undefined]);
});
