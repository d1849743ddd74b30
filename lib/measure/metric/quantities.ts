/** The metrics of quantities: how far off answers are. @module */

import type { MetricName } from "../../options/metric_names.ts";
import type { Metric } from "../metric.ts";
import { type ExpectedOutputs, rowScores, targetsOf } from "../row_scores.ts";
import { errorTerms } from "../row_values.ts";
import { meanOf, totalWeight, weightsOf } from "../row_weights.ts";

const { sqrt } = Math;

/** Errors, and what part of the variance they leave. */
export const QUANTITY_METRICS = {
  /** 1 less the squared errors over those of the rows' own mean, the mean over the quantities. */
  r2: {
    label: "R²",
    hint:
      "How much of the target's variance is predicted: 1 is perfect, 0 no better than always answering the mean.",
    print: "decimals",
    isInResults: true,
    of: "quantities",
    goal: "maximize",
    isShare: false,
    interval: "ratio",
    rowValues: ({ outputs }, expected, rows) => {
      if (expected.problem.hasAccuracy || rows.length === 0) return undefined;
      const terms = errorTerms(outputs, expected, rows);
      if (terms === undefined) return undefined;
      const values = new Float64Array(rows.length).fill(1);
      const total = totalWeight(rows.length, weightsOf(expected, rows));
      for (const { above, sumBelow } of terms) {
        const scale = total / sumBelow / terms.length;
        for (let r = 0; r < values.length; r++) values[r]! -= above[r]! * scale;
      }
      return values;
    },
  },
  /** How far off quantities are on average, the mean over the quantities, in the unit of a single one. */
  mae: {
    label: "mean absolute error",
    short: "MAE",
    hint: "How far off the answers are on average. Lower is better.",
    print: "digits",
    isInResults: true,
    of: "quantities",
    goal: "minimize",
    isShare: false,
    unit: "own",
    interval: "mean",
    rowValues: ({ outputs }, expected, rows) => errorsOf(outputs, expected, rows, Math.abs),
    constant: {
      noun: "median",
      of: (expected, rows) => {
        const { problem, outputs: width } = expected;
        if (problem.hasAccuracy) return undefined;
        const targets = targetsOf(expected, rows);
        const weights = weightsOf(expected, rows) ?? new Float64Array(rows.length).fill(1);
        return Float32Array.from(
          { length: width },
          (_, k) => medianOf(Float64Array.from(rows, (_, r) => targets[r * width + k]!), weights),
        );
      },
    },
  },
  /** The root of the mean squared error, in the unit of a single quantity. */
  rmse: {
    label: "root mean squared error",
    short: "RMSE",
    hint: "How far off the answers are; large errors weigh more. Lower is better.",
    print: "digits",
    isInResults: true,
    of: "quantities",
    goal: "minimize",
    isShare: false,
    unit: "own",
    interval: "root",
    rowValues: ({ outputs }, expected, rows) => {
      const squares = squaredErrors(outputs, expected, rows);
      if (squares === undefined) return undefined;
      const root = sqrt(meanOf(squares, weightsOf(expected, rows)));
      return squares.map((square) => root === 0 ? 0 : (root + square / root) / 2);
    },
  },
  /** The mean over the quantities of their squared errors, each over its variance where the targets are standardized. */
  squaredError: {
    label: "squared error",
    hint: "Lower is better.",
    print: "digits",
    of: "quantities",
    goal: "minimize",
    isShare: false,
    unit: "mixed",
    interval: "mean",
    rowValues: ({ outputs }, expected, rows) =>
      expected.problem.hasAccuracy
        ? undefined
        : rowScores(outputs, expected, rows).costs.map((cost) => 2 * cost / expected.outputs),
  },
} satisfies { readonly [Name in MetricName]?: Metric };

/** [rows] The mean over the quantities of the squared errors, in the square of the unit of a single quantity. */
export function squaredErrors(
  outputs: Float32Array,
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
): Float64Array | undefined {
  return errorsOf(outputs, expected, rows, (error) => error * error);
}

/** The mean over the quantities of something of each error, [rows]. */
function errorsOf(
  outputs: Float32Array,
  expected: ExpectedOutputs,
  rows: ArrayLike<number>,
  of: (error: number) => number,
): Float64Array | undefined {
  const { problem, outputs: width, deviation = 1 } = expected;
  if (problem.hasAccuracy) return undefined;
  const targets = targetsOf(expected, rows);
  return Float64Array.from(rows, (_, r) => {
    let sum = 0;
    for (let k = r * width; k < (r + 1) * width; k++) {
      sum += of((outputs[k]! - targets[k]!) * deviation);
    }
    return sum / width;
  });
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
