/**
 * The one table of metrics: what a verdict, an importance, or an option compares answers by. Each metric is a mean over rows, so
 * that any two models on the same rows have a paired difference with a standard error. @module
 */

import { argmax } from "../numerics/argmax.ts";
import type { MetricName } from "../options/metric_names.ts";
import {
  accuracyDifference,
  accuracyDifferenceOver,
  meanDifference,
  type PairedDifference,
} from "./distributions.ts";
import type { MeasuredAnswers, Metric } from "./metric.ts";
import { CLASS_METRICS } from "./metric/classes.ts";
import { LOSS_METRICS } from "./metric/losses.ts";
import { QUANTITY_METRICS, squaredErrors } from "./metric/quantities.ts";
import { RANKING_METRICS } from "./metric/ranking.ts";
import { countUnits, type RowGroups, type Units } from "./uncertainty.ts";
import { effectiveSize, meanOf, weightsOf } from "./row_weights.ts";
import { type ExpectedOutputs, targetsOf } from "./row_scores.ts";

const { sqrt } = Math;

/** Every metric by its name, in the order in which they are shown. */
export const METRICS: Readonly<Record<MetricName, Metric>> = {
  ...CLASS_METRICS,
  ...RANKING_METRICS,
  ...LOSS_METRICS,
  ...QUANTITY_METRICS,
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
  return meanOf(values, weightsOf(expected, rows));
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
  const { goal, interval, rowValues } = METRICS[name];
  const groups = groupsOf(name, expected, rows);
  if (interval === "root") return rootDifference(first, second, expected, rows, groups);
  const [one, other] = [first, second].map((answers) => rowValues(answers, expected, rows));
  if (one === undefined || other === undefined || rows.length === 0) return undefined;
  const gains = one.map((value, r) => goal === "maximize" ? value - other[r]! : other[r]! - value);
  if (interval !== "counts") return meanDifference(gains, groups);
  if (groups.units ?? groups.weights) return accuracyDifferenceOver(groups, gains);
  const alone = (sign: number) => gains.reduce((sum, gain) => sum + Number(gain === sign), 0);
  return accuracyDifference({ first: alone(1), second: alone(-1) }, rows.length);
}

/**
 * The difference of two roots of mean squared errors: that of the mean squares over the sum of the roots, with the standard error
 * of the squares. So it shows what a difference of R² shows.
 */
function rootDifference(
  first: MeasuredAnswers,
  second: MeasuredAnswers,
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
  groups: RowGroups,
): PairedDifference | undefined {
  const [one, other] = [first, second].map(({ outputs }) => squaredErrors(outputs, expected, rows));
  if (one === undefined || other === undefined || rows.length === 0) return undefined;
  const rootOf = (squares: Float64Array) => sqrt(meanOf(squares, groups.weights));
  const scale = rootOf(one) + rootOf(other) || 1;
  const gains = one.map((square, r) => (other[r]! - square) / scale);
  return meanDifference(gains, groups);
}

/** The unit of each of the rows that are answered; `undefined` where rows are by themselves. */
export function unitsOf(
  { units }: Pick<ExpectedOutputs, "units">,
  rows: ArrayLike<number>,
): Units | undefined {
  return units && Uint32Array.from(rows, (row) => units[row]!);
}

/** What rows have in common, as far as a metric's uncertainty depends on it. */
export function groupsOf(
  name: MetricName,
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
): RowGroups {
  const classes = METRICS[name].rowsOfClasses === "weigh" ? classesOf(expected, rows) : undefined;
  return { units: unitsOf(expected, rows), classes, weights: weightsOf(expected, rows) };
}

/** [rows] The class of each row, or 1 and 0 of a single label; `undefined` of several labels, and of quantities. */
function classesOf(expected: ExpectedOutputs, rows: ArrayLike<number>): Uint16Array | undefined {
  const { outputs: width, problem } = expected;
  if (!problem.hasAccuracy || (!problem.isOneHot && width > 1)) return undefined;
  const targets = targetsOf(expected, rows);
  return Uint16Array.from(
    { length: rows.length },
    (_, r) => width === 1 ? targets[r]! : argmax(targets, r * width, width),
  );
}

/** An interval of fewer rows of a class than this, or of fewer groups, held the truth too seldom on draws. */
const [MIN_CLASS_ROWS, MIN_GROUPS] = [20, 10];

/** Fewer groups than this with rows of a class have no interval. */
const MIN_CLASS_GROUPS = 3;

/**
 * Why rows are too few for an interval, as a sentence without a full stop; `undefined` if they are not.
 * @param rows which of all rows are answered
 */
export function intervalProblem(
  name: MetricName,
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
): string | undefined {
  const units = unitsOf(expected, rows);
  const few = units && groupsProblem(units);
  if (few !== undefined) return few;
  const rarest = METRICS[name].rowsOfClasses ? rarestOf(expected, rows, units) : undefined;
  if (rarest === undefined) return undefined;
  if (rarest.rows < MIN_CLASS_ROWS) {
    return `expected at least ${MIN_CLASS_ROWS} rows of each class, got ${rarest.rows} of the rarest`;
  }
  if (rarest.units < MIN_CLASS_GROUPS) {
    return `expected at least ${MIN_CLASS_GROUPS} groups with rows of each class, got ${rarest.units} ` +
      "with the rarest";
  }
  return undefined;
}

/** Why rows that belong together are too few for an interval, as a sentence without a full stop; `undefined` if they are not. */
export function groupsProblem(units: Units): string | undefined {
  const groups = countUnits(units.length, units);
  if (groups >= MIN_GROUPS) return undefined;
  return `expected at least ${MIN_GROUPS} groups of rows, got ${groups}`;
}

/**
 * How many rows the class that has the fewest rows has, of those that have any, and how many units; `undefined` of labels. Rows
 * that have weights count as the rows of equal weight with as much information.
 */
function rarestOf(
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
  units: Units | undefined,
): { readonly rows: number; readonly units: number } | undefined {
  const classes = classesOf(expected, rows);
  if (classes === undefined) return undefined;
  const weights = weightsOf(expected, rows);
  const byClass = new Map<number, number[]>();
  for (let r = 0; r < rows.length; r++) {
    if (weights?.[r] === 0) continue;
    const own = byClass.get(classes[r]!) ?? [];
    byClass.set(classes[r]!, own);
    own.push(r);
  }
  const worthOf = (own: readonly number[]) =>
    Math.floor(effectiveSize(own.length, weights && own.map((r) => weights[r]!)));
  const [first, ...others] = [...byClass.values()];
  const rarest = others.reduce((a, b) => worthOf(b) < worthOf(a) ? b : a, first ?? []);
  return { rows: worthOf(rarest), units: new Set(rarest.map((r) => units?.[r] ?? r)).size };
}
