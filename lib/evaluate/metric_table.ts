/**
 * The one table of metrics: what a verdict, an importance, or an option compares answers by. Each metric is a mean over rows, so
 * that any two models on the same rows have a paired difference with a standard error. @module
 */

import { errorTerms } from "./metric_interval.ts";
import { accuracyDifference, meanDifference, type PairedDifference } from "./distributions.ts";
import { type ExpectedOutputs, rowScores, targetsOf } from "./row_scores.ts";

/** The name of a metric. */
export type MetricName =
  | "logLoss"
  | "cost"
  | "squaredError"
  | "accuracy"
  | "r2"
  | "rocArea";

/** From which probability on the answer is yes, and what mistakes cost; a `DecisionThreshold` is one. */
export interface MeasuredThreshold {
  /** What a yes to a row that is none costs. */
  readonly falseAlarm: number;
  /** What a no to a row that is one costs. */
  readonly miss: number;
  /** The index of the output: the class to find, or the label. */
  readonly positive: number;
  /** The least probability of a yes, `null` for never; or that of each row, by its index among the rows that are answered. */
  readonly from: number | null | ((index: number) => number);
}

/** The answers of a model to some rows. */
export interface MeasuredAnswers {
  /** [rows, outputs] Probabilities or quantities. */
  readonly outputs: Float32Array;
  /** The threshold of the class to find, or of each label. Default: the most probable class, and yes from ½ on */
  readonly thresholds?: readonly MeasuredThreshold[] | undefined;
}

/** A metric of answers. */
export interface AnswerMetric {
  /** Its name in a sentence: `log loss`. */
  readonly label: string;
  /** Which way is better. */
  readonly goal: "minimize" | "maximize";
  /**
   * What each row adds, [rows]: the metric is the mean, and the deviation gives its standard error.
   * @param expected of all rows
   * @param rows which of all rows are answered
   * @returns `undefined` where the metric is not defined, such as log loss of quantities
   */
  rowValues(
    answers: MeasuredAnswers,
    expected: ExpectedOutputs,
    rows: ArrayLike<number>,
  ): Float64Array | undefined;
}

/** Every metric, by its name. */
export const METRICS: Readonly<Record<MetricName, AnswerMetric>> = {
  /** −ln p of the class, or −Σ ln p of answers of yes and no. */
  logLoss: {
    label: "log loss",
    goal: "minimize",
    rowValues: ({ outputs }, expected, rows) =>
      expected.problem.hasAccuracy ? rowScores(outputs, expected, rows).costs : undefined,
  },
  /** What the mistakes cost, in the unit of the costs that were given; only with thresholds. */
  cost: {
    label: "cost",
    goal: "minimize",
    rowValues: ({ outputs, thresholds }, expected, rows) =>
      thresholds && mistakes(outputs, thresholds, expected, rows).costs,
  },
  /** The mean over the quantities of their squared errors, each over its variance where the targets are standardized. */
  squaredError: {
    label: "squared error",
    goal: "minimize",
    rowValues: ({ outputs }, expected, rows) =>
      expected.problem.hasAccuracy
        ? undefined
        : rowScores(outputs, expected, rows).costs.map((cost) => 2 * cost / expected.outputs),
  },
  /** The fraction of right answers; of several labels all have to be right. */
  accuracy: {
    label: "accuracy",
    goal: "maximize",
    rowValues: ({ outputs, thresholds }, expected, rows) => {
      if (!expected.problem.hasAccuracy) return undefined;
      const right = thresholds === undefined
        ? rowScores(outputs, expected, rows).right!
        : mistakes(outputs, thresholds, expected, rows).right;
      return Float64Array.from(right);
    },
  },
  /** 1 less the squared errors over those of the rows' own mean, the mean over the quantities. */
  r2: {
    label: "R²",
    goal: "maximize",
    rowValues: ({ outputs }, expected, rows) => {
      if (expected.problem.hasAccuracy || rows.length === 0) return undefined;
      const terms = errorTerms(outputs, expected, rows);
      if (terms === undefined) return undefined;
      const values = new Float64Array(rows.length).fill(1);
      for (const { above, sumBelow } of terms) {
        const scale = rows.length / sumBelow / terms.length;
        for (let r = 0; r < values.length; r++) values[r]! -= above[r]! * scale;
      }
      return values;
    },
  },
  /** How often a row of the one class, or of yes, ranks above a row of the other; of two classes, or a single label. */
  rocArea: {
    label: "area under the ROC curve",
    goal: "maximize",
    rowValues: ({ outputs }, expected, rows) => {
      const { problem, outputs: width } = expected;
      if (!problem.hasAccuracy || width !== (problem.isOneHot ? 2 : 1)) return undefined;
      const targets = targetsOf(expected, rows);
      const last = (values: Float32Array) =>
        Float32Array.from({ length: rows.length }, (_, r) => values[(r + 1) * width - 1]!);
      return rankingValues(last(outputs), last(targets));
    },
  },
};

/**
 * A metric of answers.
 * @param expected of all rows
 * @param rows which of all rows are answered
 * @returns `undefined` where it is not defined, or there are no rows
 *
 * @example
 * ```ts
 * import { Dataset } from "@inkling/inkling";
 * import { metricDifference, metricValue } from "@inkling/inkling/evaluate";
 * import { assertEquals } from "@std/assert";
 *
 * const labels = ["a", "b", "b", "b"];
 * const data = Dataset.from({ inputs: labels.map(() => [0]), labels });
 * const [rows, never] = [[0, 1, 2, 3], Float32Array.of(0.9, 0.1, 0.9, 0.1, 0.9, 0.1, 0.9, 0.1)];
 * const always = never.toReversed();
 * assertEquals(metricValue("accuracy", { outputs: never }, data, rows), 0.25);
 * const { value } = metricDifference("accuracy", { outputs: always }, { outputs: never }, data, rows)!;
 * assertEquals(value, 0.5); // above 0 where the first is better
 * ```
 */
export function metricValue(
  name: MetricName,
  answers: MeasuredAnswers,
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
): number | undefined {
  const values = METRICS[name].rowValues(answers, expected, rows);
  if (values === undefined || values.length === 0) return undefined;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * By how much the first of two models is better on the same rows: above 0 whatever the metric's direction.
 * @param expected of all rows
 * @param rows which of all rows are answered
 * @returns `undefined` where the metric is not defined, or there are no rows
 */
export function metricDifference(
  name: MetricName,
  first: MeasuredAnswers,
  second: MeasuredAnswers,
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
): PairedDifference | undefined {
  const { goal, rowValues } = METRICS[name];
  const [one, other] = [first, second].map((answers) => rowValues(answers, expected, rows));
  if (one === undefined || other === undefined || rows.length === 0) return undefined;
  const gains = one.map((value, r) => goal === "maximize" ? value - other[r]! : other[r]! - value);
  if (name !== "accuracy") return meanDifference(gains);
  const alone = (sign: number) => gains.reduce((sum, gain) => sum + Number(gain === sign), 0);
  return accuracyDifference({ first: alone(1), second: alone(-1) }, rows.length);
}

/** What models are compared by: the cost where they decide by one, log loss of classes and labels, or R², which is squared error. */
export function decidingMetric(
  { problem }: Pick<ExpectedOutputs, "problem">,
  { thresholds }: Pick<MeasuredAnswers, "thresholds">,
): "cost" | "logLoss" | "r2" {
  if (thresholds !== undefined) return "cost";
  return problem.hasAccuracy ? "logLoss" : "r2";
}

/**
 * The metric of the best answer that does not depend on the row, chosen by these rows themselves.
 * @returns `undefined` where the metric is not defined
 */
export function constantValue(
  name: MetricName,
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
  thresholds?: readonly MeasuredThreshold[],
): number | undefined {
  const { outputs: width } = expected;
  const targets = targetsOf(expected, rows);
  const means = new Float64Array(width);
  for (let k = 0; k < targets.length; k++) means[k % width]! += targets[k]! / rows.length;
  const outputs = Float32Array.from(targets, (_, k) => means[k % width]!);
  const sides = thresholds?.map((one) => {
    const share = means[one.positive]!;
    const isYes = one.miss * share > one.falseAlarm * (1 - share);
    return { ...one, from: isYes ? 0 : null };
  });
  return metricValue(name, { outputs, thresholds: sides }, expected, rows);
}

/** Which answers are right by thresholds, and what the wrong ones cost. */
function mistakes(
  outputs: Float32Array,
  thresholds: readonly MeasuredThreshold[],
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
): { readonly right: Uint8Array; readonly costs: Float64Array } {
  const targets = targetsOf(expected, rows);
  const right = new Uint8Array(rows.length).fill(1);
  const costs = new Float64Array(rows.length);
  for (const { positive, from, falseAlarm, miss } of thresholds) {
    for (let r = 0; r < rows.length; r++) {
      const at = r * expected.outputs + positive;
      const least = typeof from === "function" ? from(r) : from ?? Infinity;
      const isYes = outputs[at]! >= least;
      if (isYes === (targets[at] === 1)) continue;
      right[r] = 0;
      costs[r]! += isYes ? falseAlarm : miss;
    }
  }
  return { right, costs };
}

/**
 * The area under the ROC curve as a mean over rows: each row has the area, and by how much it moves it (DeLong, DeLong and
 * Clarke-Pearson, “Comparing the areas under two or more correlated receiver operating characteristic curves”, 1988).
 * @returns `undefined` without rows of both kinds
 */
function rankingValues(scores: Float32Array, isYes: Float32Array): Float64Array | undefined {
  const n = scores.length;
  const yes = isYes.reduce((sum, one) => sum + one, 0);
  if (yes === 0 || yes === n) return undefined;
  const order = Array.from(scores.keys()).sort((a, b) => scores[a]! - scores[b]!);
  /** [rows] The share of the rows of the other kind that the row is on the right side of; equal ones count half. */
  const shares = new Float64Array(n);
  let [below, start, area] = [0, 0, 0];
  while (start < n) {
    let [end, equal] = [start, 0];
    while (end < n && scores[order[end]!] === scores[order[start]!]) equal += isYes[order[end++]!]!;
    const noBelow = start - below;
    const noEqual = end - start - equal;
    for (const row of order.slice(start, end)) {
      shares[row] = isYes[row]
        ? (noBelow + noEqual / 2) / (n - yes)
        : (yes - below - equal / 2) / yes;
      if (isYes[row]) area += shares[row]! / yes;
    }
    below += equal;
    start = end;
  }
  return shares.map((share, row) => area + (share - area) * n / (isYes[row] ? yes : n - yes));
}
