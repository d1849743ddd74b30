/** The weights of rows with joined columns in a WebAssembly engine: added up, and their gradients added back. @module */

import type { Matrix } from "../matrix.ts";
import type { Context } from "./context.ts";

/** The address of weights, added up along the runs of joined columns if there are some: see `Engine.affine`. */
export function addedUp(
  weights: Matrix,
  joined: Uint8Array | undefined,
  { store, kernels }: Context,
): number {
  const from = store.operand(weights, "weights");
  if (joined === undefined) return from;
  const { rows, columns } = weights;
  const sums = store.floats("sums of weights", rows * columns);
  const memory = store.memory();
  memory.copyWithin(sums.address / 4, from / 4, from / 4 + rows * columns);
  for (let i = 1; i < rows; i++) {
    const row = sums.address + 4 * i * columns;
    if (joined[i] === 1) kernels.addScaled(row, row - 4 * columns, 1, 0, columns);
  }
  return sums.address;
}

/** Adds the gradients of sums at an address back from the end of each run: see `Engine.gradient`. */
export function addBack(
  gradient: number,
  joined: Uint8Array | undefined,
  columns: number,
  { kernels }: Context,
): void {
  if (joined === undefined) return;
  for (let i = joined.length - 1; i > 0; i--) {
    const row = gradient + 4 * i * columns;
    if (joined[i] === 1) kernels.addScaled(row - 4 * columns, row, 1, 0, columns);
  }
}
