/**
 * Optimizers: how a gradient becomes a step. A new one is a new entry of {@linkcode optimizers}.
 *
 * @module
 */

import type { Matrix } from "./engine/engine.ts";
import { named } from "./named.ts";

const { abs, fround } = Math;

/** Moments smaller than this become zero: they would sit among the denormals, which are slow, for ever. */
const SMALLEST_MOMENT = 7.888609052210118e-31; // 2⁻¹⁰⁰

/** Changes parameters by their gradients; one with moments belongs to one training. */
export interface Optimizer {
  /** The name in a config. */
  readonly name: string;
  /**
   * Whether a mini-batch is applied image by image, in place, with no gradient gathered: plain stochastic gradient
   * descent, which engines do in one pass.
   */
  readonly inPlace: boolean;
  /** Takes one step on a matrix of parameters, given the gradient of the batch's mean cost, of the same shape. */
  step(parameters: Matrix, gradient: Matrix, learningRate: number): void;
}

/** Which optimizer, and its constants; one that is left out has its default. */
export interface OptimizerOptions {
  /** A name of {@linkcode optimizers}. */
  name: string;
  /** μ of `"momentum"`, from 0 to below 1. Default: 0.9. */
  momentum?: number;
}

/** Plain stochastic gradient descent, w ← w − η·∂C/∂w (Nielsen, equation 20). */
export function sgd(): Optimizer {
  return {
    name: "sgd",
    inPlace: true,
    step(parameters, gradient, learningRate) {
      const w = parameters.values;
      const rate = fround(learningRate);
      for (let k = 0; k < w.length; k++) {
        w[k] = fround(w[k]! - fround(rate * gradient.values[k]!));
      }
    },
  };
}

/**
 * Momentum, v ← μ·v − η·∂C/∂w and w ← w + v (Polyak 1964; Nielsen, equations 107 and 108).
 *
 * @param options.momentum μ, from 0 to below 1
 */
export function momentum(options: Omit<OptimizerOptions, "name"> = {}): Optimizer {
  const { momentum: coefficient = 0.9 } = options;
  if (!(coefficient >= 0 && coefficient < 1)) {
    throw new RangeError(`Cannot use a momentum of ${coefficient}: 0 to below 1 is wanted`);
  }
  const mu = fround(coefficient);
  const velocities = new Map<Matrix, Float32Array>();
  return {
    name: "momentum",
    inPlace: false,
    step(parameters, gradient, learningRate) {
      const w = parameters.values;
      let v = velocities.get(parameters);
      if (v === undefined) velocities.set(parameters, v = new Float32Array(w.length));
      const rate = fround(learningRate);
      for (let k = 0; k < w.length; k++) {
        const velocity = fround(fround(mu * v[k]!) - fround(rate * gradient.values[k]!));
        v[k] = abs(velocity) < SMALLEST_MOMENT ? 0 : velocity;
        w[k] = fround(w[k]! + v[k]!);
      }
    },
  };
}

/** What makes each optimizer, by name. */
export const optimizers: {
  readonly [name: string]: (options: Omit<OptimizerOptions, "name">) => Optimizer;
} = { sgd, momentum };

/**
 * Makes an optimizer.
 *
 * @throws {RangeError} if there is none of that name, or a constant is out of range
 */
export function createOptimizer(options: OptimizerOptions): Optimizer {
  return named("optimizer", optimizers, options.name)(options);
}
