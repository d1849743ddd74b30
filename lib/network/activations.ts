/**
 * Activation functions, each with its derivative. A new one is a new entry of {@linkcode activations}. An engine may have
 * loops of its own for those that are marked by {@linkcode builtIn}; for every other it runs what stands in the entry. @module
 */

import { exp, expm1, tanh as hyperbolicTangent } from "../numerics/elementary.ts";
import { builtIn } from "../engine/built_in.ts";
import type { Activation } from "../engine/engine.ts";
import { elementwise, type ElementwiseActivation } from "./elementwise.ts";
import { gelu, geluTanh, mish, silu } from "./smooth_activations.ts";

const { fround } = Math;

/**
 * The logistic function σ(z) = 1 / (1 + e⁻ᶻ), with σ′(z) = σ(z)·(1 − σ(z)) (Nielsen, equation 3).
 *
 * @example
 * ```ts
 * import { activations } from "@inkling/inkling";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(activations.sigmoid.of(0), 0.5);
 * assertEquals(activations.sigmoid.derivative(0.5), 0.25);
 * ```
 */
export const sigmoid: ElementwiseActivation = elementwise(
  "sigmoid",
  (z) => fround(1 / fround(1 + exp(-z))),
  (a) => fround(a * fround(1 - a)),
);

/** The hyperbolic tangent, from −1 to 1, with tanh′(z) = 1 − tanh²(z) (Nielsen, chapter 3). */
export const tanh: ElementwiseActivation = elementwise(
  "tanh",
  hyperbolicTangent,
  (a) => fround(1 - fround(a * a)),
);

/** A and S of A·tanh(S·z); and S/A, the derivative being S/A·(A − a)·(A + a). */
const SCALED_TANH_HEIGHT = fround(1.7159);
const SCALED_TANH_SLOPE = fround(2 / 3);
const SCALED_TANH_RATIO = fround(2 / 3 / 1.7159);

/**
 * LeCun's scaled hyperbolic tangent 1.7159·tanh(2z/3), which is ±1 at ±1 and has its largest curvature there (LeCun,
 * Bottou, Orr and Müller 1998, “Efficient BackProp”, section 4.4).
 */
export const scaledTanh: ElementwiseActivation = elementwise(
  "scaledTanh",
  (z) => fround(SCALED_TANH_HEIGHT * hyperbolicTangent(fround(SCALED_TANH_SLOPE * z))),
  (a) =>
    fround(
      SCALED_TANH_RATIO * fround(fround(SCALED_TANH_HEIGHT - a) * fround(SCALED_TANH_HEIGHT + a)),
    ),
);

/** The rectifier max(0, z), with derivative 0 below and at zero, and 1 above (Nair and Hinton 2010). */
export const relu: ElementwiseActivation = elementwise(
  "relu",
  (z) => z < 0 ? 0 : z, // written so that NaN passes
  (a) => a > 0 ? 1 : a <= 0 ? 0 : a,
);

/** The slope of a leaky rectifier below zero. */
const LEAK = fround(0.01);

/**
 * The leaky rectifier, z above zero and 0.01·z below, so that a unit which is never active still learns; its derivative
 * at zero is 0.01 (Maas, Hannun and Ng 2013).
 */
export const leakyRelu: ElementwiseActivation = elementwise(
  "leakyRelu",
  (z) => z < 0 ? fround(LEAK * z) : z,
  (a) => a > 0 ? 1 : a <= 0 ? LEAK : a,
);

/** λ and λ·α of the scaled exponential linear unit: with them means of 0 and variances of 1 stay what they are. */
const SELU_SCALE = fround(1.0507009873554805);
const SELU_DEPTH = fround(1.0507009873554805 * 1.6732632423543772);

/**
 * The scaled exponential linear unit, λ·z above zero and λ·α·(eᶻ − 1) below, with derivative λ above zero and a + λ·α below
 * and at zero (Klambauer, Unterthiner, Mayr and Hochreiter 2017).
 */
export const selu: ElementwiseActivation = elementwise(
  "selu",
  (z) => z > 0 ? fround(SELU_SCALE * z) : fround(SELU_DEPTH * expm1(z)),
  (a) => a > 0 ? SELU_SCALE : fround(a + SELU_DEPTH),
);

/** The identity, for outputs without bounds: a = z, with derivative 1. */
export const linear: ElementwiseActivation = {
  name: "linear",
  of: (z) => z,
  derivative: () => 1,
  forward() {},
  backward() {},
};

/**
 * Softmax, for outputs that are probabilities of classes: aⱼ = e^zⱼ / Σₖ e^zₖ (Nielsen, equation 78), of z less the row's
 * largest, so that nothing overflows. Sums are float64, in order; ∂C/∂zⱼ = aⱼ·(δⱼ − Σₖ δₖ·aₖ).
 */
export const softmax: Activation = builtIn("softmax", {
  name: "softmax",
  forward({ values, rows, columns }) {
    for (let start = 0; start < rows * columns; start += columns) {
      const end = start + columns;
      let largest = -Infinity;
      for (let k = start; k < end; k++) largest = Math.max(largest, values[k]!); // a NaN stays
      let sum = 0;
      for (let k = start; k < end; k++) sum += values[k] = exp(fround(values[k]! - largest));
      for (let k = start; k < end; k++) values[k] = values[k]! / sum;
    }
  },
  backward({ values: delta }, { values: a, rows, columns }) {
    for (let start = 0; start < rows * columns; start += columns) {
      const end = start + columns;
      let sum = 0;
      for (let k = start; k < end; k++) sum += delta[k]! * a[k]!;
      for (let k = start; k < end; k++) delta[k] = a[k]! * (delta[k]! - sum);
    }
  },
});

/** The activation functions by name. */
export const activations:
  & {
    readonly [
      Name in
        | "sigmoid"
        | "tanh"
        | "scaledTanh"
        | "relu"
        | "leakyRelu"
        | "gelu"
        | "geluTanh"
        | "silu"
        | "mish"
        | "selu"
        | "linear"
    ]: ElementwiseActivation;
  }
  & { readonly softmax: Activation } = {
    sigmoid,
    tanh,
    scaledTanh,
    relu,
    leakyRelu,
    gelu,
    geluTanh,
    silu,
    mish,
    selu,
    linear,
    softmax,
  };
