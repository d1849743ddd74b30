/** Answers that do not depend on the inputs: a network that is no better has learned nothing. @module */

import type { Dataset } from "../dataset.ts";

const { abs } = Math;

/** The commonest class of the training examples, as the answer to every example. */
export interface CommonestClass {
  /** The class; the first of equals. */
  readonly label: number;
  /** The fraction of the other examples that are of this class. */
  readonly accuracy: number;
}

/** Answers every example with the commonest class. */
export function commonestClass(
  training: Pick<Dataset, "labels" | "classes">,
  data: Pick<Dataset, "labels">,
): CommonestClass {
  const counts = new Uint32Array(training.classes);
  for (const label of training.labels) counts[label]!++;
  let label = 0;
  for (let k = 1; k < counts.length; k++) if (counts[k]! > counts[label]!) label = k;
  let right = 0;
  for (const other of data.labels) if (other === label) right++;
  return { label, accuracy: right / data.labels.length };
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
 * @returns the mean absolute error of each quantity, in the unit of the targets
 */
export function errorsOfMeans(
  training: Float32Array,
  targets: Float32Array,
  quantities: number,
): number[] {
  return Array.from({ length: quantities }, (_, j) => {
    let sum = 0;
    for (let k = j; k < training.length; k += quantities) sum += training[k]!;
    const mean = sum * quantities / training.length;
    let errors = 0;
    for (let k = j; k < targets.length; k += quantities) errors += abs(targets[k]! - mean);
    return errors * quantities / targets.length;
  });
}
