/** Which metric is meant: by its name, whether it fits what is learned, or by default; and what a constant answer gets by it. @module */

import { ASKED_METRICS } from "../options/table.ts";
import {
  type AskedMetric,
  type MeasuredAnswers,
  type MeasuredThreshold,
  type MetricName,
  METRICS,
  metricValue,
  positiveOf,
} from "./metric_table.ts";
import { type ExpectedOutputs, targetsOf } from "./row_scores.ts";
import { totalWeight, weightsOf } from "./row_weights.ts";

const { floor } = Math;

/**
 * A metric by its name.
 * @returns `undefined` if there is none
 */
export function askedMetric(name: string): AskedMetric | undefined {
  return ASKED_METRICS.find((known) => known === name);
}

/** The key of a metric in a run's results; the cost is the mean of the cost function, which is log loss for classes. */
export function resultKey(metric: AskedMetric): string {
  if (metric === "cost") return "costOfMistakes";
  return metric === "logLoss" ? "cost" : metric;
}

/** Whether a run's results have a metric in any case. */
export function isInResults(metric: AskedMetric): boolean {
  return ["accuracy", "logLoss", "r2", "mae", "rmse"].includes(metric);
}

/** What a metric has to fit. */
export interface MetricUse {
  /** What is learned. */
  readonly problem: ExpectedOutputs["problem"];
  /** How many outputs there are: classes, labels or quantities. */
  readonly outputs: number;
  /** Whether the costs of mistakes are known. */
  readonly hasCosts: boolean;
}

/**
 * Why a metric does not fit, as a sentence without a full stop; `undefined` if it does.
 *
 * @example
 * ```ts
 * import { Dataset } from "@inkling/inkling";
 * import { metricProblem } from "@inkling/inkling/evaluate";
 * import { assertEquals } from "@std/assert";
 *
 * const { problem, outputs } = Dataset.from({ inputs: [[1], [2]], targets: [0.5, 0.7] });
 * assertEquals(
 *   metricProblem("auc", { problem, outputs, hasCosts: false }),
 *   'the metric "auc" is for two classes, got quantities: expected r2, mae or rmse',
 * );
 * ```
 */
export function metricProblem(
  name: AskedMetric,
  { problem, outputs, hasCosts }: MetricUse,
): string | undefined {
  const { noun, hasAccuracy, isOneHot } = problem;
  const needsClasses = METRICS[name].isShare || name === "logLoss" || name === "cost";
  const areTwo = hasAccuracy && outputs === (isOneHot ? 2 : 1);
  const isRanking = name === "auc" || name === "averagePrecision";
  if (needsClasses !== hasAccuracy) {
    const fitting = !needsClasses ? "quantities" : isRanking ? "two classes" : "classes";
    const others = hasAccuracy ? "logLoss, accuracy or f1" : "r2, mae or rmse";
    return `the metric "${name}" is for ${fitting}, got ${noun}: expected ${others}`;
  }
  if (isRanking && !areTwo) {
    return `the metric "${name}" is for two classes, got ${outputs} ${noun}: expected logLoss, ` +
      `accuracy${isOneHot ? ", balancedAccuracy" : ""} or f1`;
  }
  if (name === "balancedAccuracy" && !areTwo && !isOneHot) {
    return `the metric "${name}" is for classes, got ${outputs} labels: expected logLoss, accuracy or f1`;
  }
  return name === "cost" && !hasCosts
    ? 'the metric "cost" is for costs of mistakes: expected these beside it'
    : undefined;
}

/** The metric that compares models: the cost if mistakes have costs, log loss for classes and labels, or R², which is squared error. */
export function decidingMetric(
  { problem }: Pick<ExpectedOutputs, "problem">,
  { thresholds }: Pick<MeasuredAnswers, "thresholds">,
  asked?: MetricName,
): MetricName {
  if (asked !== undefined) return asked;
  if (thresholds !== undefined) return "cost";
  return problem.hasAccuracy ? "logLoss" : "r2";
}

/** The metric that is shown first: the one that was asked for, or accuracy, or R². */
export function shownMetric(
  { problem }: Pick<ExpectedOutputs, "problem">,
  asked?: MetricName,
): MetricName {
  return asked ?? (problem.hasAccuracy ? "accuracy" : "r2");
}

/**
 * The constant answer that is best by a metric where that is not the mean of the rows: the class of F1, or the medians for the
 * mean absolute error.
 * @returns [outputs], or `undefined` where it is the mean
 */
export function bestConstant(
  name: MetricName,
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
): Float32Array | undefined {
  const { problem, outputs: width } = expected;
  if (name === "f1" && problem.hasAccuracy && (!problem.isOneHot || width === 2)) {
    const positive = positiveOf(expected);
    return Float32Array.from(
      { length: width },
      (_, k) => Number(!problem.isOneHot || k === positive),
    );
  }
  if (name !== "mae" || problem.hasAccuracy) return undefined;
  const targets = targetsOf(expected, rows);
  const weights = weightsOf(expected, rows) ?? new Float64Array(rows.length).fill(1);
  return Float32Array.from(
    { length: width },
    (_, k) => medianOf(Float64Array.from(rows, (_, r) => targets[r * width + k]!), weights),
  );
}

/** The value that half of the weight is on either side of, or the middle of two. */
function medianOf(values: Float64Array, weights: Float64Array): number {
  const order = Array.from(values.keys()).filter((r) => weights[r]! > 0)
    .sort((a, b) => values[a]! - values[b]!);
  const half = totalWeight(values.length, weights) / 2;
  let sum = 0;
  for (const [k, row] of order.entries()) {
    sum += weights[row]!;
    if (sum === half) return (values[row]! + values[order[k + 1]!]!) / 2;
    if (sum > half) return values[row]!;
  }
  return NaN; // no rows
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
  const weights = weightsOf(expected, rows);
  const total = totalWeight(rows.length, weights);
  for (let k = 0; k < targets.length; k++) {
    means[k % width]! += targets[k]! * (weights?.[floor(k / width)] ?? 1) / total;
  }
  const best = bestConstant(name, expected, rows) ?? means;
  const outputs = Float32Array.from(targets, (_, k) => best[k % width]!);
  const sides = thresholds?.map((one) => {
    const share = means[one.positive]!;
    const isYes = name === "f1" || one.miss * share > one.falseAlarm * (1 - share);
    return { ...one, from: isYes ? 0 : null };
  });
  return metricValue(name, { outputs, thresholds: sides }, expected, rows);
}
