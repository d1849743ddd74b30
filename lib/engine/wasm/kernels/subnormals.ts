/**
 * What is too small becomes zero: numbers below 2⁻¹²⁶, the subnormals of float32, take many processors a hundred times as
 * long. `../../../numerics/subnormals.ts` has the same limits.
 *
 * The limits and the mask come from memory, and loops keep them in variables: V8 makes a constant again wherever it is used,
 * in three instructions.
 */

/** 2⁻¹⁰⁰, 2⁻⁶³, and all bits but the sign. */
const LIMITS = memory.data<u32>([0x0d800000, 0x20000000, 0x7fffffff]);

/** 2⁻¹⁰⁰, below which a number becomes zero. */
// @ts-ignore: decorator
@inline
export function smallest(): v128 {
  return v128.load32_splat(LIMITS);
}

/** 2⁻⁶³, below which a factor becomes zero: the product of two would be too small. */
// @ts-ignore: decorator
@inline
export function smallestFactor(): v128 {
  return v128.load32_splat(LIMITS, 4);
}

/** The limit for a weight that was multiplied by `decay`: none if it does not decay. */
// @ts-ignore: decorator
@inline
export function smallestDecayed(decay: f32): v128 {
  return decay == 1 ? f32x4.splat(0) : smallest();
}

/** The bits of an absolute value. */
// @ts-ignore: decorator
@inline
export function absoluteBits(): v128 {
  return v128.load32_splat(LIMITS, 8);
}

/** Each number, or +0 if its absolute value is below a limit; NaN stays. */
// @ts-ignore: decorator
@inline
export function flush(values: v128, limit: v128, absolute: v128): v128 {
  return v128.andnot(values, f32x4.lt(v128.and(values, absolute), limit));
}
