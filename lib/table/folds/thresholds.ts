/** The thresholds of an ensemble over folds. @module */

import { crossFit, decisionOf, type DecisionOptions } from "../../measure/decide/fit.ts";
import { fitThreshold } from "../../measure/decide/threshold.ts";
import { RecordedAnswers } from "../../ensemble/recorded.ts";
import type { MeasuredThreshold } from "../../measure/metric.ts";
import { targetsOf } from "../../measure/row_scores.ts";
import type { FoldEnsemble } from "./fold_ensemble.ts";
import type { FoldedData } from "./members.ts";

/**
 * What a model decides by where mistakes have costs: for a row out of fold by the rows of the other folds, for the test by all.
 * @param outOfFold [all rows, outputs]
 */
export function thresholdsOf(
  outOfFold: Float32Array,
  { training, folds: [foldOf] }: FoldedData,
  { costs, positive }: Pick<DecisionOptions, "costs" | "positive">,
  like: FoldEnsemble,
): MeasuredThreshold[] | undefined {
  if (costs === undefined) return undefined;
  const { size, outputs } = training;
  const answers = new RecordedAnswers(outOfFold.slice(0, size * outputs), outputs, like);
  const { threshold, thresholds = threshold && [threshold] } = decisionOf(answers, training, {
    costs,
    positive,
  }, foldOf)!;
  const rows = Uint32Array.from({ length: size }, (_, row) => row);
  const targets = targetsOf(training, rows);
  return thresholds!.map(({ positive, from }) => {
    const scores = Float32Array.from(rows, (row) => outOfFold[row * outputs + positive]!);
    const positives = Array.from(rows, (row) => targets[row * outputs + positive] === 1);
    const others = crossFit(
      foldOf!,
      (some) => fitThreshold(scores, positives, costs, some, training.weights),
    );
    return { ...costs, positive, from: (index) => index < size ? others(index) : from ?? Infinity };
  });
}
