/** A batch's cost and its errors, by what stands in the cost function: the specification, and what runs for a caller's own. @module */

import type { Activation, Cost } from "../engine.ts";
import type { Matrix } from "../matrix.ts";

const { fround } = Math;

/** The errors of the outputs, see {@linkcode Engine.outputErrors}. */
export function outputErrors(
  delta: Matrix,
  a: Matrix,
  y: Matrix,
  cost: Cost,
  activation: Activation,
  z?: Matrix,
  weights?: Float32Array,
): void {
  cost.delta(delta, a, y, activation, z);
  if (weights === undefined) return;
  const { rows, columns, values } = delta;
  for (let r = 0; r < rows; r++) {
    for (let k = r * columns; k < (r + 1) * columns; k++) {
      values[k] = fround(values[k]! * weights[r]!);
    }
  }
}

/** The mean cost of a batch, see {@linkcode Engine.meanCost}. */
export function meanCost(a: Matrix, y: Matrix, cost: Cost, weights?: Float32Array): number {
  let sum = 0;
  for (let r = 0; r < y.rows; r++) sum += cost.of(a, y, r) * (weights?.[r] ?? 1);
  return sum / y.rows;
}
