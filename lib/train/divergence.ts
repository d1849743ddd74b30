/**
 * Errors of their own class are few: one where a caller catches it. Everywhere else a `TypeError` is for a wrong type or
 * shape, a `RangeError` for a value out of range, a `SyntaxError` for a bad file or config. @module
 */

import type { Parameters } from "../network/parameters.ts";

/** Where and why training left the finite numbers. */
export interface Divergence {
  /** The epoch, counted from 1. */
  epoch: number;
  /** The mini-batch within the epoch, counted from 1. */
  batch: number;
  /** The first layer of weights that is not finite, counted from 1; `undefined` if all are. */
  layer: number | undefined;
  /** The learning rate of the step before. */
  learningRate: number;
  /** The cost of the batch, not a finite number. */
  cost: number;
}

/**
 * Sees to it that a batch's cost and the parameters are finite numbers.
 * @throws {DivergenceError} if they are not
 */
export function checkFinite(
  { weights, biases }: Parameters,
  position: Omit<Divergence, "layer">,
): void {
  const broken = weights.findIndex((matrix, l) =>
    ![matrix, biases[l]!].every(({ values }) => areFinite(values))
  );
  if (broken === -1 && Number.isFinite(position.cost)) return;
  const layer = broken === -1 ? undefined : broken + 1;
  const cost = Number.isFinite(position.cost) ? NaN : position.cost;
  throw new DivergenceError({ ...position, layer, cost });
}

/** Whether all of so many numbers are finite: NaN and ±∞ times zero are NaN. `every` takes ten times as long. */
function areFinite(values: Float32Array): boolean {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k]! * 0;
  return sum === 0;
}

/** Thrown by `train` when a mini-batch's cost is no longer a finite number. */
export class DivergenceError extends Error {
  /** Where the cost diverged. */
  readonly divergence: Divergence;

  /** Describes a divergence and what usually helps. */
  constructor(divergence: Divergence) {
    const { epoch, batch, layer, learningRate, cost } = divergence;
    super(
      `Cannot continue training: the cost became ${cost} in epoch ${epoch}, batch ${batch}, ` +
        `${layer === undefined ? "all weights finite" : `first in layer ${layer}`}, ` +
        `at learning rate ${learningRate}; try a smaller learning rate`,
    );
    this.name = "DivergenceError";
    this.divergence = divergence;
  }
}
