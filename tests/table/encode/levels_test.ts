/** Means of the target for levels, worked by hand; no row has its own target. */

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { commonestLevels, levelMeans } from "../../../lib/table/encode/levels.ts";

/** Values minus their mean, in their standard deviations. */
function standardized(values: readonly number[], by = values): number[] {
  const mean = by.reduce((sum, value) => sum + value, 0) / by.length;
  const squares = by.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return values.map((value) => (value - mean) / Math.sqrt(squares / by.length));
}

Deno.test("means are shrunk by ten rows of the mean of all, and standardized as the rows are", () => {
  const { table, own } = levelMeans({
    indices: [1, 1, 2, 2],
    targets: new Float64Array([0, 6, 3, 9]),
    levels: 3,
    width: 1,
    seed: 1,
  });
  // A part is a row: each has the sum of its level and ten times the mean, both of the three others.
  const rows = [(6 + 60) / 11, (0 + 40) / 11, (9 + 50) / 11, (3 + 30) / 11];
  const levels = [4.5, (6 + 45) / 12, (12 + 45) / 12, 4.5]; // others, the two levels, and one of no row
  for (const [k, value] of standardized(rows).entries()) assertAlmostEquals(own[k]!, value, 1e-6);
  for (const [k, value] of standardized(levels, rows).entries()) {
    assertAlmostEquals(table[k]!, value, 1e-6);
  }
});

Deno.test("each output has means of its own", () => {
  const given = { indices: [1, 1, 2, 2, 0], levels: 2, seed: 3 };
  const one = levelMeans({ ...given, width: 1, targets: new Float64Array([1, 2, 3, 5, 8]) });
  const two = levelMeans({
    ...given,
    width: 2,
    targets: new Float64Array([0, 1, 0, 2, 1, 3, 1, 5, 0, 8]),
  });
  assertEquals(two.table.filter((_, k) => k % 2 === 1), one.table);
  assertEquals(two.own.filter((_, k) => k % 2 === 1), one.own);
});

Deno.test("a row's own target is not in its mean: where all rows have one level, more makes less", () => {
  const targets = Float64Array.from({ length: 20 }, (_, k) => (k * 7) % 20);
  const { own } = levelMeans({
    indices: new Uint8Array(20).fill(1),
    targets,
    levels: 1,
    width: 1,
    seed: 5,
  });
  const order = [...targets.keys()].sort((a, b) => targets[a]! - targets[b]!);
  for (let k = 1; k < 20; k++) assert(own[order[k]!]! < own[order[k - 1]!]!);
});

Deno.test("rows of a part have the same mean, whatever their targets are; there are 20 parts", () => {
  const targets = Float64Array.from({ length: 200 }, (_, k) => k * k);
  const indices = new Uint8Array(200).fill(1);
  const counts = new Map<number, number>();
  for (const mean of levelMeans({ indices, targets, levels: 1, width: 1, seed: 5 }).own) {
    counts.set(mean, (counts.get(mean) ?? 0) + 1);
  }
  assertEquals([...counts.values()], Array.from({ length: 20 }, () => 10));
});

Deno.test("the parts come from the seed", () => {
  const given = { indices: new Uint8Array(60).map((_, k) => k % 3), levels: 2, width: 1 };
  const targets = Float64Array.from({ length: 60 }, (_, k) => (k * 11) % 17);
  const [one, again, other] = [1, 1, 2].map((seed) => levelMeans({ ...given, targets, seed }).own);
  assertEquals(one, again);
  assert(one!.some((mean, k) => mean !== other![k]));
});

Deno.test("the 20 commonest levels are one-hot, the first of equally common ones; others are zeros", () => {
  // Level k has k rows, but level 1 as many as level 5.
  const indices = Array.from({ length: 25 }, (_, k) => new Array(k === 0 ? 5 : k + 1).fill(k + 1))
    .flat();
  const table = commonestLevels(indices, 25);
  assertEquals(table.length, 26 * 20);
  const inputs = Array.from(
    { length: 26 },
    (_, level) => table.slice(20 * level, 20 * level + 20).indexOf(1),
  );
  assertEquals(inputs[0], -1);
  assertEquals(inputs[25], 0);
  assertEquals(inputs[6], 19);
  assertEquals([inputs[1], inputs[5], inputs[4]], [-1, -1, -1]);
  assertEquals(table.reduce((sum, value) => sum + value, 0), 20);
});
