/** No leak: of pure noise and a column of 400 levels nothing is learned out of fold. */

import { assert, assertLess } from "@std/assert";
import { Dataset } from "../../../mod.ts";
import { fitFolds, FoldEnsemble, tableDatasets } from "@inkling/inkling/table";
import { evaluate } from "../../../lib/evaluate.ts";
import { dealFolds } from "../../../lib/table/split/folds.ts";
import { type FoldedData, memberData, memberRows } from "../../../lib/table/folds/members.ts";
import { memberPlansOf } from "../../../lib/table/folds/rounds.ts";
import { RandomStream } from "../../../lib/numerics/random.ts";
import type { EncodedDataset } from "../../../lib/table/encode/encoded_dataset.ts";
import { tableOf } from "../table_fixture.ts";

const [ROWS, LEVELS, FOLDS, DRAWS] = [800, 400, 5, 200];

/** A level and a target of noise for each row; the same for the same draw. */
function noise(draw: number): { levels: number[]; targets: number[] } {
  const stream = new RandomStream(draw, "shuffle");
  const uniform = () => stream.below(2 ** 30) / 2 ** 30;
  const normal = () => Array.from({ length: 12 }, uniform).reduce((sum, u) => sum + u, -6);
  const rows = Array.from({ length: ROWS });
  return { levels: rows.map(() => 1 + stream.below(LEVELS)), targets: rows.map(normal) };
}

/** The single input of each row, and its target. */
function pairsOf(data: EncodedDataset): [Float32Array, Float32Array] {
  const [batch] = data.batches(data.size, { shuffle: false });
  assert(batch!.inputs.kind === "dense");
  return [batch!.inputs.values as Float32Array, data.targets!];
}

/** The line of least squares through points, with a ridge of one row. */
function lineThrough(xs: Float32Array, ys: Float32Array): (x: number) => number {
  const mean = (values: Float32Array) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x0, y0] = [mean(xs), mean(ys)];
  let [products, squares] = [0, 1];
  for (let k = 0; k < xs.length; k++) {
    products += (xs[k]! - x0) * (ys[k]! - y0);
    squares += (xs[k]! - x0) ** 2;
  }
  return (x) => y0 + products / squares * (x - x0);
}

/** R² out of fold of a line on the level means, the stand-in for a network that is trained in no time. */
function outOfFoldR2(draw: number, leaks = false): number {
  const { levels, targets } = noise(draw);
  const training = new Dataset({
    inputs: Float32Array.from(levels),
    features: 1,
    targets: Float32Array.from(targets),
    outputs: 1,
  });
  const units = Float64Array.from(levels, (_, row) => row / 1024);
  const folds = [dealFolds(units, new Uint16Array(ROWS), { folds: FOLDS, seed: draw, repeat: 0 })];
  const tables = { features: 1, numbers: [], levels: [{ feature: 0, levels: LEVELS, width: 1 }] };
  const data: FoldedData = { training, folds, tables, levelMeans: true };
  const plans = memberPlansOf({
    folds: FOLDS,
    repeat: 1,
    seed: draw,
    hidden: [],
    weightDecays: [1],
  });
  const mean = targets.reduce((sum, target) => sum + target, 0) / ROWS;
  let [errors, variation] = [0, 0];
  for (const plan of plans.slice(0, FOLDS)) {
    const member = memberData(data, plan);
    const [xs, ys] = pairsOf(member.training);
    let [ours, expected] = pairsOf(member.validation);
    if (leaks) { // means of all rows, the fold's own targets among them
      const whole = memberData({ ...data, folds: [folds[0]!.map(() => 1)] }, { ...plan, fold: 0 });
      ours = Float32Array.from(
        memberRows(data, plan).rows,
        (row) => whole.encoding.levels[0]![levels[row]!]!,
      );
    }
    const predict = lineThrough(leaks ? ours : xs, leaks ? expected : ys);
    for (let k = 0; k < ours.length; k++) {
      errors += (expected[k]! - predict(ours[k]!)) ** 2;
      variation += (expected[k]! - mean) ** 2;
    }
  }
  return 1 - errors / variation;
}

/** The mean of numbers and its standard error. */
function meanOf(values: readonly number[]): { mean: number; error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (values.length - 1) / values.length) };
}

Deno.test("400 levels of pure noise explain nothing out of fold, over 200 draws", () => {
  const draws = Array.from({ length: DRAWS }, (_, draw) => outOfFoldR2(draw + 1));
  const { mean, error } = meanOf(draws);
  assertLess(mean, 2 * error);
  const leaking = meanOf(draws.slice(0, 10).map((_, draw) => outOfFoldR2(draw + 1, true)));
  assert(leaking.mean > 0.1 + 2 * leaking.error, "means with a row's own target would show");
});

Deno.test("networks learn nothing of 400 levels of pure noise either", async () => {
  const draws: number[] = [];
  for (let draw = 1; draw <= 4; draw++) {
    const { levels, targets } = noise(draw);
    const rows = levels.map((
      level,
      row,
    ) => [`level ${level}`, `${(row * 7) % 97}`, `${targets[row]}`]);
    const source = tableOf([["level", "x", "y"], ...rows], 100);
    const table = await tableDatasets(source, { target: "y", folds: FOLDS, splitSeed: draw });
    assert(table.description.columns.some(({ kind }) => kind === "level"));
    const { network } = await fitFolds(table, { seed: draw, hidden: [16], epochs: 8 });
    assert(network instanceof FoldEnsemble);
    const answers = network.outOfFold(table.training, table.folds);
    draws.push(evaluate(answers, table.training).rSquared!);
  }
  const { mean, error } = meanOf(draws);
  assertLess(mean, 2 * error);
});
