import { assertEquals, assertLess } from "@std/assert";
import {
  fitChosenTrees,
  fitFoldTrees,
  type FoldRows,
  type FoldTrees,
  treeBinsOf,
  type TreesTask,
} from "../../../lib/table/folds/trees.ts";
import { packTrees } from "../../../lib/table/baselines/packed_trees.ts";
import type { TableDescription } from "../../../lib/table/columns/columns.ts";
import { RandomStream } from "../../../lib/numerics/random.ts";
import { Dataset } from "../../../mod.ts";

const none = new Uint32Array();

/** What folds cost by depth is made up; the tasks are noted. */
async function chosen(sizes: readonly number[], costs: Readonly<Record<number, number[]>>) {
  const folds = sizes.map((size): FoldRows => ({
    training: none,
    validation: new Uint32Array(size),
    test: none,
  }));
  const asked: string[] = [];
  const data = {} as Pick<TreesTask, "bins" | "expected">;
  const fitted = await fitChosenTrees(folds, data, (tasks) => {
    asked.push(tasks.map(({ depth }) => depth).join(""));
    return Promise.resolve(tasks.map(({ depth, validation }): FoldTrees => {
      const fold = folds.findIndex((own) => own.validation === validation);
      const answer = new Float32Array();
      const trees = packTrees({ start: new Float64Array(), trees: [] });
      const cost = costs[depth]![fold]!;
      return { depth, rounds: depth, cost, trees, validation: answer, test: answer };
    }));
  });
  return { asked, depths: fitted.map(({ rounds }) => rounds) };
}

Deno.test("small folds are all fitted by each depth, and the one of the least cost is kept", async () => {
  const costs = { 6: [1, 1, 9], 3: [2, 2, 2], 2: [3, 1, 3] };
  assertEquals(await chosen([10, 10, 10], costs), { asked: ["666333222"], depths: [3, 3, 3] });
  // A fold of more rows counts more.
  assertEquals((await chosen([50, 50, 10], costs)).depths, [6, 6, 6]);
});

Deno.test("of large folds the first ones choose the depth of all", async () => {
  const costs = { 6: [2, 2, 9, 9], 3: [1, 1, 9, 9], 2: [2, 1, 0, 0] };
  assertEquals(await chosen([1500, 1500, 1500, 1500], costs), {
    asked: ["663322", "33"],
    depths: [3, 3, 3, 3],
  });
});

Deno.test("trees see a category in one column, and where a number is missing", () => {
  const random = new RandomStream(2, "data");
  const rows = Array.from({ length: 600 }, () => {
    const [number, isMissing, level] = [random.normal(), random.uniform() < 0.3, random.uniform()];
    const features = [
      isMissing ? 0 : number,
      Number(isMissing),
      ...[0.3, 0.6].map((least) => Number(level >= least && level < least + 0.3)),
    ];
    return { features, target: (isMissing ? 5 : number) + 2 * features[2]! };
  });
  const number = {
    kind: "number",
    name: "a",
    mean: 0,
    deviation: 1,
    gaps: "mean",
    indicator: true,
  };
  const category = { kind: "category", name: "b", values: ["x", "y"], gaps: "mean" };
  const description = { columns: [number, category] } as unknown as TableDescription;
  const data = Dataset.from({
    inputs: rows.map(({ features }) => features),
    targets: rows.map(({ target }) => target),
  });
  const all = Uint32Array.from({ length: 600 }, (_, row) => row);
  const bins = treeBinsOf(data.inputs as Float32Array, description, all);
  assertEquals([bins.columns, bins.counts, bins.gaps, bins.categories], [
    2,
    [51, 3],
    [true, false],
    [false, true],
  ]);
  rows.forEach(({ features }, row) => assertEquals(bins.bins[row] === 0, features[1] === 1));
  const { cost, rounds, validation, test } = fitFoldTrees({
    bins,
    expected: data,
    depth: 2,
    training: all.subarray(0, 400),
    validation: all.subarray(400, 500),
    test: all.subarray(500),
  });
  assertLess(cost, 0.02);
  assertEquals([validation.length, test.length, rounds > 50], [100, 100, true]);
});
