/** The functions of `../../../numerics/elementary.ts`, four numbers at a time, with the same operations. */

/**
 * The constants of `exp` and `tanh`. There are more of them than registers, and V8 makes a constant again wherever it is
 * used, in three instructions; from memory it takes one.
 */
const CONSTANTS = memory.data<f32>([
  -87, 87, 1.44269504088896341, 0.5, 0.693359375, -2.12194440e-4,
  1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
  1, 12582912,
  -5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1, 0.625, 2,
]);

/** The constant at an index, in all four lanes. */
// @ts-ignore: decorator
@inline
function constant(index: usize): v128 {
  return v128.load32_splat(CONSTANTS + (index << 2));
}

/** n of x = n·ln 2 + r, |r| ≤ ½·ln 2. */
// @ts-ignore: decorator
@inline
function exponent(x: v128): v128 {
  return f32x4.floor(f32x4.add(f32x4.mul(x, constant(2)), constant(3)));
}

/** eʳ − 1 */
// @ts-ignore: decorator
@inline
function fraction(x: v128, n: v128): v128 {
  const r = f32x4.sub(f32x4.sub(x, f32x4.mul(n, constant(4))), f32x4.mul(n, constant(5)));
  let p = f32x4.add(f32x4.mul(constant(6), r), constant(7));
  p = f32x4.add(f32x4.mul(p, r), constant(8));
  p = f32x4.add(f32x4.mul(p, r), constant(9));
  p = f32x4.add(f32x4.mul(p, r), constant(10));
  p = f32x4.add(f32x4.mul(p, r), constant(11));
  return f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r);
}

/** 2ⁿ */
// @ts-ignore: decorator
@inline
function power(n: v128): v128 {
  // The last bits of n + 1.5·2²³ are n; the shift moves them to the exponent. There the bits of 1 are 127.
  return i32x4.add(i32x4.shl(f32x4.add(n, constant(13)), 23), constant(12));
}

/** x from −87 to 87. */
// @ts-ignore: decorator
@inline
function clamped(x: v128): v128 {
  return f32x4.pmin(f32x4.pmax(x, constant(0)), constant(1)); // with x first, NaN passes both
}

/** eˣ */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  x = clamped(x);
  const n = exponent(x);
  return f32x4.mul(f32x4.add(fraction(x, n), constant(12)), power(n));
}

/** eˣ − 1 */
// @ts-ignore: decorator
@inline
export function expm1(x: v128): v128 {
  x = clamped(x);
  const n = exponent(x);
  const scale = power(n);
  return f32x4.add(f32x4.mul(fraction(x, n), scale), f32x4.sub(scale, constant(12)));
}

/** 1 / (1 + e⁻ᶻ) */
// @ts-ignore: decorator
@inline
export function sigmoid(z: v128): v128 {
  const one = constant(12);
  return f32x4.div(one, f32x4.add(one, exp(f32x4.neg(z))));
}

/** tanh x: both formulas are computed, and each lane takes the one for its size. */
// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  const size = f32x4.abs(x);
  const power = f32x4.add(exp(f32x4.add(size, size)), constant(12));
  const large = f32x4.sub(constant(12), f32x4.div(constant(20), power));
  const square = f32x4.mul(size, size);
  let p = f32x4.add(f32x4.mul(constant(14), square), constant(15));
  p = f32x4.add(f32x4.mul(p, square), constant(16));
  p = f32x4.add(f32x4.mul(p, square), constant(17));
  p = f32x4.add(f32x4.mul(p, square), constant(18));
  const small = f32x4.add(f32x4.mul(f32x4.mul(p, square), size), size);
  const y = v128.bitselect(large, small, f32x4.ge(size, constant(19)));
  return v128.or(y, v128.and(x, i32x4.splat(1 << 31)));
}
