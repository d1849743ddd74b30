import { assert, assertEquals } from "@std/assert";
import type { BinnedColumns } from "../../../lib/table/baselines/bins.ts";
import { curvatureOf, packDerivatives, slopeOf } from "../../../lib/table/baselines/derivatives.ts";
import { addLeaves, goesLeft, type Tree } from "../../../lib/table/baselines/tree.ts";
import { TreeGrower } from "../../../lib/table/baselines/tree_grower.ts";
import { RandomStream } from "../../../lib/numerics/random.ts";
import { type PlainTree, plainTree } from "./plain_tree.ts";

const { floor } = Math;

/** A table of two columns of numbers, one with gaps, and two of levels, with derivatives that depend on all of them. */
function drawn(seed: number) {
  const random = new RandomStream(seed, "data");
  const rows = 40 + floor(200 * random.uniform());
  const counts = [2 + floor(30 * random.uniform()), 9, 3, 2 + floor(40 * random.uniform())];
  const bins = new Uint8Array(rows * 4);
  counts.forEach((count, c) => {
    for (let row = 0; row < rows; row++) bins[c * rows + row] = floor(count * random.uniform());
  });
  const table: BinnedColumns = {
    bins,
    rows,
    columns: 4,
    counts,
    categories: [false, false, true, true],
    gaps: [false, true, false, false],
  };
  const isClass = seed % 2 === 0;
  const effects = counts.map((count) => Array.from({ length: count }, () => random.normal()));
  const g = new Float64Array(rows);
  const h = new Float64Array(rows).fill(1);
  for (let row = 0; row < rows; row++) {
    const sum = counts.reduce((sum, _, c) => sum + effects[c]![bins[c * rows + row]!]!, 0);
    g[row] = isClass ? floor(2 * random.uniform()) - 1 / (1 + Math.exp(-sum)) : sum;
    if (isClass) h[row] = random.uniform() / 4;
  }
  const some = Uint32Array.from({ length: rows }, (_, row) => row).filter(() =>
    random.uniform() < 0.8
  );
  return { table, some, g, h };
}

/** A tree as the specification has it. */
function plainOf(tree: Tree, counts: readonly number[], present: Set<string>, node = 0): PlainTree {
  if (tree.left[node] === 0) return { value: tree.values[node]! };
  const column = tree.columns[node]!;
  const isSet = tree.first[node]! > tree.last[node]!;
  const bins = Array.from({ length: counts[column]! }, (_, bin) => bin)
    .filter((bin) => goesLeft(tree, node, bin))
    .filter((bin) => !isSet || present.has(`${column} ${bin}`));
  const [left, right] = [tree.left[node]!, tree.left[node]! + 1];
  return {
    column,
    bins,
    left: plainOf(tree, counts, present, left),
    right: plainOf(tree, counts, present, right),
  };
}

Deno.test("trees are those of the specification, to the bit", () => {
  const kinds = new Set<string>();
  for (let seed = 1; seed <= 60; seed++) {
    const { table, some, g, h } = drawn(seed);
    const rules = { depth: seed % 5, lambda: 0.5 + seed % 3, minWeight: seed % 4 };
    const packed = packDerivatives(some, g, h, new Float64Array(table.rows));
    const whole = Array.from(packed.packed, (sum) => ({
      slope: slopeOf(sum),
      curvature: curvatureOf(sum, slopeOf(sum)),
    }));
    const grower = new TreeGrower(table, some.length, rules);
    grower.grow(some, packed, Uint16Array.of(3), 1); // what it leaves in memory does not count
    const tree = grower.grow(some, packed, Uint16Array.of(0, 1, 2, 3), 0.1);
    const present = new Set(
      table.counts.flatMap((_, c) =>
        Array.from(some, (row) => `${c} ${table.bins[c * table.rows + row]}`)
      ),
    );
    const expected = plainTree(table, [...some], whole, packed, rules, 0.1);
    assertEquals(plainOf(tree, table.counts, present), expected, `seed ${seed}`);
    tree.left.forEach((left, node) => {
      if (left === 0) return;
      kinds.add(tree.first[node]! > tree.last[node]! ? "set" : `from ${tree.first[node]! > 0}`);
    });
  }
  assertEquals([...kinds].sort(), ["from false", "from true", "set"]);
});

Deno.test("a row goes to the leaf that the splits lead to", () => {
  const { table, some, g, h } = drawn(3);
  const packed = packDerivatives(some, g, h, new Float64Array(table.rows));
  const grower = new TreeGrower(table, some.length, { depth: 4, lambda: 1, minWeight: 1 });
  const tree = grower.grow(some, packed, Uint16Array.of(0, 1, 2, 3), 0.1);
  const scores = new Float64Array(2 * table.rows);
  const all = Uint32Array.from({ length: table.rows }, (_, row) => row);
  addLeaves(tree, table, all, scores, 2, 1);
  for (const row of all) {
    let node = 0;
    while (tree.left[node] !== 0) {
      const bin = table.bins[tree.columns[node]! * table.rows + row]!;
      node = tree.left[node]! + (goesLeft(tree, node, bin) ? 0 : 1);
    }
    assertEquals([scores[2 * row], scores[2 * row + 1]], [0, tree.values[node]]);
  }
});

Deno.test("derivatives become whole numbers whose sums are exact and as fine as they can be", () => {
  const rows = Uint32Array.of(0, 1, 2, 3);
  const { packed, slopeScale, curvatureScale } = packDerivatives(
    rows,
    Float64Array.of(-1, 0.25, 1e-3, 0.5),
    Float64Array.of(1, 1, 1, 1),
    new Float64Array(5),
  );
  assert(Number.isInteger(curvatureScale), "so are second derivatives of 1");
  const slopes = Array.from(packed, slopeOf);
  const curvatures = Array.from(packed, (sum, k) => curvatureOf(sum, slopes[k]!));
  assertEquals(curvatures, [...Array(4).fill(curvatureScale), 0]);
  slopes.slice(0, 4).forEach((slope, k) => {
    assert(Math.abs(slope - slopeScale * [-1, 0.25, 1e-3, 0.5][k]!) <= 0.5);
  });
  const sum = packed.reduce((a, b) => a + b);
  assertEquals(slopeOf(sum), slopes.reduce((a, b) => a + b));
  assertEquals(curvatureOf(sum, slopeOf(sum)), 4 * curvatureScale);
  assert(curvatureScale > 4e6 && slopeScale > 1.5e8);
  const nothing = packDerivatives(rows, new Float64Array(4), new Float64Array(4), packed);
  assertEquals([...nothing.packed.subarray(0, 4)], [0, 0, 0, 0]);
  const heavy = packDerivatives(rows, new Float64Array(4), new Float64Array(4).fill(1e9), packed);
  assert(heavy.curvatureScale < 1 && heavy.packed.every((sum) => sum < 16_777_216));
});
