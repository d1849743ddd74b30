/** How good answers are where a threshold decides between two classes. @module */

import type { Evaluation } from "../evaluate.ts";
import type { Predictions } from "../evaluate/predictions.ts";
import { decidedClass, type DecisionThreshold } from "./decide.ts";

/** An evaluation whose answers are right or wrong by a threshold. */
export interface DecidedEvaluation extends Evaluation {
  /** The accuracy of the most probable class, where a threshold answers another one. */
  argmaxAccuracy?: number;
}

/**
 * An evaluation with the accuracy and the confusion matrix of what a threshold answers; the cost stays that of the outputs.
 * @param predictionsOf makes the outputs, if there is a threshold
 */
export function decidedEvaluation(
  evaluation: Evaluation,
  threshold: DecisionThreshold | undefined,
  predictionsOf: () => Pick<Predictions, "outputs" | "labels">,
): DecidedEvaluation {
  if (threshold === undefined) return evaluation;
  const predictions = predictionsOf();
  const predicted = decidedClasses(predictions, threshold);
  const confusion = [[0, 0], [0, 0]];
  for (const [row, label] of predictions.labels.entries()) confusion[label]![predicted[row]!]!++;
  const correct = confusion[0]![0]! + confusion[1]![1]!;
  const { size, cost, accuracy } = evaluation;
  return {
    ...{ size, correct, accuracy: correct / size, argmaxAccuracy: accuracy! },
    ...{ cost, confusion },
  };
}

/** The class that a threshold answers for each row: [rows]. */
export function decidedClasses(
  { outputs, labels }: Pick<Predictions, "outputs" | "labels">,
  threshold: DecisionThreshold,
): Uint32Array {
  return Uint32Array.from(
    labels,
    (_, row) => decidedClass(outputs.subarray(2 * row, 2 * row + 2), threshold),
  );
}
