/** How well a network of two classes ranks them, at every threshold. @module */

import type { ClassEvaluation } from "../../../lib/evaluate.ts";
import { accuracyInterval, metricInterval } from "../../../lib/measure/metric_interval.ts";
import { rarerClass } from "../../../lib/measure/metric/answered.ts";
import type { Predictions } from "../../../lib/evaluate/predictions.ts";
import { precisionRecallCurve, rocCurve } from "../../../lib/measure/ranking.ts";
import type { ExpectedOutputs } from "../../../lib/measure/row_scores.ts";
import { totalWeight } from "../../../lib/measure/row_weights.ts";
import { classification } from "../../../lib/problem/classification.ts";
import { isRare, type RareResult } from "../problem/rare.ts";

/**
 * The curves of the rarer class, or of the second if both have the same size; or of a class that is named.
 * @returns its size, the curves with the areas' intervals, and their points at the network's own threshold; `undefined` if
 * there are not two classes, or the split has examples of only one
 */
export function rankingOf(
  { classes, outputs, labels, weights, predicted }: Predictions,
  { confusion }: Pick<ClassEvaluation, "confusion">,
  { units, positive = rarerClass(labels, weights) }: Pick<ExpectedOutputs, "units" | "positive"> =
    {},
) {
  if (classes !== 2 || outputs.some(Number.isNaN)) return undefined;
  const size = totalWeight(labels.length, weights);
  let positives = 0;
  for (const [row, label] of labels.entries()) {
    if (label === positive) positives += weights?.[row] ?? 1;
  }
  if (positives === 0 || positives === size) return undefined;
  // The larger output decides, so the difference of both ranks, for softmax and for two sigmoids.
  const margins = Array.from(
    labels,
    (_, r) => outputs[2 * r + positive]! - outputs[2 * r + 1 - positive]!,
  );
  const isPositive = Array.from(labels, (label) => label === positive);
  const [[, falseYes], [, yes]] = [confusion[1 - positive]!, confusion[positive]!].map((row) => [
    row[1 - positive]!,
    row[positive]!,
  ]) as [[number, number], [number, number]];
  const recall = yes / positives;
  const expected: ExpectedOutputs = {
    labels: labels as ExpectedOutputs["labels"],
    targets: undefined,
    units,
    weights,
    positive,
    classes,
    outputs: classes,
    problem: classification,
  };
  const rows = Uint32Array.from(labels, (_, row) => row);
  const intervalOf = (name: "auc" | "averagePrecision") =>
    metricInterval(name, { outputs }, expected, rows)!;
  const right = Float64Array.from(predicted, (k, row) => Number(k === labels[row]));
  return {
    positive,
    recall,
    accuracy: accuracyInterval(right, { units, weights }),
    isRarer: positive === rarerClass(labels, weights),
    intervals: { auc: intervalOf("auc"), averagePrecision: intervalOf("averagePrecision") },
    size,
    positives,
    roc: rocCurve(margins, isPositive, weights),
    precisionRecall: precisionRecallCurve(margins, isPositive, weights),
    chosen: {
      roc: { x: falseYes / (size - positives), y: recall },
      precisionRecall: yes + falseYes > 0 ? { x: recall, y: yes / (yes + falseYes) } : undefined,
    },
  };
}

/** What is told of the class if it is rare; `undefined` otherwise. */
export function rareResultOf(
  ranking: ReturnType<typeof rankingOf>,
  classes: readonly string[],
): RareResult | undefined {
  if (ranking === undefined) return undefined;
  const { positive, positives, size, recall, accuracy, roc, precisionRecall } = ranking;
  const share = positives / size;
  if (!isRare(share)) return undefined;
  return {
    name: classes[positive]!,
    other: classes[1 - positive]!,
    share,
    averagePrecision: precisionRecall.area,
    recall,
    auc: roc.area,
    accuracy,
  };
}

/** The areas under both curves, with their intervals. */
export function areasOf({ intervals }: NonNullable<ReturnType<typeof rankingOf>>) {
  return (["auc", "averagePrecision"] as const).map((name) => ({
    name,
    interval: intervals[name],
  }));
}
