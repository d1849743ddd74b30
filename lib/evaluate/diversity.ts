/** How much the members of an ensemble differ. @module */

import type { Dataset } from "../dataset.ts";

const { max, min, sqrt } = Math;

/** The mean of values, their least and most, and their sample standard deviation, which is `null` for one value. */
export interface Spread extends Readonly<Record<"mean" | "min" | "max", number>> {
  /** The sample standard deviation. */
  readonly sd: number | null;
}

/**
 * The spread of values, such as the accuracies of the members.
 * @throws {RangeError} if there are no values
 */
export function spreadOf(values: readonly number[]): Spread {
  const count = values.length;
  if (count === 0) throw new RangeError("Cannot find the spread of no values");
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return {
    mean,
    sd: count === 1 ? null : sqrt(squares / (count - 1)),
    min: values.reduce((least, value) => min(least, value)),
    max: values.reduce((most, value) => max(most, value)),
  };
}

/**
 * The fraction of examples that two members answer differently, the mean over all pairs of members: 0 if all are alike.
 * Two answers are the same if they name the same class, or the same labels.
 * @param outputs of each member, [examples, outputs]
 * @param data of classes
 * @returns `null` where there is no pair
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
