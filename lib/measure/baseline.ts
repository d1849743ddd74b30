/** Answers that do not depend on the inputs: a network that is no better has learned nothing. @module */

import type { Dataset } from "../dataset.ts";

const { abs } = Math;

/** The commonest class of the training examples, by weight if they have weights, as the answer to every example. */
export interface CommonestClass {
  /** The class; the first of equals. */
  readonly label: number;
  /** The fraction of the other examples that are of this class. */
  readonly accuracy: number;
}

/** Answers every example with the commonest class. */
export function commonestClass(
  training: Pick<Dataset, "labels" | "classes"> & Partial<Pick<Dataset, "weights">>,
  data: Pick<Dataset, "labels"> & Partial<Pick<Dataset, "weights">>,
): CommonestClass {
  const counts = new Float64Array(training.classes);
  for (const [k, label] of training.labels.entries()) counts[label]! += training.weights?.[k] ?? 1;
  let label = 0;
  for (let k = 1; k < counts.length; k++) if (counts[k]! > counts[label]!) label = k;
  let [right, total] = [0, 0];
  for (const [k, other] of data.labels.entries()) {
    const weight = data.weights?.[k] ?? 1;
    if (other === label) right += weight;
    total += weight;
  }
  return { label, accuracy: right / total };
}

/**
 * Gives each output's commoner answer of yes or no to every example.
 * @param training [examples, outputs] 1 for yes and 0 for no: the answers that are counted; of equals yes is taken
 * @returns the fraction of all answers that are right
 */
export function commonerAnswers(
  training: Float32Array,
  targets: Float32Array,
  outputs: number,
): number {
  const yes = new Uint32Array(outputs);
  for (let k = 0; k < training.length; k++) yes[k % outputs]! += training[k]!;
  const commoner = Array.from(yes, (count) => 2 * count >= training.length / outputs ? 1 : 0);
  let right = 0;
  for (let k = 0; k < targets.length; k++) if (targets[k] === commoner[k % outputs]) right++;
  return right / targets.length;
}

/**
 * Answers every example with the means of the training targets.
 * @param training [examples, quantities]
 * @param targets [examples, quantities]
 * @param weights how much each example counts. Default: 1 each
 * @returns the mean absolute error of each quantity, in the unit of the targets
 */
export function errorsOfMeans(
  training: Float32Array,
  targets: Float32Array,
  quantities: number,
  weights: {
    readonly training?: ArrayLike<number> | undefined;
    readonly targets?: ArrayLike<number> | undefined;
  } = {},
): number[] {
  return Array.from({ length: quantities }, (_, j) => {
    const meanOf = (
      values: Float32Array,
      weights: ArrayLike<number> | undefined,
      of: (v: number) => number,
    ) => {
      let [sum, total] = [0, 0];
      for (let row = 0; row < values.length / quantities; row++) {
        const weight = weights?.[row] ?? 1;
        sum += weight * of(values[row * quantities + j]!);
        total += weight;
      }
      return sum / total;
    };
    const mean = meanOf(training, weights.training, (value) => value);
    return meanOf(targets, weights.targets, (value) => abs(value - mean));
  });
}
