/** The metric of answers, with the interval at 95 % confidence in which it would be on other rows like these. @module */

import { exp, log } from "../numerics/elementary.ts";
import { MIN_ROWS, t95 } from "./distributions.ts";
import {
  jackknifed,
  type RowGroups,
  sumsByUnit,
  uncertaintyOf,
  wilsonInterval,
} from "./uncertainty.ts";
import { effectiveSize, meanOf, totalWeight } from "./row_weights.ts";
import { groupsOf, groupsProblem, intervalProblem, METRICS } from "./metric_table.ts";
import type { MeasuredAnswers } from "./metric.ts";
import type { MetricName } from "../options/metric_names.ts";
import type { Metric } from "./metric.ts";
import { errorTerms, type RatioTerm } from "./row_values.ts";
import type { ExpectedOutputs } from "./row_scores.ts";

const { max, min, sqrt } = Math;

/** A value with its interval; the ends are `null` where there is none. */
export interface MetricInterval {
  /** The metric, or the mean. */
  readonly value: number;
  /** The lower end. */
  readonly low: number | null;
  /** The upper end. */
  readonly high: number | null;
  /** Why there is no interval, as a sentence without a full stop; absent where there is one. */
  readonly reason?: string;
}

/**
 * A metric with its interval. Where rows belong together, see {@linkcode ExpectedOutputs}, it is over units.
 *
 * | metric | method |
 * | --- | --- |
 * | accuracy of rows by themselves, without weights | Wilson's |
 * | average precision of rows by themselves | that of its logit |
 * | other shares, from 0 to 1 | Wilson's at the effective number of rows, {@linkcode fractionInterval} |
 * | R², errors and costs | the jackknife of a logarithm, {@linkcode meanInterval} |
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
  const found = intervalOf(name, answers, expected, rows);
  if (found === undefined) return undefined;
  const reason = intervalProblem(name, expected, rows);
  if (reason !== undefined) return { value: found.value, low: null, high: null, reason };
  if (found.low !== null) return found;
  const { length } = rows;
  return {
    ...found,
    reason: length < MIN_ROWS
      ? `expected at least ${MIN_ROWS} rows, got ${length}`
      : "the rows are all answered alike, or one has all of the errors",
  };
}

function intervalOf(
  name: MetricName,
  answers: MeasuredAnswers,
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
): MetricInterval | undefined {
  const groups = groupsOf(name, expected, rows);
  const { interval, rowValues, biasOf }: Metric = METRICS[name];
  if (interval === "ratio") return explainedInterval(answers.outputs, expected, rows, groups);
  const values = rowValues(answers, expected, rows);
  if (values === undefined) return undefined;
  if (interval === "counts") return accuracyInterval(values, groups);
  if (interval === "mean") return meanInterval(values, groups);
  if (interval !== "root") {
    const bias = biasOf?.(answers, expected, rows) ?? 0;
    const isLogit = interval === "logit" && groups.units === undefined;
    return isLogit ? oddsInterval(values, bias, groups) : fractionInterval(values, groups, bias);
  }
  const value = meanOf(values, groups.weights);
  // Each value is the metric, and the row's influence on it, which is the square's over twice the root.
  const squares = values.map((one) => max(0, value * (2 * one - value)));
  const { low, high } = meanInterval(squares, groups);
  return { value, low: low === null ? null : sqrt(low), high: high === null ? null : sqrt(high) };
}

/** R² of quantities: 1 less the ratio of squared errors to those of the mean. */
function explainedInterval(
  answers: Float32Array,
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
  groups: RowGroups,
): MetricInterval | undefined {
  if (expected.problem.hasAccuracy) return undefined;
  const terms = errorTerms(answers, expected, rows);
  if (terms === undefined) return undefined;
  const { value, low, high } = ratioInterval(terms, groups);
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
export function meanInterval(values: Float64Array, groups: RowGroups = {}): MetricInterval {
  const { weights } = groups;
  const sumAbove = values.reduce((sum, value, r) => sum + value * (weights?.[r] ?? 1), 0);
  const sumBelow = totalWeight(values.length, weights);
  return ratioInterval([{ above: values, sumAbove, distances: undefined, sumBelow }], groups);
}

/**
 * The accuracy with its interval, as {@linkcode metricInterval} has it: Wilson's of rows by themselves, without weights.
 * @param right [rows] 1 where the answer is right, otherwise 0
 */
export function accuracyInterval(right: Float64Array, groups: RowGroups = {}): MetricInterval {
  const { units, weights } = groups;
  const reason = units && groupsProblem(units);
  const correct = right.reduce((sum, one) => sum + one, 0);
  const value = meanOf(right, weights);
  if (reason !== undefined) return { value, low: null, high: null, reason };
  if ((units ?? weights) !== undefined) return fractionInterval(right, groups);
  const [low, high] = wilsonInterval(correct, right.length);
  return { value, low, high };
}

/** Nearer than this to 0 or 1 a share is exactly that, but for rounding. */
const EDGE = 1e-9;

/** The ends of an interval of a share with this standard error, at so many standard errors of Student's t. */
type EndsOfShare = (value: number, error: number, t: number) => [low: number, high: number];

/**
 * A share from 0 to 1 that is the mean of its rows' values, such as an area under a curve: Wilson's interval, with Student's t, of
 * so many rows by themselves as would have its standard error (Kish 1965, “Survey Sampling”: the effective sample size).
 * @param values [rows] each the share, and the row's influence on it
 * @param bias how much too high the share is on average
 */
export function fractionInterval(
  values: Float64Array,
  groups?: RowGroups,
  bias = 0,
): MetricInterval {
  return shareInterval(values, groups, bias, (value, error, t) => {
    const size = value * (1 - value) / (error * error);
    return wilsonInterval(value * size, size, t);
  });
}

/** As {@linkcode fractionInterval}, of the logit of the share: longer toward the middle, as average precision needs it. */
function oddsInterval(values: Float64Array, bias: number, groups: RowGroups): MetricInterval {
  return shareInterval(values, groups, bias, (value, error, t) => {
    const margin = exp(t * error / (value * (1 - value)));
    const odds = value / (1 - value);
    return [odds / (odds + margin), odds / (odds + 1 / margin)];
  });
}

function shareInterval(
  values: Float64Array,
  groups: RowGroups | undefined,
  bias: number,
  endsOf: EndsOfShare,
): MetricInterval {
  const { mean, units, error, freedom } = uncertaintyOf(values, groups);
  const value = max(0, min(1, mean));
  if (units < MIN_ROWS) return { value, low: null, high: null };
  const edge = value < 0.5 ? 0 : 1;
  if (max(value - edge, edge - value) < EDGE) {
    const [low, high] = wilsonInterval(edge * units, units);
    return { value: edge, low, high };
  }
  if (!(error > EDGE)) return { value, low: null, high: null }; // all rows are answered alike
  const [low, high] = endsOf(max(EDGE, value - bias), error, t95(freedom));
  return { value, low, high };
}

/** By how much the arm of an interval is longer for each unit of skewness; fitted to draws. */
const SKEW_WEIGHT = 0.8;

/** Skewness makes an arm twice as long at most. */
const MAX_SKEW = 0.5;

/**
 * The factor from the mean of skewed values to the end of its interval. Studentized means of skewed values are too low more often
 * than too high (Johnson 1978, “Modified t tests and confidence intervals for asymmetrical populations”; Hall 1992, “On the
 * removal of skewness by transformation”). Counts of rare events have a skewness equal to their relative error, and for them the
 * logarithm is enough. What is skewed more gets a longer arm on this side; on the other side it is shorter.
 * @param skewness of the mean, to the side of the end
 */
function factorOf(error: number, t: number, skewness: number): number {
  const excess = SKEW_WEIGHT * max(0, skewness - error);
  const scale = skewness > 0 ? 1 / (1 - min(MAX_SKEW, excess * t)) : 1 / (1 - skewness * t / 6);
  return exp(t * error * scale);
}

/** The mean of ratios of sums, with the interval of its logarithm by the jackknife, see {@linkcode jackknifed}. */
function ratioInterval(
  terms: readonly RatioTerm[],
  { units, weights }: RowGroups,
): MetricInterval {
  const { length } = terms[0]!.above;
  const n = totalWeight(length, weights);
  const weighed = (values: Float64Array) =>
    weights === undefined ? values : values.map((value, r) => value * weights[r]!);
  const sumsOf = (values: Float64Array) => sumsByUnit(weighed(values), units);
  const value = terms.reduce((sum, term) => sum + term.sumAbove / term.sumBelow, 0) / terms.length;
  const sizes = (units ?? weights) && sumsOf(new Float64Array(length).fill(1));
  const count = sizes?.length ?? n;
  if (effectiveSize(count, weights && sizes) < MIN_ROWS || !(value > 0)) {
    return { value, low: null, high: null };
  }
  const left = terms.map(({ above, sumAbove, distances, sumBelow }) => ({
    sumAbove,
    sumBelow,
    above: sumsOf(above),
    distances: distances && sumsOf(distances),
    squares: distances && sumsOf(distances.map((d) => d * d)),
  }));
  const moves = new Float64Array(count);
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
    moves[u] = -log(ratio / terms.length);
  }
  const { error, freedom, skewness } = jackknifed(
    weights === undefined ? moves : moves.filter((_, u) => sizes![u]! > 0),
  );
  if (!Number.isFinite(error)) return { value, low: null, high: null }; // one unit has all of the errors
  const t = t95(freedom);
  return {
    value,
    low: value / factorOf(error, t, -skewness),
    high: value * factorOf(error, t, skewness),
  };
}
