/**
 * Activation functions, each with its derivative. A new one is a new entry of {@linkcode activations} and
 * of the two tables that follow it. An engine may have
 * loops of its own for those that are marked by {@linkcode builtIn}; for every other it runs what stands in the entry. @module
 */

import { exp, expm1, scaledTail, tanh as hyperbolicTangent } from "../numerics/elementary.ts";
import { builtIn, requireZ } from "../engine/built_in.ts";
import type { Activation } from "../engine/engine.ts";
import type { OnnxStep } from "../formats/onnx.ts";
import { flushFactor } from "../numerics/subnormals.ts";
import type { Matrix } from "../engine/matrix.ts";
import { glorot, he, type Initializer, lecun } from "./initializers.ts";

const { abs, fround, max, min } = Math;

/** An activation function of one number. */
export interface ElementwiseActivation extends Activation {
  /** f(z), every operation rounded to float32. */
  of(z: number): number;
  /** f′(z), written in a = f(z), or in z where the function needs it; every operation rounded to float32. */
  derivative(a: number, z?: number): number;
}

/**
 * A function of one number. An engine that has no kernel of this name runs its loops.
 * @param derivative of a, or of a and z for a function that needs z
 */
export function elementwise(
  name: string,
  of: (z: number) => number,
  derivative: (a: number, z: number) => number,
  needsZ = false,
): ElementwiseActivation {
  return builtIn(name, {
    name,
    ...needsZ && { needsZ },
    of,
    derivative: (a: number, z = NaN) => derivative(a, z),
    forward({ values, rows, columns }: Matrix) {
      for (let k = 0; k < rows * columns; k++) values[k] = of(values[k]!);
    },
    backward({ values: delta }: Matrix, a: Matrix, z?: Matrix) {
      const { values, rows, columns } = a;
      const zs = needsZ ? requireZ(name, z).values : values;
      for (let k = 0; k < rows * columns; k++) {
        delta[k] = fround(delta[k]! * derivative(values[k]!, zs[k]!));
      }
    },
  });
}

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

/** Beyond ± this every gate is 0 or 1 to float32's digits. */
const SATURATED = 60;

/**
 * A smooth rectifier f(z) = z·g(z) by its gate g(z), which goes from 0 to 1, and its slope f′(z), both of z from −60 to 60. One a
 * belongs to two z, so the slope needs z. What is below 2⁻⁶³ becomes +0: a unit far below zero gives no subnormal numbers.
 */
function gated(
  name: "gelu" | "geluTanh" | "silu" | "mish",
  gate: (z: number) => number,
  slope: (z: number) => number,
): ElementwiseActivation {
  const clamped = (z: number) => min(max(z, -SATURATED), SATURATED); // NaN passes both
  return elementwise(
    name,
    (z) => flushFactor(fround(max(z, -SATURATED) * gate(clamped(z)))),
    (_, z) => slope(clamped(z)),
    true,
  );
}

/** Beyond ± this the normal distribution function is 0 or 1 to float32's digits. */
const TAIL_END = 10;

/** 1/√(2π) */
const NORMAL_DENSITY = fround(0.3989422804014327);

/** e^(−z²/2), z no further than the tail's end from zero. */
function bell(z: number): number {
  const size = min(abs(z), TAIL_END);
  return exp(fround(fround(size * size) * -0.5));
}

/** Φ(z), the normal distribution function. */
function normal(z: number): number {
  const tail = fround(bell(z) * scaledTail(min(abs(z), TAIL_END)));
  return z < 0 ? tail : fround(1 - tail);
}

/** The Gaussian error linear unit z·Φ(z), with Φ(z) + z·φ(z), φ(z) = e^(−z²/2)/√(2π) (Hendrycks and Gimpel 2016). */
export const gelu: ElementwiseActivation = gated(
  "gelu",
  normal,
  (z) => fround(normal(z) + fround(fround(z * bell(z)) * NORMAL_DENSITY)),
);

/** 2·√(2/π), and what it is multiplied by: the tanh form is z·σ(2·√(2/π)·(z + 0.044715·z³)). */
const LINEAR = fround(1.5957691216057308);
const CUBIC = fround(1.5957691216057308 * 0.044715);
const CUBIC_SLOPE = fround(3 * 1.5957691216057308 * 0.044715);

/**
 * z·σ(u) with u = z·(linear + cubic·z²), and its derivative σ(u) + z·σ′(u)·u′(z). With e = e⁻ᵘ the gate is g = 1 / (1 + e), and
 * 1 − g is e·g, which keeps its digits.
 */
function sigmoidGated(name: "geluTanh" | "silu", linear: number, cubic: number, slope: number) {
  const power = (z: number) => exp(fround(-z * fround(linear + fround(cubic * fround(z * z)))));
  return gated(name, (z) => fround(1 / fround(1 + power(z))), (z) => {
    const e = power(z);
    const g = fround(1 / fround(1 + e));
    const inner = fround(linear + fround(slope * fround(z * z)));
    return fround(g + fround(fround(z * fround(g * fround(e * g))) * inner));
  });
}

/** The tanh form of {@linkcode gelu}, ½z·(1 + tanh(√(2/π)·(z + 0.044715·z³))) (Hendrycks and Gimpel 2016). */
export const geluTanh: ElementwiseActivation = sigmoidGated(
  "geluTanh",
  LINEAR,
  CUBIC,
  CUBIC_SLOPE,
);

/** The sigmoid linear unit z·σ(z), also swish, with σ(z) + z·σ(z)·(1 − σ(z)) (Elfwing, Uchibe and Doya 2018). */
export const silu: ElementwiseActivation = sigmoidGated("silu", 1, 0, 0);

/** Beyond this tanh(ln(1 + eᶻ)) is 1 to float32's digits, and below it (n + 2)² is no more than float32 has. */
const MISH_END = 20;

/**
 * Mish z·tanh(ln(1 + eᶻ)) (Misra 2019). With e = eᶻ and n = e·(e + 2) the gate is n / (n + 2), and the derivative
 * (n + 4z·e·(1 + e) / (n + 2)) / (n + 2).
 */
export const mish: ElementwiseActivation = gated(
  "mish",
  (z) => {
    const n = mishPower(exp(min(z, MISH_END)));
    return fround(n / fround(n + 2));
  },
  (z) => {
    const e = exp(min(z, MISH_END));
    const n = mishPower(e);
    const m = fround(n + 2);
    const rise = fround(fround(4 * z) * fround(e * fround(1 + e)));
    return fround(fround(n + fround(rise / m)) / m);
  },
);

/** n = e·(e + 2) */
function mishPower(e: number): number {
  return fround(e * fround(e + 2));
}

/** The identity, for outputs without bounds: a = z, with derivative 1. */
export const linear: ElementwiseActivation = builtIn("linear", {
  name: "linear",
  of: (z) => z,
  derivative: () => 1,
  forward() {},
  backward() {},
});

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

/** The name of an activation function. */
export type ActivationName =
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
  | "softmax";

/** The activation functions by name. */
export const activations:
  & { readonly [Name in Exclude<ActivationName, "softmax">]: ElementwiseActivation }
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

/**
 * The initializer that suits hidden layers of each activation function: with it a signal neither dies out nor grows from layer
 * to layer. It is advice; a network takes the one that it is given.
 */
export const suitedInitializers: { readonly [Name in ActivationName]: Initializer } = {
  sigmoid: glorot,
  tanh: glorot,
  scaledTanh: lecun,
  relu: he,
  leakyRelu: he,
  gelu: he,
  geluTanh: he,
  silu: he,
  mish: he,
  selu: lecun, // whose fixed point is of variance 1/n (Klambauer, Unterthiner, Mayr and Hochreiter 2017)
  linear: lecun,
  softmax: glorot,
};

/** Ends those of the form z·g(z). */
const TIMES_Z = { operator: "Mul", withZ: true } as const;

/** The operators of each activation function in ONNX. */
export const onnxSteps: { readonly [Name in ActivationName]: readonly OnnxStep[] } = {
  sigmoid: [{ operator: "Sigmoid" }],
  tanh: [{ operator: "Tanh" }],
  scaledTanh: [
    { operator: "Mul", factor: 0.6666666666666666 }, // 2 / 3, which bundlers would compute and so keep
    { operator: "Tanh" },
    { operator: "Mul", factor: 1.7159 },
  ],
  relu: [{ operator: "Relu" }],
  leakyRelu: [{ operator: "LeakyRelu", alpha: 0.01 }],
  gelu: [ // z·½·(1 + erf(z/√2)); the operator Gelu is of opset 20
    { operator: "Mul", factor: 0.7071067811865476 },
    { operator: "Erf" },
    { operator: "Add", factor: 1 },
    { operator: "Mul", factor: 0.5 },
    TIMES_Z,
  ],
  geluTanh: [ // z·σ(z·(1.5957691·0.044715·z² + 1.5957691)), 1.5957691 being 2·√(2/π)
    TIMES_Z,
    { operator: "Mul", factor: 0.07135481627260025 },
    { operator: "Add", factor: 1.5957691216057308 },
    TIMES_Z,
    { operator: "Sigmoid" },
    TIMES_Z,
  ],
  silu: [{ operator: "Sigmoid" }, TIMES_Z],
  mish: [{ operator: "Softplus" }, { operator: "Tanh" }, TIMES_Z], // the operator Mish is of opset 18
  selu: [{ operator: "Selu" }],
  linear: [],
  softmax: [{ operator: "Softmax" }], // over the last axis, that of the units
};

/**
 * The operators of an activation function in ONNX.
 * @throws {RangeError} if there are none, as for a function of your own
 */
export function onnxStepsOf({ name }: Pick<Activation, "name">): readonly OnnxStep[] {
  if (Object.hasOwn(onnxSteps, name)) return onnxSteps[name as ActivationName];
  throw new RangeError(
    `Cannot write the activation "${name}" as ONNX: there are ` +
      `${Object.keys(onnxSteps).join(", ")}`,
  );
}
