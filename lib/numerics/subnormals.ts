/**
 * What is too small becomes zero. float32's subnormals, the numbers below 2⁻¹²⁶, take Intel's multipliers a hundred times
 * as long as others, and a network that has learned well is full of them: errors of outputs that are right, squares of
 * small gradients, weights of pixels that are always zero and decay. @module
 */

const { abs } = Math;

/** Moments, averages and decayed weights below this become zero: 2⁻¹⁰⁰, so that a few products more are normal. */
const MIN_SIZE = 7.888609052210118e-31;

/**
 * Errors below this become zero, and gradients before they are squared: 2⁻⁶³, since the product of two numbers that are
 * no smaller is normal. Errors are multiplied by activations, which may be as small.
 */
const MIN_FACTOR = 1.0842021724855044e-19;

/** A number, or +0 if it is below 2⁻¹⁰⁰; NaN stays. */
export function flush(value: number): number {
  return abs(value) < MIN_SIZE ? 0 : value;
}

/** A number, or +0 if it is below 2⁻⁶³; NaN stays. */
export function flushFactor(value: number): number {
  return abs(value) < MIN_FACTOR ? 0 : value;
}
