/** Which metric is meant: by its name, whether it fits what is learned, or by default; and what a constant answer gets by it. @module */

import { ASKED_METRICS, type AskedMetric, type MetricName } from "../options/metric_names.ts";
import type { MeasuredAnswers, MeasuredThreshold, Metric } from "./metric.ts";
import { positiveOf } from "./metric/answered.ts";
import { METRICS, metricValue } from "./metric_table.ts";
import { type ExpectedOutputs, targetsOf } from "./row_scores.ts";
import { totalWeight, weightsOf } from "./row_weights.ts";

const { floor } = Math;

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
  const { of } = METRICS[name];
  const needsClasses = of !== "quantities";
  const areTwo = hasAccuracy && outputs === (isOneHot ? 2 : 1);
  if (needsClasses !== hasAccuracy) {
    const fitting = !needsClasses || of === "two classes" ? of : "classes";
    const others = metricsFor(problem, hasAccuracy ? ["classes"] : ["quantities"]);
    return `the metric "${name}" is for ${fitting}, got ${noun}: expected ${others}`;
  }
  if (of === "two classes" && !areTwo) {
    const others = metricsFor(problem, isOneHot ? ["classes", "one of classes"] : ["classes"]);
    return `the metric "${name}" is for two classes, got ${outputs} ${noun}: expected ${others}`;
  }
  if (of === "one of classes" && !areTwo && !isOneHot) {
    const others = metricsFor(problem, ["classes"]);
    return `the metric "${name}" is for classes, got ${outputs} labels: expected ${others}`;
  }
  return of === "costs" && !hasCosts
    ? `the metric "${name}" is for costs of mistakes: expected these beside it`
    : undefined;
}

/** The metrics that may be asked for, by what they are of, the one that decides first: `r2, mae or rmse` */
function metricsFor(problem: MetricUse["problem"], of: readonly Metric["of"][]): string {
  const deciding = decidingMetric({ problem }, {});
  const others = ASKED_METRICS.filter((name) => of.includes(METRICS[name].of));
  const names = [deciding, ...others.filter((name) => name !== deciding)];
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
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

/** A class, or a yes, of fewer rows than this share is rare: accuracy then says little. */
const RARE = 0.2;

/**
 * The class that is rare, of two classes, or the yes of a single label, and the share of its rows by weight; `undefined` where it
 * is not, or has no rows.
 */
export function rareClass(
  expected: ExpectedOutputs,
): { readonly positive: number; readonly share: number } | undefined {
  const { problem, outputs: width } = expected;
  if (!problem.hasAccuracy || width !== (problem.isOneHot ? 2 : 1)) return undefined;
  const positive = positiveOf(expected);
  const { length } = problem.isOneHot ? expected.labels : expected.targets!;
  const rows = Uint32Array.from({ length }, (_, row) => row);
  const targets = targetsOf(expected, rows);
  const weights = weightsOf(expected, rows);
  const isYes = (row: number) => targets[row * width + (width - 1 && positive)]!;
  const share = rows.reduce((sum, row) => sum + isYes(row) * (weights?.[row] ?? 1), 0) /
    totalWeight(length, weights);
  return share > 0 && share < RARE ? { positive, share } : undefined;
}

/** The metric that is shown first: the one that was asked for, average precision of a rare class, accuracy, or R². */
export function shownMetric(expected: ExpectedOutputs, asked?: MetricName): MetricName {
  if (asked !== undefined) return asked;
  if (!expected.problem.hasAccuracy) return "r2";
  return rareClass(expected) === undefined ? "accuracy" : "averagePrecision";
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
  return METRICS[name].constant?.of(expected, rows);
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
  const { constant } = METRICS[name];
  const { outputs: width } = expected;
  const targets = targetsOf(expected, rows);
  const means = new Float64Array(width);
  const weights = weightsOf(expected, rows);
  const total = totalWeight(rows.length, weights);
  for (let k = 0; k < targets.length; k++) {
    means[k % width]! += targets[k]! * (weights?.[floor(k / width)] ?? 1) / total;
  }
  const best = constant?.of(expected, rows) ?? means;
  const outputs = Float32Array.from(targets, (_, k) => best[k % width]!);
  const sides = thresholds?.map((one) => {
    const share = means[one.positive]!;
    const isYes = constant !== undefined || one.miss * share > one.falseAlarm * (1 - share);
    return { ...one, from: isYes ? 0 : null };
  });
  return metricValue(name, { outputs, thresholds: sides }, expected, rows);
}
