/**
 * Label smoothing: targets that leave the other classes a little, so that no output is driven to a confidence which the
 * labels do not have (Szegedy, Vanhoucke, Ioffe, Shlens and Wojna 2016, section 7). @module
 */

import type { Matrix } from "../engine/matrix.ts";

const { fround } = Math;

/**
 * y ← (1 − ε)·y + ε/K of K classes, in place.
 * @param targets [batch, classes], one-hot
 * @param smoothing ε, from 0 to below 1
 */
export function smoothLabels(targets: Matrix, smoothing: number): void {
  const { rows, columns, values } = targets;
  const keep = fround(1 - smoothing);
  const share = fround(smoothing / columns);
  for (let k = 0; k < rows * columns; k++) values[k] = fround(fround(keep * values[k]!) + share);
}
