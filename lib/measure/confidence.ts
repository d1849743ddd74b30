/** Whether an answer can be relied on: how confident the network is, and whether the example is like its training data. @module */

import type { NoveltyDetector } from "./novelty.ts";

/** With a largest output below this an answer is a guess. */
export const MIN_CONFIDENCE = 0.5;

/** Where the largest output is ahead of the second by less than this, it could be either. */
export const MIN_MARGIN = 0.2;

/**
 * Whether an answer is not sure: the largest output is below ½, or ahead of the second by less than 0.2.
 * @param outputs the probability of each class; of one output that of yes
 *
 * @example
 * ```ts
 * import { isUnsure } from "@inkling/inkling/evaluate";
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
  return !(first >= MIN_CONFIDENCE && first - second >= MIN_MARGIN);
}

/** The remark on a prediction of low confidence. */
export const UNSURE_TEXT = "not sure";

/** The remark on an example that does not look like the training data. */
export const NOVEL_TEXT = "unlike the training data";

/** Why a prediction may be wrong. */
export interface Doubts {
  /** Whether the example does not look like the training data; false without a detector. */
  readonly unfamiliar: boolean;
  /** Whether the network is unsure; false for quantities, and if outputs are not probabilities. */
  readonly unsure: boolean;
}

/**
 * Finds out why a prediction may be wrong.
 * @param probabilities of the classes; `undefined` if the outputs are none
 */
export function doubtsOf(
  probabilities: ArrayLike<number> | undefined,
  input: ArrayLike<number>,
  detector: Pick<NoveltyDetector, "isNovel"> | undefined,
): Doubts {
  return {
    unfamiliar: detector?.isNovel(input) ?? false,
    unsure: probabilities !== undefined && isUnsure(probabilities),
  };
}

/** The remarks on a prediction, separated by commas; empty if there is no doubt. */
export function doubtsText({ unfamiliar, unsure }: Doubts): string {
  return [...unfamiliar ? [NOVEL_TEXT] : [], ...unsure ? [UNSURE_TEXT] : []].join(", ");
}
