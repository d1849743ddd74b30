/** What is said of networks whose examples have several labels, each of which an output answers with yes or no. @module */

import { outputsFor } from "../../lib/evaluate/outputs.ts";
import { YES } from "../../lib/network/prediction.ts";
import { type Classifier, type ClassMetrics, classMetrics, type Dataset } from "../../mod.ts";

/** What can be said of one label. */
export interface LabelResult extends ClassMetrics {
  /** The label's name. */
  label: string;
}

/** What can be said of all labels. */
export interface LabelsResult {
  /** Of all answers, the fraction that is wrong (Schapire and Singer, "BoosTexter", 2000, section 4). */
  readonly hammingLoss: number;
  /** The mean F1 of the labels that an example has or is given, 0 where none is right. */
  readonly macroF1: number;
  /** Precision, recall and F1 of each. */
  readonly labels: readonly LabelResult[];
}

/**
 * Counts the answers for each label.
 *
 * @param data with targets that are 1 for yes and 0 for no
 * @throws {TypeError} if the data does not fit the network
 */
export function labelsOf(network: Classifier, data: Dataset): LabelsResult {
  const { outputs: count, size } = data;
  const targets = data.targets!;
  const outputs = outputsFor(network, data);
  let wrong = 0;
  const labels = Array.from({ length: count }, (_, j): LabelResult => {
    const confusion = [[0, 0], [0, 0]];
    for (let k = j; k < targets.length; k += count) {
      confusion[targets[k]!]![outputs[k]! >= YES ? 1 : 0]!++;
    }
    wrong += confusion[0]![1]! + confusion[1]![0]!;
    return { label: String(j), ...classMetrics(confusion)[1]! };
  });
  const there = labels.filter((label) => label.size > 0 || label.precision !== null);
  const sum = there.reduce((sum, { f1 }) => sum + (f1 ?? 0), 0);
  const macroF1 = there.length === 0 ? 0 : sum / there.length;
  return { hammingLoss: wrong / (size * count), macroF1, labels };
}
