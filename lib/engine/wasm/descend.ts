/** The WebAssembly engine's `descend`: which kernel takes the step, and the room that it needs. @module */

import type { Matrix, Rows } from "../matrix.ts";
import type { Context } from "./context.ts";
import { LINE, SPARSITY } from "./products.ts";

/** From this many outputs on, the batch is transposed first. */
const WIDE = 80;

/** The lists of rows that `transposedAccumulate` makes: of those with 1 to 8 non-zeros, and of those with more. */
const LISTS = 9;

/** The step of a layer: the arguments of {@linkcode Engine.descend}. */
export interface Step {
  readonly weights: Matrix;
  readonly biases: Matrix;
  readonly x: Rows;
  readonly delta: Matrix;
  readonly rate: number;
  readonly decay: number;
}

/** Takes a step of plain stochastic gradient descent in place, see {@linkcode Engine.descend}. */
export function descendInPlace(
  { weights, biases, x, delta, rate, decay }: Step,
  { store, kernels, workers, run }: Context,
): void {
  const { rows: inputs, columns: outputs } = weights;
  const w = store.output(weights);
  const b = store.output(biases);
  const d = store.output(delta);
  // w − x·(δ·s) is w + x·(δ·−s), to the bit.
  kernels.scaleElements(d, -Math.fround(rate), 0, x.rows * outputs);
  kernels.addRows(b, d, x.rows, outputs);
  const shrink = Math.fround(decay);
  const multiplications = x.rows * inputs * outputs;
  if (x.kind === "matrix") {
    run(
      "denseAccumulate",
      [w, store.operand(x, "x"), inputs, d, x.rows, outputs, shrink, 0, inputs],
      { grain: LINE },
      multiplications,
    );
  } else if (outputs >= WIDE) {
    const transposed = store.transposeSparse(store.sparse(x));
    const size = LISTS * (inputs + 1);
    const scratch = store.words("lists", size * workers).address;
    run(
      "transposedAccumulate",
      [w, ...transposed.addresses, d, inputs, outputs, shrink, scratch, 0, outputs],
      { grain: LINE, scratchBytes: 4 * size },
      multiplications / SPARSITY,
    );
  } else {
    if (shrink !== 1) kernels.scaleAndFlush(w, shrink, 0, inputs * outputs);
    kernels.sparseAccumulate(w, ...store.sparse(x).addresses, d, x.rows, outputs);
  }
}
