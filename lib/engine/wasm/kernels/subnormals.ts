/**
 * What is too small becomes zero: numbers below 2⁻¹²⁶, the subnormals of float32, take many processors a hundred times as
 * long. `../../../numerics/subnormals.ts` has the same limits.
 */

/** 2⁻¹⁰⁰ */
// @ts-ignore: decorator
@inline
const SMALLEST: f32 = 7.888609052210118e-31;

/** 2⁻⁶³ */
// @ts-ignore: decorator
@inline
const SMALLEST_TO_SQUARE: f32 = 1.0842021724855044e-19;

/** Each number, or +0 if its absolute value is below a limit; NaN stays. */
// @ts-ignore: decorator
@inline
export function flushBelow(limit: v128, values: v128): v128 {
  return v128.andnot(values, f32x4.lt(f32x4.abs(values), limit));
}

/** Each number, or +0 if it is below 2⁻¹⁰⁰; NaN stays. */
// @ts-ignore: decorator
@inline
export function flush(values: v128): v128 {
  return flushBelow(f32x4.splat(SMALLEST), values);
}

/** Each number, or +0 if its square would be too small. */
// @ts-ignore: decorator
@inline
export function flushToSquare(values: v128): v128 {
  return flushBelow(f32x4.splat(SMALLEST_TO_SQUARE), values);
}

/** The limit below which a weight that was multiplied by `decay` becomes zero: none if it does not decay. */
// @ts-ignore: decorator
@inline
export function decayLimit(decay: f32): v128 {
  return f32x4.splat(decay == 1 ? <f32>0 : SMALLEST);
}
