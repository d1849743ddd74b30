/** The table of metrics: each one's value, which is the mean of its rows, and paired differences with standard errors. */

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { METRICS } from "../../lib/measure/metric_table.ts";
import {
  constantValue,
  decidingMetric,
  metricDifference,
  type MetricName,
  metricValue,
  rocCurve,
} from "../../lib/evaluate/mod.ts";
import { RandomStream } from "../../lib/numerics/random.ts";
import { Dataset } from "../../mod.ts";

const NEAR = 1e-6; // answers are float32

const random = new RandomStream(1, "data");

const labels = Array.from({ length: 60 }, (_, k) => "nyn"[k % 3]!);
const classes = Dataset.from({ inputs: labels.map(() => [0]), labels });
const rows = labels.map((_, row) => row);
const positives = labels.map((label) => label === "y");

/** Probabilities of yes in steps, so that some are equal. */
const chances = (skill: number) =>
  positives.map((isYes) =>
    Math.floor(20 * (skill * Number(isYes) + (1 - skill) * random.uniform())) / 20
  );

const twoOutputs = (yes: readonly number[]) => Float32Array.from(yes.flatMap((p) => [1 - p, p]));

const [good, poor] = [chances(0.6), chances(0.2)];
const threshold = { falseAlarm: 1, miss: 5, positive: 1, from: 0.3 };

Deno.test("the metrics of two classes are those that are computed by themselves", () => {
  const outputs = twoOutputs(good);
  const value = (name: MetricName) => metricValue(name, { outputs }, classes, rows);
  const right = good.filter((p, row) => (p > 0.5) === positives[row]).length;
  assertEquals(value("accuracy"), right / 60);
  const losses = good.map((p, row) => -Math.log(Math.max(1e-6, positives[row] ? p : 1 - p)));
  assertAlmostEquals(value("logLoss")!, losses.reduce((a, b) => a + b) / 60, NEAR);
  assertAlmostEquals(value("auc")!, rocCurve(good, positives).area, NEAR);
  for (const name of ["r2", "squaredError", "cost"] as const) {
    assertEquals(value(name), undefined);
  }
});

Deno.test("a threshold decides the cost and the accuracy, and may be another in each row", () => {
  const outputs = twoOutputs(good);
  const yes = good.map((p) => Math.fround(p) >= 0.3);
  const [alarms, misses] = [true, false].map((answer) =>
    yes.filter((isYes, row) => isYes === answer && isYes !== positives[row]).length
  );
  const answers = { outputs, thresholds: [threshold] };
  assertAlmostEquals(metricValue("cost", answers, classes, rows)!, (alarms! + 5 * misses!) / 60);
  assertAlmostEquals(
    metricValue("accuracy", answers, classes, rows)!,
    1 - (alarms! + misses!) / 60,
  );
  const perfect = { ...threshold, from: (index: number) => positives[index] ? 0 : 2 };
  assertEquals(metricValue("cost", { outputs, thresholds: [perfect] }, classes, rows), 0);
  const never = { outputs, thresholds: [{ ...threshold, from: null }] };
  assertAlmostEquals(metricValue("cost", never, classes, rows)!, 5 / 3);
});

Deno.test("labels have a threshold each, and are right where all of them are", () => {
  const targets = [[0, 1], [1, 1], [0, 0], [1, 0]];
  const data = Dataset.from({ inputs: [[0], [0], [0], [0]], targets });
  const outputs = Float32Array.of(0.25, 0.75, 0.25, 0.75, 0.25, 0.25, 0.75, 0.75);
  assertEquals(metricValue("accuracy", { outputs }, data, [0, 1, 2, 3]), 0.5);
  assertEquals(metricValue("auc", { outputs }, data, [0, 1, 2, 3]), undefined);
  const thresholds = [0, 1].map((positive) => ({ ...threshold, positive, from: 0.8 }));
  const decided = { outputs, thresholds };
  assertEquals(metricValue("cost", decided, data, [0, 1, 2, 3]), 5);
  assertEquals(metricValue("accuracy", decided, data, [0, 1, 2, 3]), 0.25);
});

Deno.test("a damaged answer, which is NaN, is wrong to each label, and nothing is ranked by it", () => {
  const data = Dataset.from({ inputs: [[0], [0], [0]], targets: [[0], [1], [0]] });
  const value = (name: MetricName, ...outputs: number[]) =>
    metricValue(name, { outputs: Float32Array.from(outputs) }, data, [0, 1, 2]);
  assertEquals([value("accuracy", 0.25, 0.75, 0.25), value("auc", 0.25, 0.75, 0.25)], [1, 1]);
  assertEquals(value("accuracy", NaN, NaN, 0.25), 1 / 3);
  assertEquals(value("balancedAccuracy", NaN, 0.75, 0.25), 0.75);
  assertEquals(value("auc", NaN, 0.75, 0.25), undefined);
  assertEquals(value("averagePrecision", 0.25, NaN, 0.25), undefined);
});

Deno.test("quantities have R² and a squared error, whose differences agree", () => {
  const targets = rows.map((k) => [k, (k * 7) % 11]);
  const data = Dataset.from({ inputs: targets.map(() => [0]), targets });
  const [one, other] = [1, 2].map((error) =>
    Float32Array.from(targets.flat(), (y) => y + error * random.normal())
  );
  const r2 = metricValue("r2", { outputs: one! }, data, rows)!;
  const squares = targets.flat().map((y, k) => (one![k]! - y) ** 2);
  assertAlmostEquals(
    metricValue("squaredError", { outputs: one! }, data, rows)!,
    squares.reduce((a, b) => a + b) / 120,
    1e-5,
  );
  const [a, b] = [{ outputs: one! }, { outputs: other! }];
  const { value, shown } = metricDifference("r2", a, b, data, rows)!;
  assertAlmostEquals(value, r2 - metricValue("r2", { outputs: other! }, data, rows)!, NEAR);
  assertEquals(shown, "first");
  assertEquals(metricValue("r2", { outputs: one! }, data, [3]), undefined); // equal targets
  for (const name of ["accuracy", "logLoss", "auc"] as const) {
    assertEquals(metricValue(name, { outputs: one! }, data, rows), undefined);
  }
});

Deno.test("a difference is above 0 where the first is better, whatever the direction", () => {
  const [first, second] = [good, poor].map((yes) => {
    return { outputs: twoOutputs(yes), thresholds: [threshold] };
  });
  for (const name of ["logLoss", "cost", "accuracy", "auc"] as const) {
    const one = metricDifference(name, first!, second!, classes, rows)!;
    const other = metricDifference(name, second!, first!, classes, rows)!;
    const [a, b] = [first!, second!].map((answers) => metricValue(name, answers, classes, rows)!);
    assertAlmostEquals(one.value, METRICS[name].goal === "maximize" ? a! - b! : b! - a!, NEAR);
    assert(one.value > 0 && one.standardError! > 0, name);
    assertAlmostEquals(one.value, -other.value, 1e-12);
    assertAlmostEquals(one.standardError!, other.standardError!, 1e-12);
  }
});

Deno.test("the area under the curve has DeLong's standard error, to that of many draws", () => {
  const draws = Array.from({ length: 400 }, () => {
    const isYes = Array.from({ length: 80 }, (_, k) => k % 4 === 0);
    const data = Dataset.from({
      inputs: isYes.map(() => [0]),
      labels: isYes.map((yes) => yes ? "y" : "n"),
    });
    const noisy = (noise: number) =>
      twoOutputs(isYes.map((yes) => 0.5 + (Number(yes) + noise * random.normal()) / 20));
    const all = isYes.map((_, row) => row);
    return metricDifference("auc", { outputs: noisy(1) }, { outputs: noisy(2) }, data, all)!;
  });
  const mean = draws.reduce((sum, { value }) => sum + value, 0) / draws.length;
  const variance = draws.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / draws.length;
  const stated = draws.reduce((sum, { standardError }) => sum + standardError! ** 2, 0) /
    draws.length;
  assertAlmostEquals(stated / variance, 1, 0.2); // two standard errors of a variance over 400 draws are 0.14
});

Deno.test("the best constant answer is measured by the rows themselves", () => {
  const entropy = -(2 / 3 * Math.log(2 / 3) + 1 / 3 * Math.log(1 / 3));
  assertAlmostEquals(constantValue("logLoss", classes, rows)!, entropy, NEAR);
  assertAlmostEquals(constantValue("accuracy", classes, rows)!, 2 / 3);
  assertAlmostEquals(constantValue("auc", classes, rows)!, 0.5);
  assertAlmostEquals(constantValue("cost", classes, rows, [threshold])!, 2 / 3); // always yes
  assertAlmostEquals(constantValue("cost", classes, rows, [{ ...threshold, miss: 1 }])!, 1 / 3);
});

Deno.test("models are compared by their cost, by log loss, or by R²", () => {
  const quantities = Dataset.from({ inputs: [[0], [0]], targets: [1, 2] });
  assertEquals(decidingMetric(classes, {}), "logLoss");
  assertEquals(decidingMetric(classes, { thresholds: [threshold] }), "cost");
  assertEquals(decidingMetric(quantities, {}), "r2");
});

Deno.test("no rows have no metric", () => {
  const none = { outputs: new Float32Array() };
  for (const name of Object.keys(METRICS) as MetricName[]) {
    assertEquals(metricValue(name, none, classes, []), undefined);
    assertEquals(metricDifference(name, none, none, classes, []), undefined);
  }
});

Deno.test("a difference of root mean squared errors shows what that of R² shows, and one row alone shows nothing", () => {
  const count = 1000;
  const all = Array.from({ length: count }, (_, row) => row);
  const targets = all.map((row) => row % 10);
  const data = Dataset.from({ inputs: all.map(() => [0]), targets });
  const far = (error: number) => ({
    outputs: Float32Array.from(targets, (y, row) => row === 500 ? y + error : y + 1),
  });
  const [rmse, r2] = (["rmse", "r2"] as const).map((name) =>
    metricDifference(name, far(299), far(300), data, all)!
  );
  const rootOf = (error: number) => Math.sqrt((error ** 2 + count - 1) / count);
  assertAlmostEquals(rmse!.value, rootOf(300) - rootOf(299), 1e-6);
  assert(rmse!.standardError! > 0.99 * rmse!.value, "the difference is that of one row");
  assertEquals([rmse!.shown, r2!.shown], ["neither", "neither"]);
  for (let draw = 0; draw < 300; draw++) {
    const n = 8 + random.below(60);
    const y = Array.from({ length: n }, () => random.normal());
    const drawn = Dataset.from({ inputs: y.map(() => [0]), targets: y });
    const [first, second] = [1, 1.3].map((spread) => ({
      outputs: Float32Array.from(y, (one) => one + spread * random.normal() / random.uniform()),
    }));
    const shown = (["rmse", "r2"] as const).map((name) =>
      metricDifference(name, first!, second!, drawn, [...y.keys()])!.shown
    );
    assertEquals(shown[0], shown[1]);
  }
});
