import { assertAlmostEquals, assertEquals } from "@std/assert";
import { Dataset } from "../../../mod.ts";
import {
  averagingGain,
  crossedRows,
  ensembleOfFold,
} from "../../../lib/table/folds/averaging_gain.ts";
import type { FoldEnsemble } from "../../../lib/table/folds/fold_ensemble.ts";
import { RandomStream } from "../../../lib/numerics/random.ts";
import { shopDatasets, shopModel } from "./fold_fixture.ts";

const SIZE = 2000;
const rows = Uint32Array.from({ length: SIZE }, (_, row) => row);
const random = new RandomStream(1, "data");
const inputs = Array.from(rows, () => [random.normal()]);

Deno.test("the gain in R² is the variance of the folds' answers over that of the targets", () => {
  const targets = inputs.map(([x]) => x! + random.normal());
  const data = Dataset.from({ inputs, targets });
  // Two folds, each with an error of its own of variance 0.25: their mean has half of it.
  const answers = [1, 2].map(() => Float32Array.from(inputs, ([x]) => x! + random.normal() / 2));
  const outOfFold = { outputs: answers[0]! };
  const folded = { outOfFold, expected: data, rows };
  const gainBy = (metric: "r2" | "rmse") => averagingGain(metric, answers, data, folded);
  assertAlmostEquals(gainBy("r2"), 0.125 / 2, 0.006);
  // Out of fold the error is the root of 1.25; drawn from those errors, a fold's answers have 0.125 more.
  assertAlmostEquals(gainBy("rmse"), Math.sqrt(1.375) - Math.sqrt(1.25), 0.01);
});

Deno.test("the gain in log loss is that on rows whose classes the mean knows", () => {
  const odds = (x: number) => 1 / (1 + Math.exp(-x));
  const labels = inputs.map(([x]) => random.uniform() < odds(x!) ? "yes" : "no");
  const data = Dataset.from({ inputs, labels });
  const answers = [-1, 1].map((side) =>
    Float32Array.from(inputs.flatMap(([x]) => [1 - odds(x! + side), odds(x! + side)]))
  );
  const mean = answers[0]!.map((p, k) => (p + answers[1]![k]!) / 2);
  const costs = (p: Float32Array) =>
    labels.reduce((sum, y, r) => sum - Math.log(p[2 * r + (y === "yes" ? 1 : 0)]!), 0) / SIZE;
  const truth = (costs(answers[0]!) + costs(answers[1]!)) / 2 - costs(mean);
  const folded = { outOfFold: { outputs: answers[0]! }, expected: data, rows };
  assertAlmostEquals(averagingGain("logLoss", answers, data, folded), truth, 0.02);
  assertEquals(averagingGain("logLoss", [mean, mean], data, folded), 0);
});

Deno.test("crossed rows have columns as a whole from rows of the table", async () => {
  const { training, description } = await shopDatasets();
  const crossed = crossedRows(training, description);
  assertEquals([crossed.size, crossed.features], [training.size, training.features]);
  const columnOf = (data: Dataset, k: number) =>
    Array.from({ length: data.size }, (_, row) => data.inputs[row * data.features + k]!);
  for (let k = 0; k < training.features; k++) {
    const there = new Set(columnOf(training, k));
    assertEquals(columnOf(crossed, k).filter((value) => !there.has(value)), []);
  }
  const isOther = (row: number) =>
    crossed.inputs.subarray(row * crossed.features, (row + 1) * crossed.features)
      .some((value, k) => value !== training.inputs[row * training.features + k]);
  assertEquals(Array.from(rows.subarray(0, training.size)).filter(isOther).length > 100, true);
  assertEquals(crossedRows(training, description).inputs, crossed.inputs);
});

Deno.test("an ensemble of a fold has a member of each family that counts", async () => {
  const { network } = await shopModel();
  const families = ensembleOfFold(network as FoldEnsemble, 1).families;
  assertEquals(
    families.flatMap(({ members }) => members.map(({ fold }) => fold)),
    families.map(() => 1),
  );
});
