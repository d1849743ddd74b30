/**
 * Smooth rectifiers f(z) = z·g(z), where the gate g goes from 0 to 1. One a belongs to two z, so their derivatives need z. What
 * is below 2⁻⁶³ becomes +0, so that a unit far below zero gives no subnormal numbers. @module
 */

import { exp, scaledTail } from "../numerics/elementary.ts";
import { flushFactor } from "../numerics/subnormals.ts";
import { elementwise, type ElementwiseActivation } from "./elementwise.ts";

const { abs, fround, max, min } = Math;

/** Beyond ± this every gate is 0 or 1 to float32's digits. */
const SATURATED = 60;

/** A function by its gate g(z) and its slope f′(z), both of z from −60 to 60. */
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
