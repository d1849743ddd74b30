/**
 * Initializers: the weights and biases that a network begins with. A new one is a new entry of
 * {@linkcode initializers}. @module
 */

import type { Matrix } from "../engine/matrix.ts";
import { RandomStream } from "../numerics/random.ts";
import type { Parameters } from "./parameters.ts";

const { sqrt } = Math;

/** Draws the parameters of one layer: a new one is a new entry of {@linkcode initializers}. */
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

function zero({ values }: Matrix): void {
  values.fill(0);
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

/** Weights with variance 1/n, n the inputs of the unit; biases of zero (LeCun, Bottou, Orr and Müller 1998). */
export const lecun: Initializer = {
  name: "lecun",
  weights: (weights, random) => normal(weights, random, sqrt(1 / weights.rows)),
  biases: zero,
};

/** Weights with variance 2 / (inputs + outputs); biases of zero (Glorot and Bengio 2010, with normal numbers). */
export const glorot: Initializer = {
  name: "glorot",
  weights: (weights, random) => normal(weights, random, sqrt(2 / (weights.rows + weights.columns))),
  biases: zero,
};

/** Weights with variance 2/n, for rectifiers, which halve it; biases of zero (He, Zhang, Ren and Sun 2015). */
export const he: Initializer = {
  name: "he",
  weights: (weights, random) => normal(weights, random, sqrt(2 / weights.rows)),
  biases: zero,
};

/** The name of an initializer. */
export type InitializerName = "standardNormal" | "scaledNormal" | "lecun" | "glorot" | "he";

/** The initializers by name. */
export const initializers: { readonly [Name in InitializerName]: Initializer } = {
  standardNormal,
  scaledNormal,
  lecun,
  glorot,
  he,
};

/** Draws the parameters of every layer, each from a stream of its own that comes from the seed. */
export function initialize(
  { weights, biases }: Parameters,
  initializer: Initializer,
  seed: number,
): void {
  for (let l = 0; l < weights.length; l++) {
    initializer.weights(weights[l]!, new RandomStream(seed, "weights", l));
    initializer.biases(biases[l]!, new RandomStream(seed, "biases", l));
  }
}
