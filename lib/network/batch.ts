/** A mini-batch: what a network learns from at once, and how its size is checked. @module */

import { describe } from "../checks/texts.ts";
import type { DataRows, Matrix, Rows } from "../engine/matrix.ts";
import type { Cost } from "./costs.ts";

const { fround } = Math;

/** A mini-batch: inputs, and the targets for their outputs. */
export interface Batch {
  /** x [batch, inputs] */
  readonly inputs: DataRows;
  /** y [batch, outputs] */
  readonly targets: Matrix;
  /** The number of each row's example in its data set; only dropout asks for it. */
  readonly examples?: Uint32Array;
  /** How much each row counts; its error is multiplied by this. There may be room for more. Default: 1 each. */
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

/** δ ← δ·w, row by row, each rounded once: how much an example counts. Steps are still over the batch's length. */
export function weighErrors({ rows, columns, values }: Matrix, weights: Float32Array): void {
  for (let r = 0; r < rows; r++) {
    for (let k = r * columns; k < (r + 1) * columns; k++) {
      values[k] = fround(values[k]! * weights[r]!);
    }
  }
}

/** C = 1/n Σ wₓ·Cₓ of a batch's outputs, without the penalties: float64, added in the order of the rows. */
export function meanCost(cost: Cost, outputs: Matrix, { targets, weights }: Batch): number {
  let sum = 0;
  for (let r = 0; r < targets.rows; r++) {
    sum += cost.of(outputs, targets, r) * (weights?.[r] ?? 1);
  }
  return sum / targets.rows;
}
