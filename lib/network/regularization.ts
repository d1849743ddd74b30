/** Regularization by the gradient: penalties on the weights, and a limit to how long a step gets. @module */

import type { Engine } from "../engine/engine.ts";
import type { Matrix } from "../engine/matrix.ts";

const { sqrt } = Math;

/** What penalties on the weights come to in a step. */
export interface Penalties {
  /** λ/n of an L2 penalty λ/2n·Σw² on the weights, and not on the biases (Nielsen, equation 87). Default: 0. */
  l2?: number;
  /** λ/n of an L1 penalty λ/n·Σ|w| on the weights, and not on the biases (Nielsen, chapter 3). Default: 0. */
  l1?: number;
}

/** Adds the gradient of the penalties: g ← g + λ/n·w of L2, g ← g + λ/n·sgn(w) of L1, where sgn(0) is 0. */
export function addPenalties(
  engine: Engine,
  gradients: readonly Matrix[],
  weights: readonly Matrix[],
  { l2 = 0, l1 = 0 }: Penalties,
): void {
  for (const [l, gradient] of gradients.entries()) {
    if (l2 > 0) engine.addScaled(gradient, weights[l]!, l2);
    if (l1 > 0) engine.addSigns(gradient, weights[l]!, l1);
  }
}

/**
 * Clips a gradient by its norm over all parameters together: where ‖g‖ > c, g ← g·c/‖g‖ (Pascanu, Mikolov and Bengio
 * 2013, algorithm 1). The norm is float64: matrix after matrix, row after row.
 * @returns the norm from before; NaN, which clips nothing, if the gradient has one
 */
export function clipGradient(engine: Engine, gradients: readonly Matrix[], limit: number): number {
  let sum = 0;
  for (const gradient of gradients) sum += engine.sumOfSquares(gradient);
  const norm = sqrt(sum);
  if (norm > limit) { for (const gradient of gradients) engine.scale(gradient, limit / norm); }
  return norm;
}
