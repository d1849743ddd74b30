/**
 * Row values of metrics that are no means over rows: their mean is the metric, their deviation is that of the jackknife, which
 * leaves out a row after the other; and intervals and differences made of them cover what they promise, over units too.
 */

import { assert, assertAlmostEquals, assertEquals, assertGreaterOrEqual } from "@std/assert";
import {
  type ExpectedOutputs,
  type MeasuredAnswers,
  metricDifference,
  metricInterval,
  type MetricName,
  METRICS,
  metricValue,
  precisionRecallCurve,
  rocCurve,
} from "../../lib/evaluate/mod.ts";

import { classification, metricsOfEach, regression } from "../../lib/problem/mod.ts";
import { multiLabel } from "../../lib/problem/multi_label.ts";
import { RandomStream } from "../../lib/numerics/random.ts";
import { QUICK_TESTS } from "../helpers/long.ts";
import { classAverages, classMetrics } from "../../lib/measure/metrics.ts";

const random = new RandomStream(1, "data");

/** Answers to rows, and what is expected. */
interface Drawn {
  readonly expected: ExpectedOutputs;
  readonly outputs: Float32Array;
}

/** Classes with answers of some skill; probabilities in steps, so that some are equal. */
function drawnClasses(n: number, classes: number, share = 0.3): Drawn {
  const labels = Uint8Array.from(
    { length: n },
    () => random.uniform() < share ? 0 : 1 + Math.floor((classes - 1) * random.uniform()),
  );
  const outputs = new Float32Array(n * classes);
  for (let r = 0; r < n; r++) {
    const odds = Array.from(
      { length: classes },
      (_, k) => Math.ceil(8 * (random.uniform() + (labels[r] === k ? 0.5 : 0))),
    );
    const sum = odds.reduce((a, b) => a + b);
    for (let k = 0; k < classes; k++) outputs[r * classes + k] = odds[k]! / sum;
  }
  const expected = { targets: undefined, labels, classes, outputs: classes, positive: 0 };
  return { expected: { ...expected, problem: classification }, outputs };
}

function drawnQuantities(n: number, outputs: number): Drawn {
  const targets = Float32Array.from({ length: n * outputs }, () => random.normal());
  const answers = targets.map((y) => y + 0.7 * random.normal());
  const expected = { targets, labels: new Uint8Array(), classes: 0, outputs, problem: regression };
  return { expected: { ...expected, deviation: 3 }, outputs: answers };
}

function drawnLabels(n: number): Drawn {
  const targets = Float32Array.from({ length: 3 * n }, () => Number(random.uniform() < 0.4));
  const outputs = targets.map((y) => 0.6 * y + 0.7 * random.uniform() - 0.15);
  const expected = { targets, labels: new Uint8Array(), classes: 0, outputs: 3 };
  return { expected: { ...expected, problem: multiLabel }, outputs };
}

const to = (n: number) => Array.from({ length: n }, (_, k) => k);

const rowsOf = (outputs: Float32Array, width: number, rows: readonly number[]) =>
  Float32Array.from(rows.flatMap((row) => [...outputs.subarray(row * width, (row + 1) * width)]));

/** The metric's standard error by leaving out a row, or the rows of a unit, after the other. */
function jackknife(name: MetricName, { expected, outputs }: Drawn, n: number): number {
  const { outputs: width, units } = expected;
  const unitOf = (row: number) => units?.[row] ?? row;
  const all = [...new Set(to(n).map(unitOf))];
  const values = all.map((unit) => {
    const rows = to(n).filter((row) => unitOf(row) !== unit);
    return metricValue(name, { outputs: rowsOf(outputs, width, rows) }, expected, rows)!;
  });
  const mean = values.reduce((a, b) => a + b) / all.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt((all.length - 1) / all.length * squares);
}

/** The standard error of the row values' mean. */
function stated(name: MetricName, { expected, outputs }: Drawn, n: number): number {
  const values = METRICS[name].rowValues({ outputs }, expected, to(n))!;
  const zero = values.map(() => 0);
  const other = METRICS[name].goal === "maximize" ? 1 : -1;
  assertEquals(values.length, zero.length);
  const mean = values.reduce((a, b) => a + b) / n;
  const units = expected.units;
  const sums = new Map<number, number>();
  for (const row of to(n)) {
    const unit = units?.[row] ?? row;
    sums.set(unit, (sums.get(unit) ?? 0) + other * (values[row]! - mean));
  }
  const squares = [...sums.values()].reduce((sum, one) => sum + one * one, 0);
  return Math.sqrt(squares * sums.size / (sums.size - 1)) / n;
}

const OF_TWO: readonly MetricName[] = [
  "balancedAccuracy",
  "f1",
  "macroF1",
  "auc",
  "averagePrecision",
];

Deno.test("the mean of row values is the metric, as it is computed by itself", () => {
  const { expected, outputs } = drawnClasses(80, 2);
  const value = (name: MetricName, of = { expected, outputs }, n = 80) =>
    metricValue(name, { outputs: of.outputs }, of.expected, to(n))!;
  const positives = to(80).map((row) => expected.labels[row] === 0);
  const margins = to(80).map((row) => outputs[2 * row]! - outputs[2 * row + 1]!);
  assertAlmostEquals(value("auc"), rocCurve(margins, positives).area, 1e-12);
  assertAlmostEquals(
    value("averagePrecision"),
    precisionRecallCurve(margins, positives).area,
    1e-12,
  );
  const confusionOf = ({ expected, outputs }: Drawn, n: number) => {
    const counts = to(expected.classes).map(() => to(expected.classes).map(() => 0));
    for (const row of to(n)) {
      const own = [...rowsOf(outputs, expected.classes, [row])];
      counts[expected.labels[row]!]![own.indexOf(Math.max(...own))]!++;
    }
    return counts;
  };
  const confusion = confusionOf({ expected, outputs }, 80);
  assertAlmostEquals(value("f1"), classMetrics(confusion)[0]!.f1!, 1e-12);
  assertAlmostEquals(value("macroF1"), classAverages(confusion).f1, 1e-12);
  assertAlmostEquals(value("balancedAccuracy"), classAverages(confusion).balancedAccuracy, 1e-12);
  const four = drawnClasses(90, 4);
  const averages = classAverages(confusionOf(four, 90));
  assertAlmostEquals(value("f1", four, 90), averages.f1, 1e-12);
  assertAlmostEquals(value("balancedAccuracy", four, 90), averages.balancedAccuracy, 1e-12);
  const one = drawnQuantities(50, 1);
  const [errors] = metricsOfEach(one.outputs, one.expected.targets!, 1);
  assertAlmostEquals(value("mae", one, 50), 3 * errors!.meanAbsoluteError, 1e-6);
  assertAlmostEquals(value("rmse", one, 50), 3 * errors!.rootMeanSquaredError, 1e-6);
  const labels = drawnLabels(40);
  const wrong = labels.outputs.filter((p, k) => p >= 0.5 !== (labels.expected.targets![k] === 1));
  assertAlmostEquals(value("hammingLoss", labels, 40), wrong.length / 120, 1e-12);
});

Deno.test("the standard error of row values is the jackknife's, over rows and over units", () => {
  const n = 400;
  const units = Uint32Array.from({ length: n }, (_, row) => Math.floor(row / 5));
  const cases: [Drawn, readonly MetricName[]][] = [
    [drawnClasses(n, 2), OF_TWO],
    [drawnClasses(n, 3), ["balancedAccuracy", "f1"]],
    [drawnLabels(n), ["f1", "hammingLoss"]],
    [drawnQuantities(n, 1), ["mae", "rmse"]],
    [drawnQuantities(n, 2), ["mae", "rmse"]],
  ];
  for (const [drawn, names] of cases) {
    for (const name of names) {
      for (const expected of [drawn.expected, { ...drawn.expected, units }]) {
        const of = { ...drawn, expected };
        assertAlmostEquals(stated(name, of, n) / jackknife(name, of, n), 1, 0.03, name);
      }
    }
  }
});

Deno.test("a metric is not defined where the rows are of one class, or the answers are others", () => {
  const { expected, outputs } = drawnClasses(20, 2);
  const one = to(20).filter((row) => expected.labels[row] === 1);
  const answers = { outputs: rowsOf(outputs, 2, one) };
  assertEquals(metricInterval("auc", answers, expected, one), undefined);
  assertEquals(metricInterval("averagePrecision", answers, expected, one), undefined);
  assertEquals(metricInterval("mae", answers, expected, one), undefined);
  const three = drawnClasses(20, 3);
  assertEquals(metricValue("auc", three, three.expected, to(20)), undefined);
  const quantities = drawnQuantities(20, 1);
  for (const name of OF_TWO) {
    assertEquals(metricValue(name, quantities, quantities.expected, to(20)), undefined);
  }
  const labels = drawnLabels(20);
  assertEquals(metricValue("balancedAccuracy", labels, labels.expected, to(20)), undefined);
});

/** So many data sets of each kind. */
const DRAWS = QUICK_TESTS ? 100 : 400;

/** Three standard errors of a share of 5 % of the draws: 28 such shares are compared. */
const THREE_ERRORS = 3 * Math.sqrt(0.05 * 0.95 / DRAWS);

/**
 * Two classes and two models of equal skill. Rows of a unit have a common part of both the class's odds and the answers, so
 * that they are right or wrong together.
 */
function drawnUnits(stream: RandomStream, units: number, each: number) {
  const n = units * each;
  const labels = new Uint8Array(n);
  const [first, second] = [0, 1].map(() => new Float32Array(2 * n));
  for (let unit = 0; unit < units; unit++) {
    const isOne = stream.uniform() < 0.3;
    const shared = [0, 1].map(() => stream.normal());
    for (let k = unit * each; k < (unit + 1) * each; k++) {
      labels[k] = Number(isOne);
      for (const [m, answers] of [first!, second!].entries()) {
        const score = 1.2 * (Number(isOne) - 0.5) + 0.9 * shared[m]! + 0.4 * stream.normal();
        answers[2 * k + 1] = 1 / (1 + Math.exp(-score));
        answers[2 * k] = 1 - answers[2 * k + 1]!;
      }
    }
  }
  const unitOf = Uint32Array.from({ length: n }, (_, k) => Math.floor(k / each));
  const expected = { targets: undefined, labels, classes: 2, outputs: 2, positive: 1 };
  return {
    expected: { ...expected, problem: classification, units: unitOf },
    answers: [first!, second!].map((outputs): MeasuredAnswers => ({ outputs })),
  };
}

const MEASURED: readonly MetricName[] = [...OF_TWO, "accuracy", "logLoss"];

/** The share of draws whose interval holds the truth, of each metric; and of differences of equal models that hold 0. */
function coverage(units: number, each: number, overUnits: boolean) {
  const stream = new RandomStream(units, "data");
  const truths = drawnUnits(stream, 20_000, 1);
  const all = to(20_000);
  return MEASURED.map((name) => {
    const truth = metricValue(name, truths.answers[0]!, truths.expected, all)!;
    let [held, equal] = [0, 0];
    const own = new RandomStream(units + each, "data");
    for (let draw = 0; draw < DRAWS; draw++) {
      const { expected, answers: [first, second] } = drawnUnits(own, units, each);
      const { units: _, ...rowsAlone } = expected;
      const of: ExpectedOutputs = overUnits ? expected : rowsAlone;
      const rows = to(units * each);
      const interval = metricInterval(name, first!, of, rows);
      if (interval !== undefined && interval.low! <= truth && truth <= interval.high!) held++;
      if (metricDifference(name, first!, second!, of, rows)?.shown === "neither") equal++;
    }
    return { name, held: held / DRAWS, equal: equal / DRAWS };
  });
}

Deno.test("intervals over rows hold the truth in 95 of 100 draws where rows are by themselves", () => {
  for (const { name, held, equal } of coverage(150, 1, false)) {
    assertGreaterOrEqual(held, 0.95 - THREE_ERRORS, name);
    assertGreaterOrEqual(equal, 0.95 - THREE_ERRORS, name);
  }
});

Deno.test("where rows belong together, intervals over units hold the truth, and those over rows do not", () => {
  const [over, rows] = [true, false].map((overUnits) => coverage(100, 8, overUnits));
  for (const [k, { name, held, equal }] of over!.entries()) {
    assertGreaterOrEqual(held, 0.95 - THREE_ERRORS, name);
    assertGreaterOrEqual(equal, 0.95 - THREE_ERRORS, name);
    assert(rows![k]!.held < 0.75 && rows![k]!.equal < 0.75, `${name}: ${rows![k]!.held}`);
  }
});
