/**
 * Initializers: the weights and biases that a network begins with. A new one is a new entry of
 * {@linkcode initializers}.
 *
 * @module
 */

import type { Matrix } from "./engine/engine.ts";
import type { RandomStream } from "./random.ts";

const { sqrt } = Math;

/** Draws the parameters of one layer. */
export interface Initializer {
  /** The name in a config. */
  readonly name: string;
  /** Fills the weights [inputs, outputs] of a layer. */
  weights(weights: Matrix, random: RandomStream): void;
  /** Fills the biases [1, outputs] of a layer. */
  biases(biases: Matrix, random: RandomStream): void;
}

function normal({ values }: Matrix, random: RandomStream, deviation: number): void {
  for (let k = 0; k < values.length; k++) values[k] = random.normal() * deviation;
}

/** Weights and biases from the standard normal distribution, the tutorial's first choice (Nielsen, chapter 1). */
export const standardNormal: Initializer = {
  name: "standardNormal",
  weights: (weights, random) => normal(weights, random, 1),
  biases: (biases, random) => normal(biases, random, 1),
};

/**
 * Weights with deviation 1/√n, n the inputs of the unit, so that few units begin saturated; biases from the standard
 * normal distribution (Nielsen, chapter 3).
 */
export const scaledNormal: Initializer = {
  name: "scaledNormal",
  weights: (weights, random) => normal(weights, random, 1 / sqrt(weights.rows)),
  biases: (biases, random) => normal(biases, random, 1),
};

/** The initializers by name. */
export const initializers: { readonly [name: string]: Initializer } = {
  standardNormal,
  scaledNormal,
};
