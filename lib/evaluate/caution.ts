/** What to be careful about with a prediction, in a few words. @module */

import { isUnsure } from "./certainty.ts";
import type { NoveltyDetector } from "./novelty.ts";

/** What is said of a prediction that is not sure. */
export const UNSURE = "not sure";

/** What is said of an example that does not look like those of training. */
export const UNFAMILIAR = "unlike the training data";

/** What there is to say of a prediction. */
export interface Caution {
  /** Whether the example does not look like the training data; false where that is not known. */
  readonly unfamiliar: boolean;
  /** Whether the network is not sure; false of quantities, and where outputs are no probabilities. */
  readonly unsure: boolean;
}

/**
 * Finds out what to be careful about.
 *
 * @param probabilities of the classes; `undefined` if the outputs are none
 * @param input as the network takes it
 */
export function cautionOf(
  probabilities: ArrayLike<number> | undefined,
  input: ArrayLike<number>,
  detector: Pick<NoveltyDetector, "isNovel"> | undefined,
): Caution {
  return {
    unfamiliar: detector?.isNovel(input) ?? false,
    unsure: probabilities !== undefined && isUnsure(probabilities),
  };
}

/** Both in words; empty if there is nothing to say. */
export function inWords({ unfamiliar, unsure }: Caution): string {
  return [...unfamiliar ? [UNFAMILIAR] : [], ...unsure ? [UNSURE] : []].join(", ");
}
