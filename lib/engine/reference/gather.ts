/** Makes rows of data of examples, in plain loops: the specification of every engine's `gather`. @module */

import type { DataValues, DenseRows, SparseRows } from "../matrix.ts";

/** The float32 that a byte k stands for: k/255, so that gray levels run from 0 to 1. */
export const LEVELS: Float32Array = Float32Array.from({ length: 256 }, (_, k) => k / 255);

/** Fills rows with examples, zeros left out. */
export function gatherSparse(
  out: SparseRows,
  inputs: DataValues,
  order: Uint32Array,
  start: number,
): void {
  const { rows, columns, starts, indices, values } = out;
  const bytes = inputs instanceof Uint8Array;
  let k = 0;
  for (let r = 0; r < rows; r++) {
    starts[r] = k;
    const first = order[start + r]! * columns;
    for (let c = 0; c < columns; c++) {
      const input = inputs[first + c]!;
      if (input === 0) continue;
      indices[k] = c;
      values[k++] = bytes ? LEVELS[input]! : input;
    }
  }
  starts[rows] = k;
}

/** Fills rows with examples, every element. */
export function gatherDense(
  out: DenseRows,
  inputs: DataValues,
  order: Uint32Array,
  start: number,
): void {
  const { rows, columns, values } = out;
  const bytes = inputs instanceof Uint8Array;
  for (let r = 0; r < rows; r++) {
    const first = order[start + r]! * columns;
    for (let c = 0; c < columns; c++) {
      const input = inputs[first + c]!;
      values[r * columns + c] = bytes ? LEVELS[input]! : input;
    }
  }
}
