import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  accuracyDifference,
  largestErrorRate,
  meanDifference,
  signTest,
  spreadOf,
  t95,
} from "../../lib/measure/distributions.ts";
import { metricDifference } from "../../lib/measure/metric_table.ts";
import { Dataset } from "../../mod.ts";

Deno.test("Student's quantiles are SciPy's, to 1 % from 3 degrees on", () => {
  const expected = { 3: 3.18245, 5: 2.57058, 10: 2.22814, 29: 2.04523, 999: 1.96234 };
  for (const [degrees, quantile] of Object.entries(expected)) {
    assertAlmostEquals(t95(Number(degrees)), quantile, 0.01 * quantile);
  }
  assertAlmostEquals(t95(29), 2.04523, 1e-5);
});

Deno.test("the sign test is SciPy's binomial test", () => {
  assertAlmostEquals(signTest(10, 2), 0.03857421875, 1e-12);
  assertAlmostEquals(signTest(0, 5), 0.0625, 1e-12);
  assertEquals([signTest(6, 6), signTest(0, 0)], [1, 1]);
});

Deno.test("the largest error rate is Clopper and Pearson's bound: 46 % after 0 of 6", () => {
  const bounds = {
    6: [0, 0.4592581],
    50: [1, 0.1064695],
    100: [50, 0.6016789],
    200: [150, 0.8083928],
  };
  for (const [n, [wrong, rate]] of Object.entries(bounds)) {
    assertAlmostEquals(largestErrorRate(wrong!, Number(n)), rate!, 1e-7);
  }
  assertEquals(largestErrorRate(6, 6), 1);
});

Deno.test("a spread is the mean, the sample standard deviation, the least and the most", () => {
  const { sd, ...others } = spreadOf([2, 4, 9]);
  assertEquals(others, { mean: 5, min: 2, max: 9 });
  assertAlmostEquals(sd!, Math.sqrt((9 + 1 + 16) / 2), 1e-12);
  assertEquals(spreadOf([3]), { mean: 3, sd: null, min: 3, max: 3 });
});

Deno.test("a difference of accuracies counts the rows that only one of the two has right", () => {
  const { value, plusMinus, shown } = accuracyDifference({ first: 60, second: 20 }, 750);
  assertAlmostEquals(value, 40 / 750, 1e-12);
  const [up, down] = [61 / 752, 21 / 752];
  const error = Math.sqrt((up + down - (up - down) ** 2) / 752);
  assertAlmostEquals(plusMinus!, 1.9631 * error, 1e-5); // t of 749 degrees of freedom
  assertEquals(shown, "first");
  assertEquals(accuracyDifference({ first: 20, second: 60 }, 750).shown, "second");
  assertEquals(accuracyDifference({ first: 41, second: 40 }, 750).shown, "neither");
});

Deno.test("of few such rows McNemar's exact test decides too", () => {
  const five = accuracyDifference({ first: 5, second: 0 }, 100); // p = 0.0625
  assert(five.value - five.plusMinus! > 0 || five.shown === "neither");
  assertEquals(five.shown, "neither");
  assertEquals(accuracyDifference({ first: 8, second: 0 }, 100).shown, "first");
  const all = { value: 1, standardError: null, plusMinus: null, shown: "neither" } as const;
  assertEquals(accuracyDifference({ first: 3, second: 0 }, 3), all);
});

Deno.test("a mean of differences has Student's interval", () => {
  const { value, plusMinus, shown } = meanDifference(Float64Array.of(1, 2, 3, 4, 5, 6));
  assertEquals([value, shown], [3.5, "first"]);
  assertAlmostEquals(plusMinus!, 2.5706 * Math.sqrt(17.5) / 5, 3e-3); // the jackknife's
  assertEquals(meanDifference(Float64Array.of(0, 0, 0, 0)).shown, "neither");
  assertEquals(meanDifference(Float64Array.of(1, 1)).plusMinus, null);
});

Deno.test("answers to classes differ in accuracy and in log loss", () => {
  const labels = ["a", "b", "a", "b", "a", "b", "a", "b"];
  const data = Dataset.from({ inputs: labels.map(() => [0]), labels });
  const answersWith = (p: number) => ({
    outputs: Float32Array.from(labels.flatMap((label) => label === "a" ? [p, 1 - p] : [1 - p, p])),
  });
  const differenceOf = (name: "accuracy" | "logLoss") =>
    metricDifference(name, answersWith(0.9), answersWith(0.6), data, labels.map((_, k) => k))!;
  const [accuracy, logLoss] = [differenceOf("accuracy"), differenceOf("logLoss")];
  assertEquals([accuracy.value, accuracy.shown], [0, "neither"]);
  assertAlmostEquals(logLoss.value, Math.log(0.9 / 0.6), 1e-6);
  assertEquals(logLoss.shown, "first");
});

Deno.test("answers to two quantities differ in R² by the mean of both", () => {
  const one = Float32Array.of(1, 2, 3, 4, 6);
  const mean = Float32Array.of(3, 3, 3, 3, 3);
  const two = Dataset.from({
    inputs: [[0], [0], [0], [0], [0]],
    targets: [[1, 1], [2, 2], [3, 3], [4, 4], [5, 5]],
  });
  const both = (a: Float32Array, b: Float32Array) => ({
    outputs: Float32Array.from({ length: 10 }, (_, k) => (k % 2 ? b : a)[k >> 1]!),
  });
  const rows = [0, 1, 2, 3, 4];
  const { value } = metricDifference("r2", both(one, one), both(one, mean), two, rows)!;
  assertAlmostEquals(value, 0.45, 1e-6);
});
