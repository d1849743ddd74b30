/** The metric of answers, with the interval at 95 % confidence in which it would be on other rows like these. @module */

import { exp, log } from "../numerics/elementary.ts";
import { countUnits, errorOfMean, MIN_ROWS, sumsByUnit, t95, type Units } from "./distributions.ts";
import {
  type AnswerMetric,
  type MeasuredAnswers,
  type MetricName,
  METRICS,
  rarestCount,
  unitsOf,
} from "./metric_table.ts";
import { wilsonInterval } from "./metrics.ts";
import { errorTerms, type RatioTerm } from "./row_values.ts";
import type { ExpectedOutputs } from "./row_scores.ts";

const { max, min, sqrt } = Math;

/** A value with its interval; the ends are `null` where there are too few rows for one. */
export interface MetricInterval {
  /** The metric, or the mean. */
  readonly value: number;
  /** The lower end. */
  readonly low: number | null;
  /** The upper end. */
  readonly high: number | null;
}

/**
 * A metric with its interval. Where rows belong together, see {@linkcode ExpectedOutputs}, it is over units.
 *
 * | metric | method |
 * | --- | --- |
 * | accuracy of rows by themselves | Wilson's |
 * | other shares, from 0 to 1 | {@linkcode fractionInterval}; degrees of freedom by the units of the rarest class |
 * | R² | the jackknife of the logarithm of 1 − R² |
 * | errors and costs, from 0 up | {@linkcode meanInterval} |
 *
 * @param expected of all rows
 * @param rows which of all rows are answered
 * @returns `undefined` where there are no rows, or the metric is not defined
 */
export function metricInterval(
  name: MetricName,
  answers: MeasuredAnswers,
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
): MetricInterval | undefined {
  if (rows.length === 0) return undefined;
  const units = unitsOf(expected, rows);
  if (name === "r2") return explainedInterval(answers.outputs, expected, rows, units);
  const { isShare, rowValues }: AnswerMetric = METRICS[name];
  const values = rowValues(answers, expected, rows);
  if (values === undefined) return undefined;
  if (name === "accuracy" && units === undefined) {
    const correct = values.reduce((sum, one) => sum + one, 0);
    const [low, high] = wilsonInterval(correct, values.length);
    return { value: correct / values.length, low, high };
  }
  if (isShare) return fractionInterval(values, units, rarestCount(expected, rows, units));
  if (name !== "rmse") return meanInterval(values, units);
  const value = values.reduce((sum, one) => sum + one, 0) / values.length;
  // Each value is the metric, and the row's influence on it, which is the square's over twice the root.
  const squares = values.map((one) => max(0, value * (2 * one - value)));
  const interval = meanInterval(squares, units);
  return {
    value,
    low: interval.low === null ? null : sqrt(interval.low),
    high: interval.high === null ? null : sqrt(interval.high),
  };
}

/** R² of quantities: 1 less the ratio of squared errors to those of the mean. */
function explainedInterval(
  answers: Float32Array,
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
  units: Units | undefined,
): MetricInterval | undefined {
  if (expected.problem.hasAccuracy) return undefined;
  const terms = errorTerms(answers, expected, rows);
  if (terms === undefined) return undefined;
  const { value, low, high } = ratioInterval(terms, units);
  return {
    value: 1 - value,
    low: high === null ? null : 1 - high,
    high: low === null ? null : 1 - low,
  };
}

/**
 * The mean of values from 0 up, such as costs or absolute errors: its logarithm has the jackknife's standard error, since skewed
 * values make the interval of the mean itself too short.
 */
export function meanInterval(values: Float64Array, units?: Units): MetricInterval {
  const sumAbove = values.reduce((sum, value) => sum + value, 0);
  const n = values.length;
  return ratioInterval([{ above: values, sumAbove, distances: undefined, sumBelow: n }], units);
}

/** Nearer than this to 0 or 1 a share is exactly that, but for rounding. */
const EDGE = 1e-9;

/**
 * A share from 0 to 1 that is the mean of its rows' values, such as an area under a curve: its logit has the standard error of
 * the mean, and Student's t. A share of 0 or 1 has Wilson's interval, as if each unit were a row.
 * @param values [rows] each the share, and the row's influence on it
 * @param most the most units that count for degrees of freedom, such as those with rows of a rare class
 */
export function fractionInterval(
  values: Float64Array,
  units?: Units,
  most = Infinity,
): MetricInterval {
  const n = values.length;
  const value = max(0, min(1, values.reduce((sum, one) => sum + one, 0) / n));
  const count = min(most, countUnits(n, units));
  if (count < MIN_ROWS) return { value, low: null, high: null };
  const edge = value < 0.5 ? 0 : 1;
  if (max(value - edge, edge - value) < EDGE) {
    const [low, high] = wilsonInterval(edge * count, count);
    return { value: edge, low, high };
  }
  const error = errorOfMean(values, value, units);
  if (!(error > EDGE)) return { value, low: null, high: null }; // all rows are answered alike
  const margin = exp(t95(count - 1) * error / (value * (1 - value)));
  const odds = value / (1 - value);
  return { value, low: odds / (odds + margin), high: odds / (odds + 1 / margin) };
}

/**
 * The mean of ratios of sums, with the interval of its logarithm: the standard error is the jackknife's, which leaves out
 * a row, or a unit, after the other (Miller 1974, “The jackknife: a review”).
 */
function ratioInterval(terms: readonly RatioTerm[], units: Units | undefined): MetricInterval {
  const n = terms[0]!.above.length;
  const value = terms.reduce((sum, term) => sum + term.sumAbove / term.sumBelow, 0) / terms.length;
  const sizes = units && sumsByUnit(new Float64Array(n).fill(1), units);
  const count = sizes?.length ?? n;
  if (count < MIN_ROWS || !(value > 0)) return { value, low: null, high: null };
  const left = terms.map(({ above, sumAbove, distances, sumBelow }) => ({
    ...{ sumAbove, sumBelow, above: sumsByUnit(above, units) },
    distances: distances && sumsByUnit(distances, units),
    squares: distances && sumsByUnit(distances.map((d) => d * d), units),
  }));
  const logs = new Float64Array(count);
  let mean = 0;
  for (let u = 0; u < count; u++) {
    const size = sizes?.[u] ?? 1;
    let ratio = 0;
    for (const { above, sumAbove, distances, squares, sumBelow } of left) {
      // Without a row its mean moves too: the squared distances fall by d² · n / (n − 1), without a unit by (Σ d)² / (n − size) more.
      const fall = distances === undefined
        ? size
        : sizes === undefined
        ? squares![u]! * n / (n - 1)
        : squares![u]! + distances[u]! * distances[u]! / (n - size);
      ratio += (sumAbove - above[u]!) / (sumBelow - fall);
    }
    logs[u] = log(ratio / terms.length);
    mean += logs[u]! / count;
  }
  // Without the jackknife's factor (n − 1) / n, which makes intervals of few rows too short.
  const squares = logs.reduce((sum, one) => sum + (one - mean) * (one - mean), 0);
  const margin = exp(t95(count - 1) * sqrt(squares));
  if (!Number.isFinite(squares)) return { value, low: null, high: null }; // one unit has all of the errors
  return { value, low: value / margin, high: value * margin };
}
