/** The metric of answers, with the interval at 95 % confidence in which it would be on other rows like these. @module */

import { exp, log } from "../numerics/elementary.ts";
import { MIN_ROWS, t95 } from "./distributions.ts";
import { wilsonInterval } from "./metrics.ts";
import { type ExpectedOutputs, rowScores, targetsOf } from "./row_scores.ts";

const { min, sqrt } = Math;

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
 * Accuracy with Wilson's interval, or R² of quantities: 1 less the ratio of squared errors to those of the mean, whose
 * logarithm has the jackknife's standard error (Miller, “The jackknife: a review”, 1974) and Student's t.
 * @param answers [rows, outputs]
 * @param expected of all rows
 * @param rows which of all rows are answered
 * @returns `undefined` where there are no rows, or R² is not defined since an output's targets are all the same
 */
export function metricInterval(
  answers: Float32Array,
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
): MetricInterval | undefined {
  if (rows.length === 0) return undefined;
  const { right } = rowScores(answers, expected, rows);
  if (right !== undefined) {
    const correct = right.reduce((sum, one) => sum + one, 0);
    const [low, high] = wilsonInterval(correct, right.length);
    return { value: correct / right.length, low, high };
  }
  const terms = errorTerms(answers, expected, rows);
  if (terms === undefined) return undefined;
  const { value, low, high } = ratioInterval(terms);
  return {
    value: 1 - value,
    low: high === null ? null : 1 - high,
    high: low === null ? null : 1 - low,
  };
}

/**
 * The mean of values from 0 up, such as costs or absolute errors, with its interval by the same method: skewed values make
 * that of the mean itself too short.
 */
export function meanInterval(values: Float64Array): MetricInterval {
  const total = values.reduce((sum, value) => sum + value, 0);
  const n = values.length;
  return ratioInterval([{ above: values, sumAbove: total, below: undefined, sumBelow: n }]);
}

/** The most groups of rows that are left out one after the other. */
const MAX_GROUPS = 20;

/**
 * A fraction that is no mean over rows, such as macro F1 or the area under a curve, with its interval: its logit has the
 * standard error of the jackknife over groups of rows (Miller 1974), and Student's t.
 * @param size how many rows there are
 * @param measure the fraction on some of them; `undefined` where it is not defined
 * @returns `undefined` where it is not defined on all rows
 */
export function fractionInterval(
  size: number,
  measure: (rows: Uint32Array) => number | undefined,
): MetricInterval | undefined {
  const rows = Uint32Array.from({ length: size }, (_, row) => row);
  const value = measure(rows);
  if (value === undefined) return undefined;
  const groups = min(size, MAX_GROUPS);
  const logits = Array.from({ length: groups }, (_, g) => {
    const part = measure(rows.filter((row) => row % groups !== g)) ?? NaN;
    return log(part / (1 - part));
  });
  const mean = logits.reduce((sum, one) => sum + one, 0) / groups;
  const squares = logits.reduce((sum, one) => sum + (one - mean) * (one - mean), 0);
  const isKnown = groups >= MIN_ROWS && squares > 0 && squares < Infinity;
  if (!isKnown) return { value, low: null, high: null };
  const margin = exp(t95(groups - 1) * sqrt((groups - 1) / groups * squares));
  const odds = value / (1 - value);
  return { value, low: odds / (odds + margin), high: odds / (odds + 1 / margin) };
}

/** Squared errors above, squared distances from the mean below: an output's share of 1 − R². */
export interface RatioTerm {
  readonly above: Float64Array;
  readonly sumAbove: number;
  /** As 1 in each row if it is `undefined`. */
  readonly below: Float64Array | undefined;
  readonly sumBelow: number;
}

/** The squared errors of each output, and those of its mean; `undefined` if the targets of one are all the same. */
export function errorTerms(
  answers: Float32Array,
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
): RatioTerm[] | undefined {
  const [n, { outputs }] = [rows.length, expected];
  const targets = targetsOf(expected, rows);
  const terms: RatioTerm[] = [];
  for (let j = 0; j < outputs; j++) {
    const origin = targets[j]!; // equal targets then have distances of exactly 0
    let sum = 0;
    for (let r = 0; r < n; r++) sum += targets[r * outputs + j]! - origin;
    const [above, below] = [new Float64Array(n), new Float64Array(n)];
    let [sumAbove, sumBelow] = [0, 0];
    for (let r = 0; r < n; r++) {
      const target = targets[r * outputs + j]!;
      const [error, distance] = [answers[r * outputs + j]! - target, target - origin - sum / n];
      sumAbove += above[r] = error * error;
      sumBelow += below[r] = distance * distance;
    }
    if (sumBelow === 0) return undefined;
    terms.push({ above, sumAbove, below, sumBelow });
  }
  return terms;
}

/** The mean of ratios of sums, with the interval of its logarithm. */
function ratioInterval(terms: readonly RatioTerm[]): MetricInterval {
  const n = terms[0]!.above.length;
  const value = terms.reduce((sum, term) => sum + term.sumAbove / term.sumBelow, 0) / terms.length;
  if (n < MIN_ROWS || !(value > 0)) return { value, low: null, high: null };
  const logs = new Float64Array(n);
  let mean = 0;
  for (let r = 0; r < n; r++) {
    let ratio = 0;
    for (const { above, sumAbove, below, sumBelow } of terms) {
      // Without a row its mean moves too: the squared distances fall by d² · n / (n − 1).
      const fall = below === undefined ? 1 : below[r]! * n / (n - 1);
      ratio += (sumAbove - above[r]!) / (sumBelow - fall);
    }
    logs[r] = log(ratio / terms.length);
    mean += logs[r]! / n;
  }
  // Without the jackknife's factor (n − 1) / n, which makes intervals of few rows too short.
  const squares = logs.reduce((sum, one) => sum + (one - mean) * (one - mean), 0);
  const margin = exp(t95(n - 1) * sqrt(squares));
  if (!Number.isFinite(squares)) return { value, low: null, high: null }; // one row has all of the errors
  return { value, low: value / margin, high: value * margin };
}
