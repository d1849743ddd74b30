/** Whether a network is sure of its answer: what the page shows, and the site measures on validation images. @module */

import { severalDigits } from "../../lib/digits/digit_image.ts";
import { isUnsure } from "../../lib/measure/confidence.ts";
import type { NoveltyDetector } from "../../lib/measure/novelty.ts";

const SIDE = 28;

/** From this value on a pixel is ink. */
const MIN_INK = 0.5;

/** No pen is so wide: a pixel with ink all around, up to this distance, is inside a lump. In pixels. */
const LUMP_REACH = 2;

/** So many pixels may be inside: of MNIST's 10,000 validation images 2 in 1000 have more. */
const MAX_INSIDE = 32;

/** Whether outputs of this activation function are probabilities. */
export function areProbabilities(outputActivation: string): boolean {
  return outputActivation === "softmax" || outputActivation === "sigmoid";
}

/** Whether the network is sure. Outputs [outputs] that are not probabilities count as sure. */
export function isSure(outputs: ArrayLike<number>, outputActivation: string): boolean {
  return !areProbabilities(outputActivation) || !isUnsure(outputs);
}

/** Whether a digit [28 × 28], from 0 to 1, is unlike anything that the network learned from. */
export function isNovelDigit(
  pixels: Float32Array,
  detector: NoveltyDetector | undefined,
): boolean {
  return isScribble(pixels) || severalDigits(pixels) || (detector?.isNovel(pixels) ?? false);
}

/** Whether a drawing [28 × 28], from 0 to 1, is a lump of ink: strokes over one another. */
export function isScribble(pixels: ArrayLike<number>): boolean {
  let inside = 0;
  for (let y = LUMP_REACH; y < SIDE - LUMP_REACH; y++) {
    for (let x = LUMP_REACH; x < SIDE - LUMP_REACH; x++) inside += Number(isInside(pixels, x, y));
  }
  return inside > MAX_INSIDE;
}

function isInside(pixels: ArrayLike<number>, x: number, y: number): boolean {
  for (let v = y - LUMP_REACH; v <= y + LUMP_REACH; v++) {
    for (let u = x - LUMP_REACH; u <= x + LUMP_REACH; u++) {
      if (!(pixels[v * SIDE + u]! >= MIN_INK)) return false;
    }
  }
  return true;
}
