/** How far off a network is where targets are quantities. @module */

import type { Matrix } from "../engine/matrix.ts";

const { abs, floor, sqrt } = Math;

/** How far off outputs are, over all outputs of all examples; where these have weights, means are weighted. */
export interface QuantityMetrics {
  /** The mean absolute error (MAE), in the units of the targets. */
  meanAbsoluteError: number;
  /** The root of the mean squared error (RMSE), in the units of the targets. */
  rootMeanSquaredError: number;
  /**
   * The coefficient of determination R²: 1 less the squared errors over those of always answering the mean, the mean of it
   * over the outputs. 1 is perfect, 0 no better than the mean; null where the targets of an output are all the same.
   */
  rSquared: number | null;
}

/** Gathers the errors of quantities: sums in float64, example after example. */
export class QuantityErrors {
  readonly #means: Float64Array;
  readonly #squares: Float64Array;
  readonly #spread: Float64Array;
  readonly #weights: ArrayLike<number> | undefined;
  readonly #deviations: readonly number[] | undefined;
  #absolute = 0;
  #count = 0;

  /**
   * @param targets [examples, outputs], all of them
   * @param options.weights [examples] How much each counts. Default: 1 each
   * @param options.deviations of standardized targets, so that errors are in the unit of each. Default: 1 each
   */
  constructor(
    targets: Float32Array,
    outputs: number,
    { weights, deviations }: {
      readonly weights?: ArrayLike<number> | undefined;
      readonly deviations?: readonly number[] | undefined;
    } = {},
  ) {
    this.#weights = weights;
    this.#deviations = deviations;
    let examples = 0;
    for (let k = 0; k < targets.length / outputs; k++) examples += weights?.[k] ?? 1;
    this.#means = new Float64Array(outputs);
    this.#squares = new Float64Array(outputs);
    this.#spread = new Float64Array(outputs);
    for (let k = 0; k < targets.length; k++) {
      this.#means[k % outputs]! += targets[k]! * (weights?.[floor(k / outputs)] ?? 1);
    }
    for (let j = 0; j < outputs; j++) this.#means[j]! /= examples;
  }

  /** Adds row `r` of outputs and of the expected targets, both [batch, outputs], which is of an example. */
  add({ values, columns }: Matrix, targets: Matrix, r: number, example: number): void {
    const weight = this.#weights?.[example] ?? 1;
    for (let j = 0; j < columns; j++) {
      const expected = targets.values[r * columns + j]!;
      const unit = this.#deviations?.[j] ?? 1;
      const error = (values[r * columns + j]! - expected) * unit;
      const distance = (expected - this.#means[j]!) * unit;
      this.#absolute += weight * abs(error);
      this.#squares[j]! += weight * (error * error);
      this.#spread[j]! += weight * (distance * distance);
      this.#count += weight;
    }
  }

  /** The metrics of all rows added. */
  metrics(): QuantityMetrics {
    let squares = 0;
    let determination: number | null = 0;
    const outputs = this.#squares.length;
    for (let j = 0; j < outputs; j++) {
      squares += this.#squares[j]!;
      if (this.#spread[j] === 0) determination = null;
      else if (determination !== null) {
        determination += (1 - this.#squares[j]! / this.#spread[j]!) / outputs;
      }
    }
    return {
      meanAbsoluteError: this.#absolute / this.#count,
      rootMeanSquaredError: sqrt(squares / this.#count),
      rSquared: determination,
    };
  }
}

/**
 * How far off each output is by itself, where several quantities are predicted.
 * @param outputs [examples, quantities]
 * @param targets [examples, quantities]
 * @param weights [examples] How much each counts. Default: 1 each
 */
export function metricsOfEach(
  outputs: Float32Array,
  targets: Float32Array,
  quantities: number,
  weights?: ArrayLike<number>,
): QuantityMetrics[] {
  const rows = targets.length / quantities;
  return Array.from({ length: quantities }, (_, j) => {
    const column = (of: Float32Array): Matrix => ({
      kind: "matrix",
      rows,
      columns: 1,
      values: Float32Array.from({ length: rows }, (_, r) => of[r * quantities + j]!),
    });
    const [answered, expected] = [column(outputs), column(targets)];
    const errors = new QuantityErrors(expected.values as Float32Array, 1, { weights });
    for (let r = 0; r < rows; r++) errors.add(answered, expected, r, r);
    return errors.metrics();
  });
}
