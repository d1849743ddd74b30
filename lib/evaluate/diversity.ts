/** How much the members of an ensemble differ. @module */

import type { Dataset } from "../dataset.ts";

const { max, min, sqrt } = Math;

/** Where figures lie. */
export interface Spread {
  readonly mean: number;
  /** The sample standard deviation; `null` of one figure. */
  readonly sd: number | null;
  readonly min: number;
  readonly max: number;
}

/**
 * Where figures lie, such as the accuracies of the members.
 *
 * @throws {RangeError} if there is none
 */
export function spreadOf(figures: readonly number[]): Spread {
  const count = figures.length;
  if (count === 0) throw new RangeError("Cannot tell the spread of no figures");
  const mean = figures.reduce((sum, figure) => sum + figure, 0) / count;
  const squares = figures.reduce((sum, figure) => sum + (figure - mean) * (figure - mean), 0);
  return {
    mean,
    sd: count === 1 ? null : sqrt(squares / (count - 1)),
    min: figures.reduce((least, figure) => min(least, figure)),
    max: figures.reduce((most, figure) => max(most, figure)),
  };
}

/**
 * The part of examples that two members answer differently, the mean over all pairs of members: 0 if all are alike. Two
 * answers are the same if they name the same class, or of targets 0 and 1 if all outputs are on the same side of ½.
 *
 * @param outputs of each member, [examples, outputs]
 * @param data of classes
 * @returns a fraction; `null` where there is no pair
 */
export function disagreementOf(
  outputs: readonly Float32Array[],
  { size, outputs: columns, problem }: Pick<Dataset, "size" | "outputs" | "problem">,
): number | null {
  const answers = outputs.map((values) =>
    Array.from(
      { length: size },
      (_, r) => problem.answer(values.subarray(r * columns, (r + 1) * columns)).chosen.join(),
    )
  );
  let [pairs, different] = [0, 0];
  for (const [k, one] of answers.entries()) {
    for (const other of answers.slice(k + 1)) {
      pairs++;
      for (let r = 0; r < size; r++) {
        if (one[r] !== other[r]) different++;
      }
    }
  }
  return pairs === 0 ? null : different / (pairs * size);
}
