/** The WebAssembly engine's `descend`: which kernel takes the step, and the room that it needs. @module */

import type { Engine } from "../engine.ts";
import type { DataRows, Matrix } from "../matrix.ts";
import type { Context } from "./context.ts";
import { BY_LINES } from "./elementwise.ts";
import type { Kernels } from "./kernels.ts";
import { takePanels } from "./panels.ts";
import { transposeSparse } from "./sparse_rows.ts";

/** From this many outputs on, the batch is transposed first. */
const MIN_TRANSPOSED_OUTPUTS = 80;

/** The lists of rows that `transposedAccumulate` makes: of those with 0 to 6 non-zeros, and of those with more. */
const ROW_LISTS = 8;

/** Takes a step of plain stochastic gradient descent in place, see {@linkcode Engine.descend}. */
export function descendInPlace(
  [weights, biases, x, delta, rate, decay = 1]: Parameters<Engine["descend"]>,
  context: Context,
): void {
  const { store, kernels } = context;
  const { rows: inputs, columns: outputs } = weights;
  const { rows } = x;
  const b = store.output(biases);
  const d = store.output(delta);
  // w − x·(δ·s) is w + x·(δ·−s), to the bit.
  kernels.addRows(b, d, -Math.fround(rate), rows, outputs);
  const shrink = Math.fround(decay);
  if (x.kind === "matrix") {
    context.run(
      "denseAccumulate",
      [store.output(weights), store.operand(x, "x"), inputs, d, rows, outputs, shrink, 0, inputs],
      BY_LINES,
      rows * inputs * outputs,
    );
  } else descendFromData(weights, delta, x, d, shrink, context);
}

/** Takes a step from rows of data, whose zeros take no part, and errors at `d` that are scaled already. */
function descendFromData(
  weights: Matrix,
  delta: Matrix,
  x: DataRows,
  d: number,
  shrink: number,
  context: Context,
): void {
  const { store, kernels, workers } = context;
  const { rows: inputs, columns: outputs } = weights;
  const { rows } = x;
  const sparse = store.sparse(x);
  const panels = x.kind === "sparse" ? takePanels(weights, context) : undefined;
  const { address: w, stride, count, size } = panels ??
    { address: store.output(weights), stride: 4 * outputs, count: 1, size: 0 };
  if (outputs >= MIN_TRANSPOSED_OUTPUTS) {
    const { addresses, copyBytes } = transposeSparse(sparse, context);
    const room = ROW_LISTS * (inputs + 1);
    const scratch = store.words("lists", room * workers).address;
    type Args = Parameters<Kernels["transposedAccumulate"]>;
    const step = [d, inputs, outputs, shrink, scratch] as const;
    const args: Args = [w, ...addresses, size, stride, count, ...step, 0, count];
    const split = { grain: 1, scratchBytes: 4 * room, copies: [copyBytes] as const };
    if (panels === undefined) kernels.transposedAccumulate(...args);
    else panels.step("transposedAccumulate", args, split, rows, delta);
  } else if (panels !== undefined) {
    const { addresses, copyBytes } = sparse;
    panels.step(
      "panelsAccumulate",
      [w, ...addresses, stride, count, d, rows, inputs, outputs, shrink, 0, count],
      { grain: 1, copies: [copyBytes] },
      rows,
      delta,
    );
  } else {
    if (shrink !== 1) kernels.scaleAndFlush(w, shrink, 0, inputs * outputs);
    kernels.sparseAccumulate(w, ...sparse.addresses, d, rows, outputs);
  }
}
