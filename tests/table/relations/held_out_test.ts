import { assertAlmostEquals, assertEquals, assertGreater, assertLess } from "@std/assert";
import {
  areRenamed,
  determinedShare,
  groupsOf,
  levelShare,
  levelsOf,
  rowsInRuns,
  rowsOfWholeLevels,
} from "../../../lib/table/relations/columns.ts";
import { FeatureColumns, ranksOf, targetsAt } from "../../../lib/table/relations/features.ts";
import { foldsOfLevels, HeldOut, tOverLevels } from "../../../lib/table/relations/held_out.ts";
import { latestRows } from "../../../lib/table/relations/recurrence.ts";
import { columnOf, randomOf } from "./made_tables.ts";

const numbers = (count: number, of: (row: number) => number) =>
  Float64Array.from({ length: count }, (_, k) => of(k));

const allRows = (count: number) => Uint32Array.from({ length: count }, (_, row) => row);

Deno.test("the mean of a level does not give its rows away: others of the level are left out with a row", () => {
  // If the row alone were left out, the mean of its level would be lower exactly where its own target is 1: R² was −4 then.
  const random = randomOf(1);
  const rows = 600;
  const columns = [columnOf("shop", "text", numbers(rows, () => random.below(6)))];
  const target = {
    name: "y",
    isRanked: false,
    values: [numbers(rows, () => random.below(2))],
  } as const;
  const all = allRows(rows);
  const heldOut = new HeldOut(new FeatureColumns(columns).at(all), targetsAt(target, all), "coins");
  const { random: { r2 } } = heldOut.compare(groupsOf(columns[0]!.values), "shops", 0);
  assertGreater(r2, -0.2);
  assertLess(r2, 0.05);
});

Deno.test("equal quantities have equal ranks, whatever their order in the file", () => {
  assertEquals([...ranksOf(Float64Array.of(3, 1, 3, 2))], [0.75, 0.125, 0.75, 0.375]);
  // Ranks of ties in the order of a file that is sorted by class would predict the class: .72 in the place of .15.
  const random = randomOf(2);
  const labels = numbers(600, (row) => Number(row >= 300));
  const x = labels.map((label) => Math.round(0.8 * label + random.normal()));
  const share = levelShare(levelsOf(ranksOf(x)), [labels]);
  assertGreater(share, 0.05);
  assertLess(share, 0.25);
});

Deno.test("rows of whole levels stay in one fold, and folds are about equal", () => {
  const random = randomOf(3);
  const levels = groupsOf(numbers(500, () => random.below(60)));
  const folds = foldsOfLevels(levels, "check");
  const foldOf = new Map<number, number>();
  levels.codes.forEach((code, row) => {
    assertEquals(foldOf.get(code) ?? folds[row], folds[row]);
    foldOf.set(code, folds[row]!);
  });
  const sizes = [0, 1, 2, 3, 4].map((fold) => folds.filter((own) => own === fold).length);
  for (const size of sizes) assertAlmostEquals(size, 100, 8);
  assertEquals(foldsOfLevels(levels, "check"), folds);
  assertEquals([...foldsOfLevels(groupsOf([7, 7, 7]), "one level")], [0, 0, 0]);
});

Deno.test("the t statistic takes the sum of each level as one observation", () => {
  const levels = groupsOf([7, 7, 8, 9]);
  const sums = [3, 1, 5]; // the mean 3, the deviation 2 of a sample
  const t = tOverLevels(levels, Float64Array.of(2, 1, sums[1]!, sums[2]!));
  assertAlmostEquals(t, 3 / (2 / Math.sqrt(3)), 1e-9);
});

Deno.test("the latest rows begin where a new time begins, nearest to four fifths", () => {
  const { earlier, latest } = latestRows(Float64Array.of(5, 1, 2, 3, 4, 9, 8, 7, 6, 0))!;
  assertEquals([...latest], [5, 6]);
  assertEquals(earlier.length, 8);
  const ties = latestRows(numbers(20, (row) => Math.floor(row / 6)))!;
  assertEquals([...ties.latest], [18, 19]);
  assertEquals(latestRows(new Float64Array(10)), undefined);
});

Deno.test("a row without a group is one by itself, and levels by other names are the same", () => {
  const values = [1, NaN, 2, 1, NaN];
  assertEquals(levelsOf(values).sizes.length, 3);
  assertEquals([...groupsOf(values).sizes].sort(), [1, 1, 1, 2]);
  const [a, b] = [groupsOf([1, 1, 2, 2, 3, 3]), groupsOf([9, 9, 7, 7, 8, 8])];
  assertEquals(areRenamed(a, b), true);
  assertEquals(areRenamed(a, groupsOf([1, 2, 3, 4, 5, 6])), false);
  assertEquals(determinedShare(a, groupsOf([0, 0, 0, 0, 1, 1])), 1);
  assertEquals(determinedShare(a, groupsOf([0, 1, 0, 0, 1, 1])), 5 / 6);
});

Deno.test("samples keep small levels whole, give large ones equal shares, and keep neighbors of a file", () => {
  const small = groupsOf(numbers(9000, (row) => Math.floor(row / 3)));
  const rows = rowsOfWholeLevels(small, 600);
  assertEquals(rows.length, 600);
  const chosen = new Set(rows);
  assertEquals(rows.every((row) => [0, 1, 2].every((k) => chosen.has(row - row % 3 + k))), true);
  const large = rowsOfWholeLevels(groupsOf(numbers(9000, (row) => row % 4)), 600);
  assertEquals([0, 1, 2, 3].map((level) => large.filter((row) => row % 4 === level).length), [
    150,
    150,
    150,
    150,
  ]);
  const runs = rowsInRuns(9000, 400);
  assertEquals(runs.length, 400);
  assertEquals([runs[0], runs[39], runs[399]], [0, 39, 8999]);
  assertEquals(rowsInRuns(30, 400).length, 30);
});
