import { assert, assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import {
  fractionInterval,
  meanInterval,
  metricInterval,
} from "../../lib/evaluate/metric_interval.ts";
import { wilsonInterval } from "../../lib/evaluate/mod.ts";
import { rowScores } from "../../lib/evaluate/row_scores.ts";
import { rocCurve } from "../../lib/evaluate/ranking.ts";
import { Dataset, RandomStream } from "../../mod.ts";

const inputs = [[0], [0], [0], [0], [0]];
const quantities = Dataset.from({ inputs, targets: [1, 2, 3, 4, 9] });
const classes = Dataset.from({ inputs, labels: ["a", "b", "b", "a", "c"] });
const all = [0, 1, 2, 3, 4];

Deno.test("the accuracy of some rows has Wilson's interval", () => {
  const answers = Float32Array.of(0.8, 0.2, 0, 0.5, 0.3, 0.2, 0.1, 0.2, 0.7);
  const [low, high] = wilsonInterval(2, 3);
  assertEquals(metricInterval(answers, classes, [0, 1, 4]), { value: 2 / 3, low, high });
  const { right, costs } = rowScores(answers, classes, [0, 1, 4]);
  assertEquals([...right!], [1, 0, 1]);
  for (const [k, p] of [0.8, 0.3, 0.7].entries()) assertAlmostEquals(costs[k]!, -Math.log(p), 1e-6);
});

Deno.test("R² is 1 less the ratio of squared errors, with the jackknife's interval of its logarithm", () => {
  const answers = Float32Array.of(1, 2, 3, 5, 7);
  const { value, low, high } = metricInterval(answers, quantities, all)!;
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
  const deviation = Math.sqrt(logs.reduce((sum, one) => sum + (one - mean) ** 2, 0));
  const margin = Math.exp(2.776 * deviation); // t of 4 degrees of freedom
  assertAlmostEquals(1 - low!, 5 / 38.8 * margin, 0.02 * (1 - low!));
  assertAlmostEquals(1 - high!, 5 / 38.8 / margin, 0.02 * (1 - high!));
});

Deno.test("there is no interval of few rows, of perfect answers, or where one row has all errors", () => {
  const none = { low: null, high: null };
  const of = (answers: number[], rows = all) =>
    metricInterval(Float32Array.from(answers), quantities, rows);
  assertEquals(of([1, 2, 3, 4, 9]), { value: 1, ...none });
  assertEquals(of([1, 2, 3, 4, 8])!.low, null);
  assertEquals(of([1, 2, 4], [0, 1, 2])!.low, null);
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
  assertEquals(metricInterval(Float32Array.of(0.5, 0.5), labels, [1])!.value, 1);
});

Deno.test("a fraction has the jackknife's interval of its logit, and none where it is 0 or 1", () => {
  const right = [1, 1, 0, 1, 0, 1];
  const share = (rows: Uint32Array) =>
    rows.reduce((sum, row) => sum + right[row]!, 0) / rows.length;
  const { value, low, high } = fractionInterval(right.length, share)!;
  assertAlmostEquals(value, 4 / 6);
  // Without a right row 3 of 5 are right, without a wrong one 4 of 5.
  const [fewer, more] = [Math.log(3 / 2), Math.log(4)];
  const mean = (4 * fewer + 2 * more) / 6;
  const squares = 4 * (fewer - mean) ** 2 + 2 * (more - mean) ** 2;
  const margin = Math.exp(2.571 * Math.sqrt(squares * 5 / 6)); // t of 5 degrees of freedom
  assertAlmostEquals(low!, 2 / (2 + margin), 0.01);
  assertAlmostEquals(high!, 2 / (2 + 1 / margin), 0.01);
  assertEquals(fractionInterval(6, () => 1), { value: 1, low: null, high: null });
  assertEquals(fractionInterval(6, () => 0.5), { value: 0.5, low: null, high: null });
  assertEquals(fractionInterval(6, () => undefined), undefined);
  assertEquals(fractionInterval(3, share)!.low, null, "too few rows");
});

Deno.test("the interval of an area under the ROC curve has the true one in about 95 of 100 samples", () => {
  const random = new RandomStream(1, "data");
  const [runs, n, truth] = [300, 120, 0.8556]; // Φ(1.5 / √2), of normal distributions 1.5 apart
  let covered = 0;
  for (let run = 0; run < runs; run++) {
    const isPositive = Array.from({ length: n }, () => random.uniform() < 0.3);
    const outputs = isPositive.map((is) => random.normal() + (is ? 1.5 : 0));
    const { low, high } = fractionInterval(n, (rows) => {
      const own = [...rows];
      return rocCurve(own.map((row) => outputs[row]!), own.map((row) => isPositive[row]!)).area;
    })!;
    if (low! <= truth && truth <= high!) covered++;
  }
  assert(covered > 0.92 * runs, `${covered} of ${runs}`);
});
