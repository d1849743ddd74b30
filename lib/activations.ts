/**
 * Activation functions, each with its derivative. A new one is a new entry of {@linkcode activations}; engines with a
 * loop of their own for it find it by name, and every other engine runs what stands here.
 *
 * @module
 */

import { exp } from "./elementary.ts";
import type { Matrix } from "./engine/engine.ts";

const { fround } = Math;

/** An activation function over whole batches. */
export interface Activation {
  /** The name in a config. */
  readonly name: string;
  /** a = f(z), in place; z is [batch, units]. */
  forward(z: Matrix): void;
  /** δ ← δ ∘ f′(z), from a = f(z); both are [batch, units]. */
  backward(delta: Matrix, a: Matrix): void;
}

/** An activation function of one number. */
export interface ElementwiseActivation extends Activation {
  /** f(z), every operation rounded to float32. */
  of(z: number): number;
  /** f′(z), written in a = f(z), every operation rounded to float32. */
  derivative(a: number): number;
}

function elementwise(
  name: string,
  of: (z: number) => number,
  derivative: (a: number) => number,
): ElementwiseActivation {
  return {
    name,
    of,
    derivative,
    forward({ values, rows, columns }) {
      for (let k = 0; k < rows * columns; k++) values[k] = of(values[k]!);
    },
    backward(delta, { values, rows, columns }) {
      for (let k = 0; k < rows * columns; k++) {
        delta.values[k] = fround(delta.values[k]! * derivative(values[k]!));
      }
    },
  };
}

/**
 * The logistic function σ(z) = 1 / (1 + e⁻ᶻ), with σ′(z) = σ(z)·(1 − σ(z)) (Nielsen, equation 3).
 *
 * @example
 * ```ts
 * import { sigmoid } from "@inkling/inkling";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(sigmoid.of(0), 0.5);
 * assertEquals(sigmoid.derivative(0.5), 0.25);
 * ```
 */
export const sigmoid: ElementwiseActivation = elementwise(
  "sigmoid",
  (z) => fround(1 / fround(1 + exp(-z))),
  (a) => fround(a * fround(1 - a)),
);

/** The rectifier max(0, z), with derivative 0 below and at zero, and 1 above (Nair and Hinton 2010). */
export const relu: ElementwiseActivation = elementwise(
  "relu",
  (z) => z < 0 ? 0 : z, // written so that NaN passes
  (a) => a > 0 ? 1 : a <= 0 ? 0 : a,
);

/** The activation functions by name. */
export const activations: { readonly [name: string]: Activation } = { sigmoid, relu };
