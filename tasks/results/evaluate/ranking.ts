/** How well a network of two classes ranks them, at every threshold. @module */

import { precisionRecallCurve, rocCurve } from "../../../lib/evaluate/mod.ts";
import type { ClassEvaluation, Predictions } from "../../../lib/evaluate/mod.ts";

/**
 * The curves of the rarer class, or of the second if both have the same size.
 * @returns its size, the curves, and their points at the network's own threshold; `undefined` if
 * there are not two classes, or the split has examples of only one
 */
export function rankingOf(
  { classes, outputs, labels }: Predictions,
  { confusion }: Pick<ClassEvaluation, "confusion">,
) {
  if (classes !== 2 || outputs.some(Number.isNaN)) return undefined;
  const size = labels.length;
  const positive = rarerClass(labels);
  const positives = labels.filter((label) => label === positive).length;
  if (positives === 0) return undefined;
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
  return {
    positive,
    size,
    positives,
    roc: rocCurve(margins, isPositive),
    precisionRecall: precisionRecallCurve(margins, isPositive),
    chosen: {
      roc: { x: falseYes / (size - positives), y: recall },
      precisionRecall: yes + falseYes > 0 ? { x: recall, y: yes / (yes + falseYes) } : undefined,
    },
  };
}

/** The rarer of two classes; the second of equals. */
export function rarerClass(labels: ArrayLike<number>): 0 | 1 {
  const ones = Array.from(labels).filter((label) => label === 1).length;
  return 2 * ones <= labels.length ? 1 : 0;
}
