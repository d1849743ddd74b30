/** Whether an answer is one, or the network is not sure. @module */

import { isUnsure } from "../../../lib/evaluate/certainty.ts";

/**
 * Whether the network is sure of its answer. Outputs that are no probabilities have no scale, and count as sure.
 *
 * @param outputs [outputs]
 */
export function isSure(outputs: ArrayLike<number>, outputActivation: string): boolean {
  return outputActivation !== "softmax" && outputActivation !== "sigmoid" || !isUnsure(outputs);
}
