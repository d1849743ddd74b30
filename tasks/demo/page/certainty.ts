/** Whether an answer is one, or the network is not sure. @module */

import { severalDigits } from "../../../lib/digits/several_digits.ts";
import { isUnsure } from "../../../lib/evaluate/confidence.ts";
import type { NoveltyDetector } from "../../../mod.ts";
import { isScribble } from "./scribble.ts";

/**
 * Whether the network is sure of its answer. Outputs that are no probabilities have no scale, and count as sure.
 *
 * @param outputs [outputs]
 */
export function isSure(outputs: ArrayLike<number>, outputActivation: string): boolean {
  return outputActivation !== "softmax" && outputActivation !== "sigmoid" || !isUnsure(outputs);
}

/**
 * Whether a digit is unlike anything that the network learned from.
 *
 * @param pixels [28 × 28], from 0 to 1
 */
export function isStrangeDigit(
  pixels: Float32Array,
  detector: NoveltyDetector | undefined,
): boolean {
  return isScribble(pixels) || severalDigits(pixels) || (detector?.isNovel(pixels) ?? false);
}
