import { assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import { meanDifference } from "../../lib/measure/distributions.ts";
import {
  fractionInterval,
  meanInterval,
  type MetricInterval,
  metricInterval,
} from "../../lib/measure/metric_interval.ts";
import { wilsonInterval } from "../../lib/evaluate/mod.ts";
import { rowScores } from "../../lib/measure/row_scores.ts";
import { Dataset, RandomStream } from "../../mod.ts";

const inputs = [[0], [0], [0], [0], [0]];
const quantities = Dataset.from({ inputs, targets: [1, 2, 3, 4, 9] });
const classes = Dataset.from({ inputs, labels: ["a", "b", "b", "a", "c"] });
const all = [0, 1, 2, 3, 4];

Deno.test("the accuracy of some rows has Wilson's interval", () => {
  const answers = Float32Array.of(0.8, 0.2, 0, 0.5, 0.3, 0.2, 0.1, 0.2, 0.7);
  const [low, high] = wilsonInterval(2, 3);
  assertEquals(metricInterval("accuracy", { outputs: answers }, classes, [0, 1, 4]), {
    value: 2 / 3,
    low,
    high,
  });
  const { right, costs } = rowScores(answers, classes, [0, 1, 4]);
  assertEquals([...right!], [1, 0, 1]);
  for (const [k, p] of [0.8, 0.3, 0.7].entries()) assertAlmostEquals(costs[k]!, -Math.log(p), 1e-6);
});

Deno.test("R² is 1 less the ratio of squared errors, with the jackknife's interval of its logarithm", () => {
  const answers = Float32Array.of(1, 2, 3, 5, 7);
  const { value, low, high } = metricInterval("r2", { outputs: answers }, quantities, all)!;
  // The errors are 0, 0, 0, 1, 4; the squared distances from the mean, 3.8, are together 38.8.
  assertAlmostEquals(value, 1 - 5 / 38.8, 1e-6);
  // Without each row: those of the mean of the others.
  const logs = [
    Math.log(5 / (38.8 - 2.8 ** 2 * 1.25)),
    Math.log(5 / (38.8 - 1.8 ** 2 * 1.25)),
    Math.log(5 / (38.8 - 0.8 ** 2 * 1.25)),
    Math.log(4 / (38.8 - 0.2 ** 2 * 1.25)),
    Math.log(1 / (38.8 - 5.2 ** 2 * 1.25)),
  ];
  const mean = logs.reduce((a, b) => a + b) / 5;
  const sumOf = (power: number) => logs.reduce((sum, one) => sum + (mean - one) ** power, 0);
  const error = Math.sqrt(sumOf(2));
  const [t, skewness] = [2.776, sumOf(3) / error ** 3]; // t of 4 degrees of freedom
  const above = t * error / (1 - 0.8 * Math.max(0, skewness - error) * t);
  const below = t * error / (1 + skewness * t / 6);
  assertAlmostEquals(1 - low!, 5 / 38.8 * Math.exp(above), 0.02 * (1 - low!));
  assertAlmostEquals(1 - high!, 5 / 38.8 / Math.exp(below), 0.02 * (1 - high!));
});

Deno.test("there is no interval of few rows, of perfect answers, or where one row has all errors", () => {
  const none = {
    low: null,
    high: null,
    reason: "the rows are all answered alike, or one has all of the errors",
  };
  const of = (answers: number[], rows = all) =>
    metricInterval("r2", { outputs: Float32Array.from(answers) }, quantities, rows);
  assertEquals(of([1, 2, 3, 4, 9]), { value: 1, ...none });
  assertEquals(of([1, 2, 3, 4, 8])!.low, null);
  assertEquals(of([1, 2, 4], [0, 1, 2])!.reason, "expected at least 4 rows, got 3");
  assertEquals(of([], []), undefined);
  assertEquals(of([5, 5, 5], [3, 3, 3]), undefined); // the same target three times
});

Deno.test("the mean of skewed values has a longer arm above than below", () => {
  const { value, low, high } = meanInterval(Float64Array.of(1, 1, 2, 2, 3, 9));
  assertEquals(value, 3);
  assertLess(value - low!, high! - value);
});

Deno.test("an example of several labels is right if all of them are", () => {
  const labels = Dataset.from({ inputs: [[0], [0]], targets: [[1, 0], [1, 1]] });
  const { right } = rowScores(Float32Array.of(0.9, 0.4, 0.9, 0.4), labels, [0, 1]);
  assertEquals([...right!], [1, 0]);
  assertEquals(
    metricInterval("accuracy", { outputs: Float32Array.of(0.5, 0.5) }, labels, [1])!.value,
    1,
  );
});

Deno.test("a share has Wilson's interval of as many rows as would have its standard error", () => {
  const right = Float64Array.of(1, 1, 0, 1, 0, 1);
  const { value, low, high } = fractionInterval(right);
  assertAlmostEquals(value, 4 / 6);
  // Two rows are off by ⅔, four by ⅓. Each one that is left out moves the mean by a fifth of that.
  const squares = (2 * 4 / 9 + 4 * 1 / 9) / 25;
  const [least, most] = wilsonInterval((4 / 6) * (2 / 9 / squares), 2 / 9 / squares, 2.571); // t of 5
  assertAlmostEquals(low!, least, 0.005);
  assertAlmostEquals(high!, most, 0.005);
  const [least6, most6] = wilsonInterval(6, 6);
  assertEquals(fractionInterval(new Float64Array(6).fill(1)), {
    value: 1,
    low: least6,
    high: most6,
  });
  const half = { value: 0.5, low: null, high: null };
  assertEquals(fractionInterval(new Float64Array(6).fill(0.5)), half, "all are answered alike");
  assertEquals(fractionInterval(Float64Array.of(1, 0, 1)).low, null, "too few rows");
});

Deno.test("units of a row each change nothing, and one unit has no interval", () => {
  const random = new RandomStream(1, "data");
  const values = Float64Array.from({ length: 40 }, () => random.uniform());
  const each = values.map((_, row) => row);
  const near = (one: MetricInterval, other: MetricInterval) => {
    assertAlmostEquals(one.low!, other.low!, 1e-12);
    assertAlmostEquals(one.high!, other.high!, 1e-12);
  };
  near(meanInterval(values, { units: each }), meanInterval(values));
  near(fractionInterval(values, { units: each }), fractionInterval(values));
  const { plusMinus } = meanDifference(values);
  assertAlmostEquals(meanDifference(values, { units: each }).plusMinus!, plusMinus!, 1e-12);
  const one = new Uint8Array(40);
  const units = { units: one };
  assertEquals([meanInterval(values, units).low, fractionInterval(values, units).low], [
    null,
    null,
  ]);
  assertEquals(meanDifference(values, units).plusMinus, null);
});

Deno.test("rows that are there twice have the interval of the rows, over units", () => {
  const random = new RandomStream(2, "data");
  const once = Float64Array.from({ length: 30 }, () => random.uniform());
  const twice = Float64Array.from({ length: 60 }, (_, k) => once[k >> 1]!);
  const units = twice.map((_, k) => k >> 1);
  for (const interval of [meanInterval, fractionInterval]) {
    const [own, rows, over] = [interval(once), interval(twice), interval(twice, { units })];
    assertAlmostEquals(own.low!, over.low!, 1e-9);
    assertLess(own.low!, rows.low!);
  }
  const [own, over] = [meanDifference(once), meanDifference(twice, { units })];
  assertAlmostEquals(own.plusMinus!, over.plusMinus!, 1e-12);
  const targets = Array.from({ length: 20 }, () => random.normal());
  const answers = targets.map((y) => y + random.normal());
  const doubled = <T>(list: readonly T[]) => list.flatMap((one) => [one, one]);
  const of = (y: number[], f: number[], units?: Uint32Array) => {
    const { problem, labels } = quantities;
    const expected = {
      problem,
      labels,
      targets: Float32Array.from(y),
      classes: 0,
      outputs: 1,
      units,
    };
    return metricInterval("r2", { outputs: Float32Array.from(f) }, expected, [...y.keys()])!;
  };
  const pairs = Uint32Array.from({ length: 40 }, (_, k) => k >> 1);
  const [single, pair] = [of(targets, answers), of(doubled(targets), doubled(answers), pairs)];
  assertAlmostEquals(single.low!, pair.low!, 1e-9);
  assertAlmostEquals(single.high!, pair.high!, 1e-9);
});
