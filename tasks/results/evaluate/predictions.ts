/** Predictions of classes, by an output for each class or by one output of yes or no. @module */

import type { Dataset } from "../../../lib/dataset.ts";
import type { Classifier } from "../../../lib/evaluate.ts";
import { outputsFor, predictDataset, type Predictions } from "../../../lib/evaluate/predictions.ts";
import { YES_THRESHOLD } from "../../../lib/problem/answers.ts";
import type { DecisionThreshold } from "../../../lib/measure/decide/decide.ts";
import { decidedClasses } from "../../../lib/measure/decide/evaluation.ts";

/** Answers of yes or no: to one of two classes, or to a label. */
export interface YesAnswers {
  /** [rows] The probability of yes. */
  readonly scores: Float32Array;
  /** [rows] Whether yes is right. */
  readonly positives: readonly boolean[];
  /** [rows] How much each row counts; 1 each if there are none. */
  readonly weights?: Float32Array | undefined;
}

/** The answers to one of two classes. */
export function classAnswers(
  { outputs, labels, weights }: Predictions,
  positive: number,
): YesAnswers {
  return {
    weights,
    scores: Float32Array.from(labels, (_, row) => outputs[2 * row + positive]!),
    positives: Array.from(labels, (label) => label === positive),
  };
}

/** The answers to each label. */
export function labelAnswers(network: Classifier, data: Dataset): YesAnswers[] {
  const { outputs: count, size } = data;
  const outputs = outputsFor(network, data);
  const rows = [...Array(size).keys()];
  return Array.from({ length: count }, (_, k) => ({
    scores: Float32Array.from(rows, (row) => outputs[row * count + k]!),
    positives: rows.map((row) => data.targets![row * count + k] === 1),
    weights: data.weights,
  }));
}

/**
 * The predictions of classes, by a threshold if a model has one. One output p of yes or no becomes two classes: no with 1 − p,
 * yes with p.
 * @throws {TypeError} if there are several outputs of yes or no
 */
export function predictionsOf(
  network: Classifier,
  data: Dataset,
  threshold?: DecisionThreshold,
): Predictions {
  if (threshold !== undefined) {
    const found = predictDataset(network, data);
    const predicted = decidedClasses(found, threshold);
    const confidences = Float32Array.from(predicted, (k, row) => found.outputs[2 * row + k]!);
    return { ...found, predicted, confidences };
  }
  if (data.problem.isOneHot || data.outputs > 1) return predictDataset(network, data);
  const yes = outputsFor(network, data);
  const predicted = Uint32Array.from(yes, (output) => output >= YES_THRESHOLD ? 1 : 0);
  const outputs = new Float32Array(2 * yes.length);
  for (const [k, output] of yes.entries()) outputs.set([1 - output, output], 2 * k);
  const confidences = Float32Array.from(predicted, (k, example) => outputs[2 * example + k]!);
  const { labels, weights } = data;
  return { classes: 2, outputs, predicted, confidences, labels, weights };
}
