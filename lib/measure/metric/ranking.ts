/** The metrics of how rows are ranked, whatever the threshold. @module */

import type { MetricName } from "../../options/metric_names.ts";
import type { Metric } from "../metric.ts";
import { positiveOf } from "./answered.ts";
import { type ExpectedOutputs, targetsOf } from "../row_scores.ts";
import { precisionBias, precisionValues, rocValues } from "../row_values.ts";
import { weightsOf } from "../row_weights.ts";

/** Areas under curves over all thresholds. */
export const RANKING_METRICS = {
  /** How often a row of the one class, or of yes, ranks above a row of the other; of two classes, or a single label. */
  auc: {
    label: "AUC",
    hint:
      "How often a row of the class ranks above one of the others: ½ is guessing. Higher is better.",
    print: "decimals",
    of: "two classes",
    isRanking: true,
    goal: "maximize",
    isShare: true,
    interval: "share",
    rowsOfClasses: "weigh",
    rowValues: ({ outputs }, expected, rows) => {
      const ranked = rankedRows(outputs, expected, rows);
      return ranked && rocValues(ranked.scores, ranked.isYes, ranked.weights);
    },
  },
  /** The area under the precision-recall curve of one of two classes, or of a single label, without lines between its points. */
  averagePrecision: {
    label: "average precision",
    hint:
      "The mean precision over the rows of the class: guessing gets the class's share. Higher is better.",
    print: "decimals",
    of: "two classes",
    isRanking: true,
    goal: "maximize",
    isShare: true,
    interval: "logit",
    rowsOfClasses: "weigh",
    rowValues: ({ outputs }, expected, rows) => {
      const ranked = rankedRows(outputs, expected, rows);
      return ranked && precisionValues(ranked.scores, ranked.isYes, ranked.weights);
    },
    biasOf: ({ outputs }, expected, rows) => {
      const ranked = rankedRows(outputs, expected, rows);
      return ranked === undefined ? 0 : precisionBias(ranked.scores, ranked.isYes, ranked.weights);
    },
  },
} satisfies { readonly [Name in MetricName]?: Metric };

/** Rows by how likely they are of the class; `undefined` unless there are two classes, or a single label. */
function rankedRows(outputs: Float32Array, expected: ExpectedOutputs, rows: ArrayLike<number>) {
  const { problem, outputs: width } = expected;
  if (!problem.hasAccuracy || width !== (problem.isOneHot ? 2 : 1)) return undefined;
  const targets = targetsOf(expected, rows);
  const positive = width - 1 && positiveOf(expected);
  const isYes = Float64Array.from(rows, (_, r) => targets[r * width + positive]!);
  // The larger output decides, so the difference of both ranks, for softmax and for two sigmoids.
  const scores = Float64Array.from(
    rows,
    (_, r) =>
      width === 1 ? outputs[r]! : outputs[2 * r + positive]! - outputs[2 * r + 1 - positive]!,
  );
  const weights = weightsOf(expected, rows);
  return scores.some(Number.isNaN) ? undefined : { scores, isYes, weights };
}
