/** How good answers are where thresholds decide. @module */

import type { Dataset } from "../../dataset.ts";
import type { Classifier, Evaluation } from "../../evaluate.ts";
import { outputsFor, predictDataset, type Predictions } from "../../evaluate/predictions.ts";
import { AnswerCounts } from "../../problem/multi_label.ts";
import { meanOf } from "../row_weights.ts";
import { decidedClass, type Decision, type DecisionThreshold, labelThresholds } from "./decide.ts";

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
    return {
      size,
      correct,
      accuracy: meanOf(right.map(Number), data.weights),
      accuracyAtHalf: accuracy!,
      cost,
    };
  }
  if (threshold === undefined) return evaluation;
  const predictions = predictDataset(network, data);
  const predicted = decidedClasses(predictions, threshold);
  const { labels, weights } = predictions;
  const counts = new AnswerCounts(2);
  for (const [row, label] of labels.entries()) {
    counts.add(predicted[row] === label, label, predicted[row]!, weights?.[row]);
  }
  const { confusion, ...found } = counts.metrics();
  return { size, ...found, accuracyAtHalf: accuracy!, cost, confusion: confusion! };
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

/**
 * Whether every label of each row is answered right; a NaN is wrong.
 * @param outputs [rows, labels]
 * @param targets [rows, labels] 1 for yes and 0 for no
 * @param from [labels] from which output on each is answered with yes
 * @returns [rows]
 */
export function areLabelsRight(
  outputs: ArrayLike<number>,
  targets: ArrayLike<number>,
  from: readonly number[],
): boolean[] {
  const { length } = from;
  return Array.from(
    { length: outputs.length / length },
    (_, row) =>
      from.every((least, k) => {
        const output = outputs[row * length + k]!;
        return targets[row * length + k] === 1 ? output >= least : output < least;
      }),
  );
}
