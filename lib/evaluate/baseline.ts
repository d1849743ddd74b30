/** What can be had without looking at the inputs: a network that is no better has learned nothing. @module */

import type { Dataset } from "../dataset.ts";

const { abs } = Math;

/** Always answering with the commonest class of the training examples. */
export interface CommonestClass {
  /** Which class; the first of equals. */
  readonly label: number;
  /** The fraction of other examples that are of it. */
  readonly accuracy: number;
}

/**
 * What always answering with the commonest class gets right.
 *
 * @param training the examples that say which class is the commonest
 * @param data the examples to answer
 */
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
 * What always giving each output's commoner answer gets right, of several answers of yes or no: the fraction of all answers.
 *
 * @param training [examples, outputs] 1 for yes and 0 for no: what says which answer is the commoner; yes of equals
 * @param targets [examples, outputs] the answers wanted
 * @param outputs how many answers an example has
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
 * How far off always answering with the means of the training targets is: the mean absolute error of each quantity, in the
 * unit of the targets.
 *
 * @param training [examples, quantities]
 * @param targets [examples, quantities]
 * @param quantities how many there are
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
