/** How good answers are where thresholds decide. @module */

import type { Dataset } from "../../dataset.ts";
import type { Classifier, Evaluation } from "../../evaluate.ts";
import { outputsFor, predictDataset, type Predictions } from "../../evaluate/predictions.ts";
import { decidedClass, type Decision, type DecisionThreshold } from "./decide.ts";
import { areLabelsRight, labelThresholds } from "./labels.ts";

/** An evaluation whose answers are right or wrong by a model's thresholds. */
export interface DecidedEvaluation extends Evaluation {
  /** The accuracy at a threshold of one half, where the model answers by others. */
  accuracyAtHalf?: number;
}

/**
 * An evaluation with the accuracy and the confusion matrix of what a model's thresholds answer; the cost stays that of the
 * outputs.
 * @param evaluation at a threshold of one half
 * @param network what was evaluated, or what it answered
 */
export function decidedEvaluation(
  evaluation: Evaluation,
  decision: Decision | undefined,
  network: Omit<Classifier, "cost">,
  data: Dataset,
): DecidedEvaluation {
  const { threshold, thresholds } = decision ?? {};
  const { size, accuracy, cost } = evaluation;
  if (thresholds !== undefined) {
    const from = labelThresholds(decision, data.outputs);
    const right = areLabelsRight(outputsFor(network, data), data.targets!, from);
    const correct = right.filter(Boolean).length;
    return { size, correct, accuracy: correct / size, accuracyAtHalf: accuracy!, cost };
  }
  if (threshold === undefined) return evaluation;
  const predictions = predictDataset(network, data);
  const predicted = decidedClasses(predictions, threshold);
  const confusion = [[0, 0], [0, 0]];
  for (const [row, label] of predictions.labels.entries()) confusion[label]![predicted[row]!]!++;
  const correct = confusion[0]![0]! + confusion[1]![1]!;
  return { size, correct, accuracy: correct / size, accuracyAtHalf: accuracy!, cost, confusion };
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
