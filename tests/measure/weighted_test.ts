/** Metrics by the weights of rows: scikit-learn's, and those of rows that stand there several times. */

import { assert, assertAlmostEquals, assertEquals, assertGreaterOrEqual } from "@std/assert";
import { RecordedAnswers } from "../../lib/ensemble/mod.ts";
import {
  calibration,
  classAverages,
  commonestClass,
  constantValue,
  errorsOfMeans,
  type MeasuredAnswers,
  metricDifference,
  metricInterval,
  type MetricName,
  METRICS,
  metricValue,
  ofClasses,
  precisionRecallCurve,
  rocCurve,
} from "../../lib/evaluate/mod.ts";
import { conformalBoundOf } from "../../lib/measure/intervals.ts";
import { effectiveSize } from "../../lib/measure/row_weights.ts";
import { RandomStream } from "../../lib/numerics/random.ts";
import { Dataset, evaluate, Network } from "../../mod.ts";
import { LONG_TESTS } from "../helpers/long.ts";

const NEAR = 1e-6; // answers are float32
const EXACT = 1e-12; // the same sums in another order

const TWO = {
  labels: [0, 1, 1, 0, 1, 0, 1, 1, 0, 0, 1, 0],
  yes: [0.125, 0.75, 0.5, 0.5, 0.875, 0.625, 0.25, 0.9375, 0.375, 0.0625, 0.625, 0.75],
  weights: [1, 2, 0.5, 0, 3, 1, 0.25, 0, 4, 1.5, 2, 0.75],
};
const THREE = {
  labels: [0, 1, 2, 2, 1, 0, 0, 2],
  answered: [0, 1, 1, 2, 0, 0, 2, 2],
  weights: [1, 2, 0.5, 3, 1, 0, 4, 0.25],
};
const QUANTITIES = {
  targets: [1, 2.5, -1, 4, 0.5, 3],
  answers: [1.25, 2, -0.5, 3.5, 1.5, 5],
  weights: [1, 3, 0.5, 2, 0, 0.25],
};

/**
 * scikit-learn 1.4.2 with `sample_weight`: accuracy_score, balanced_accuracy_score, roc_auc_score, average_precision_score,
 * f1_score (average="macro" for the second), log_loss, r2_score, mean_absolute_error and the root of mean_squared_error.
 */
const SCIKIT_LEARN = {
  two: {
    accuracy: 0.84375,
    balancedAccuracy: 0.8455522971652003,
    auc: 0.9130009775171065,
    averagePrecision: 0.8887812075750364,
    f1: 0.8484848484848485,
    macroF1: 0.8435972629521017,
    logLoss: 0.42125102981212575,
  },
  confusion: [[6.5, 1.75], [0.75, 7]],
  three: {
    accuracy: 0.5319148936170213,
    balancedAccuracy: 0.5777777777777778,
    macroF1: 0.5346320346320347,
  },
  confusionOfThree: [[1, 0, 4], [1, 2, 0], [0, 0.5, 3.25]],
  quantities: { r2: 0.8115604867573372, mae: 0.5185185185185185, rmse: 0.6009252125773316 },
} as const;

type Weights = readonly number[];

/** Data without inputs, with weights unless they are left out. */
function dataOf(answers: { labels: Weights } | { targets: Weights }, weights?: Weights): Dataset {
  const inputs = Object.values(answers)[0]!.map(() => [0]);
  return Dataset.from({ inputs, ...answers, ...weights && { weights } });
}

const twoOutputs = (yes: Weights) => Float32Array.from(yes.flatMap((p) => [1 - p, p]));
const oneHot = (answered: Weights) =>
  Float32Array.from(answered.flatMap((k) => [0, 1, 2].map((j) => Number(j === k))));
const rowsOf = ({ size }: Dataset) => Uint32Array.from({ length: size }, (_, row) => row);

const [two, three] = [TWO, THREE].map(({ labels, weights }) => dataOf({ labels }, weights));
const quantities = dataOf(
  QUANTITIES.targets && { targets: QUANTITIES.targets },
  QUANTITIES.weights,
);
const OUTPUTS = {
  two: twoOutputs(TWO.yes),
  three: oneHot(THREE.answered),
  quantities: Float32Array.from(QUANTITIES.answers),
};

Deno.test("metrics by weight are scikit-learn's", () => {
  for (
    const [data, outputs, expected] of [
      [two!, OUTPUTS.two, SCIKIT_LEARN.two],
      [three!, OUTPUTS.three, SCIKIT_LEARN.three],
      [quantities, OUTPUTS.quantities, SCIKIT_LEARN.quantities],
    ] as const
  ) {
    for (const [name, value] of Object.entries(expected) as [MetricName, number][]) {
      assertAlmostEquals(metricValue(name, { outputs }, data, rowsOf(data))!, value, NEAR, name);
      const interval = metricInterval(name, { outputs }, data, rowsOf(data))!;
      assertAlmostEquals(interval.value, value, NEAR, name);
    }
  }
});

/** Evaluates answers. */
function evaluated(outputs: Float32Array, data: Dataset) {
  const like = new Network([1, data.outputs], {
    outputActivation: data.problem.hasAccuracy ? "softmax" : "linear",
    cost: data.problem.hasAccuracy ? "logLikelihood" : "quadratic",
  });
  return evaluate(new RecordedAnswers(outputs, data.outputs, like), data);
}

Deno.test("an evaluation is scikit-learn's by weight, and counts rows", () => {
  const { confusion, correct, size, accuracy, cost } = ofClasses(evaluated(OUTPUTS.two, two!));
  assertEquals(confusion, SCIKIT_LEARN.confusion.map((row) => [...row]));
  assertEquals([correct, size, accuracy], [8, 12, SCIKIT_LEARN.two.accuracy]);
  assertAlmostEquals(cost, SCIKIT_LEARN.two.logLoss, NEAR);
  const { balancedAccuracy, f1 } = classAverages(confusion);
  assertAlmostEquals(balancedAccuracy, SCIKIT_LEARN.two.balancedAccuracy, NEAR);
  assertAlmostEquals(f1, SCIKIT_LEARN.two.macroF1, NEAR);
  const all = ofClasses(evaluated(OUTPUTS.three, three!));
  assertEquals(all.confusion, SCIKIT_LEARN.confusionOfThree.map((row) => [...row]));
  const { rSquared, meanAbsoluteError, rootMeanSquaredError } = evaluated(
    OUTPUTS.quantities,
    quantities,
  );
  assertAlmostEquals(rSquared!, SCIKIT_LEARN.quantities.r2, NEAR);
  assertAlmostEquals(meanAbsoluteError!, SCIKIT_LEARN.quantities.mae, NEAR);
  assertAlmostEquals(rootMeanSquaredError!, SCIKIT_LEARN.quantities.rmse, NEAR);
  const isYes = TWO.labels.map(Boolean);
  const { auc, averagePrecision } = SCIKIT_LEARN.two;
  assertAlmostEquals(rocCurve(TWO.yes, isYes, TWO.weights).area, auc, EXACT);
  assertAlmostEquals(
    precisionRecallCurve(TWO.yes, isYes, TWO.weights).area,
    averagePrecision,
    EXACT,
  );
});

/** Drawn rows with weights 0, 1, 2 and 3, and the rows as often as that. */
function drawn(kind: "classes" | "quantities") {
  const random = new RandomStream(7, "data");
  const weights = Array.from({ length: 80 }, () => Math.floor(4 * random.uniform()));
  const isYes = weights.map(() => Number(random.uniform() < 0.4));
  const answers = [0.5, 0.2].map((skill) =>
    isYes.map((yes) => Math.floor(16 * (skill * yes + (1 - skill) * random.uniform())) / 16)
  );
  const targets = isYes.map((yes) => yes + random.normal());
  const often = weights.flatMap((weight, row) => Array<number>(weight).fill(row));
  const of = (rows: readonly number[], weights?: readonly number[]) => ({
    data: kind === "classes"
      ? dataOf({ labels: rows.map((row) => isYes[row]!) }, weights)
      : dataOf({ targets: rows.map((row) => targets[row]!) }, weights),
    answers: answers.map((all): MeasuredAnswers => {
      const own = rows.map((row) => all[row]!);
      return { outputs: kind === "classes" ? twoOutputs(own) : Float32Array.from(own) };
    }),
  });
  const rows = [...weights.keys()];
  return { of, rows, weights, weighed: of(rows, weights), repeated: of(often) };
}

Deno.test("a row of weight 2 counts as two rows, and one of weight 0 as none", () => {
  for (const kind of ["classes", "quantities"] as const) {
    const { weighed, repeated } = drawn(kind);
    const [one, other] = [rowsOf(weighed.data), rowsOf(repeated.data)];
    for (const name of Object.keys(METRICS) as MetricName[]) {
      const [value, expected] = [
        metricValue(name, weighed.answers[0]!, weighed.data, one),
        metricValue(name, repeated.answers[0]!, repeated.data, other),
      ];
      assertEquals(value === undefined, expected === undefined, name);
      if (value === undefined) continue;
      assertAlmostEquals(value, expected!, 1e-9, name);
      const [difference, twice] = [weighed, repeated].map(({ answers: [a, b], data }) =>
        metricDifference(name, a!, b!, data, rowsOf(data))!
      );
      assertAlmostEquals(difference!.value, twice!.value, 1e-9, name);
      const [constant, both] = [weighed, repeated].map(({ data }) =>
        constantValue(name, data, rowsOf(data))
      );
      assertAlmostEquals(constant ?? 0, both ?? 0, 1e-6, `a constant answer's ${name}`);
    }
  }
  const { weighed, repeated, weights } = drawn("classes");
  assertEquals(
    commonestClass(weighed.data, weighed.data),
    commonestClass(repeated.data, repeated.data),
  );
  const bins = [weighed, repeated].map(({ answers: [{ outputs } = { outputs: [] }], data }) => {
    const confidences = Array.from(data.labels, (_, r) => outputs[2 * r]!);
    const right = Array.from(data.labels, (label) => label === 0);
    return calibration(confidences, right, 10, data.weights);
  });
  assertAlmostEquals(bins[0]!.error, bins[1]!.error, EXACT);
  const { weighed: some, repeated: all } = drawn("quantities");
  const [mean, same] = [some, all].map(({ data: { targets, weights } }) =>
    errorsOfMeans(targets!, targets!, 1, { training: weights, targets: weights })[0]!
  );
  assertAlmostEquals(mean!, same!, EXACT);
  assert(weights.includes(0) && weights.includes(3));
});

Deno.test("equal weights change nothing, and only their proportions count", () => {
  for (const kind of ["classes", "quantities"] as const) {
    const { of, rows, weights } = drawn(kind);
    const without = of(rows);
    for (const name of Object.keys(METRICS) as MetricName[]) {
      const found = (weights?: readonly number[]) => {
        const { data, answers: [one, other] } = of(rows, weights);
        return [
          metricInterval(name, one!, data, rowsOf(data)),
          metricDifference(name, one!, other!, data, rowsOf(data)),
        ];
      };
      const [plain, ones] = [found(), found(rows.map(() => 1))];
      const [some, scaled] = [found(weights), found(weights.map((weight) => 64 * weight))];
      for (const [k, one] of plain.entries()) {
        for (const key of ["value", "low", "high", "plusMinus"] as const) {
          const [a, b, c, d] = [one, ones[k], some[k], scaled[k]].map((of) =>
            (of as Record<string, number> | undefined)?.[key] ?? NaN
          );
          // Rows by themselves have intervals of their own for accuracy.
          if (name !== "accuracy") assertAlmostEquals(b!, a!, 1e-9, `${name}, ${key}`);
          assertAlmostEquals(d!, c!, 1e-9, `${name}, ${key}`);
        }
      }
    }
    assertEquals(without.data.weights, undefined);
  }
});

Deno.test("the effective number of rows is that of rows of equal weight", () => {
  assertEquals(effectiveSize(4, [2, 2, 2, 2]), 4);
  assertEquals(effectiveSize(4, [1, 1, 0, 0]), 2);
  assertAlmostEquals(effectiveSize(3, [1, 2, 3]), 36 / 14, EXACT);
});

Deno.test("a bound by weight is within the rows of that weight", () => {
  const errors = Float64Array.from({ length: 30 }, (_, k) => 30 - k);
  const ones = errors.map(() => 1);
  const plain = conformalBoundOf(errors.slice(), 0.8, 0);
  assertEquals(conformalBoundOf(errors.slice(), 0.8, 0, ones), plain);
  // Rows of weight 0 are none: the ten smallest errors are left, the ninth of which is the ⌈0.8 · 11⌉-th.
  const few = errors.map((error) => Number(error <= 10));
  assertEquals(conformalBoundOf(errors.slice(), 0.8, 0, few), 9);
  assertEquals(conformalBoundOf(errors.slice(), 0.95, 0, few), undefined);
});

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

/** Drawn rows, whose weights depend on what is right: a class with noise, and a quantity. */
const DRAWS = {
  classes(random: RandomStream, n: number) {
    const [labels, outputs, weights] = [new Uint8Array(n), new Float32Array(2 * n), [] as number[]];
    for (let k = 0; k < n; k++) {
      const odds = 2 * random.normal() - 0.5;
      labels[k] = Number(random.uniform() < sigmoid(odds));
      outputs[2 * k + 1] = sigmoid(odds + random.normal());
      outputs[2 * k] = 1 - outputs[2 * k + 1]!;
      weights.push(
        (1 + labels[k]!) * Math.exp(0.7 * random.normal()) * (odds * odds < 1 ? 1.5 : 1),
      );
    }
    return { data: dataOf({ labels: [...labels] }, weights), outputs };
  },
  quantities(random: RandomStream, n: number) {
    const [outputs, targets, weights] = [new Float32Array(n), [] as number[], [] as number[]];
    for (let k = 0; k < n; k++) {
      const known = random.normal();
      targets.push(known + random.normal());
      outputs[k] = known + 0.5 * random.normal();
      weights.push(Math.exp(0.7 * random.normal() + 0.3 * known));
    }
    return { data: dataOf({ targets }, weights), outputs };
  },
};

Deno.test("intervals by weight hold the metric of many rows in 95 % of draws", () => {
  const draws = LONG_TESTS ? 2000 : 400;
  const least = 0.95 - 2 * Math.sqrt(0.05 * 0.95 / draws); // two standard errors
  const metrics = {
    classes: ["accuracy", "auc", "logLoss"],
    quantities: ["r2", "mae", "rmse"],
  } as const;
  for (const kind of ["classes", "quantities"] as const) {
    const random = new RandomStream(5, "data");
    const intervals = (n: number) => {
      const { data, outputs } = DRAWS[kind](random, n);
      return metrics[kind].map((name) => metricInterval(name, { outputs }, data, rowsOf(data))!);
    };
    const truth = intervals(100_000).map(({ value }) => value);
    const all = Array.from({ length: draws }, () => intervals(150));
    for (const [k, value] of truth.entries()) {
      const held = all.filter((found) => found[k]!.low! <= value && value <= found[k]!.high!);
      assertGreaterOrEqual(held.length / draws, least, metrics[kind][k]);
    }
  }
});
