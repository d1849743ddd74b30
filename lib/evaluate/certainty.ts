/** Whether a network is sure of its answer. @module */

/** The largest output is at least this, or the answer is a guess. */
export const LEAST_PROBABILITY = 0.5;

/** The largest output is ahead of the second by at least this, or it could be either. */
export const LEAST_MARGIN = 0.2;

/**
 * Whether an answer is not sure: the largest output is below ½, or ahead of the second by less than 0.2.
 *
 * Of MNIST's test images these are 4 % for the tutorial's network, 1 % for one of ReLU and softmax, and half of those are
 * answered wrong.
 *
 * @param outputs the probability of each class; of one output that of yes
 * @example
 * ```ts
 * import { isUnsure } from "@inkling/inkling";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(isUnsure([0.1, 0.9]), false);
 * assertEquals(isUnsure([0.45, 0.55]), true);
 * ```
 */
export function isUnsure(outputs: ArrayLike<number>): boolean {
  if (outputs.length === 1) return isUnsure([1 - outputs[0]!, outputs[0]!]);
  let [first, second] = [-Infinity, -Infinity];
  for (let k = 0; k < outputs.length; k++) {
    const output = outputs[k]!;
    if (!(output <= first)) [first, second] = [output, first]; // a NaN stays first
    else if (output > second) second = output;
  }
  return !(first >= LEAST_PROBABILITY && first - second >= LEAST_MARGIN);
}
