/** A mini-batch: what a network learns from at once, the cost of it, penalties on the weights, and a limit to the gradient. @module */

import { describe } from "../checks/texts.ts";
import type { DataRows, Matrix, Rows } from "../engine/matrix.ts";
import type { Engine } from "../engine/engine.ts";

const { sqrt } = Math;

/** A mini-batch: inputs, and the targets for their outputs. */
export interface Batch {
  /** x [batch, inputs] */
  readonly inputs: DataRows;
  /** y [batch, outputs] */
  readonly targets: Matrix;
  /** The index of each row's example in its data set; only dropout uses it. */
  readonly examples?: Uint32Array;
  /** The weight of each row, which multiplies its error; the array may be longer. Default: 1 each. */
  readonly weights?: Float32Array | undefined;
}

/** The gradient of a batch's mean cost, in the shapes of the parameters, layer by layer. */
export interface Gradient {
  /** ∂C/∂b, each [1, outputs] */
  readonly biases: readonly Matrix[];
  /** ∂C/∂w, each [inputs, outputs] */
  readonly weights: readonly Matrix[];
}

/** @throws {TypeError} if a batch does not fit the first and last layers of a network of these sizes */
export function checkBatch({ inputs, targets }: Batch, sizes: readonly number[]): void {
  checkColumns("inputs", inputs, sizes[0]!);
  checkColumns("targets", targets, sizes.at(-1)!);
  if (targets.rows !== inputs.rows) {
    throw new TypeError(
      `Cannot learn from ${inputs.rows} rows of inputs with ${targets.rows} rows of targets: expected one for each`,
    );
  }
}

/** @throws {TypeError} if these are not rows of as many numbers as a layer has units */
export function checkColumns(what: string, rows: Rows, units: number): void {
  if (rows?.columns === undefined) { // from JavaScript
    throw new TypeError(
      `Cannot use ${describe(rows)} for ${what}: expected rows of data; ` +
        `for example ${what === "inputs" ? "dataRows" : "matrix"}([[…], […]])`,
    );
  }
  if (rows.columns === units) return;
  throw new TypeError(
    `Cannot use ${what} of shape [${rows.rows}, ${rows.columns}]: this network takes [batch, ${units}]`,
  );
}

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
