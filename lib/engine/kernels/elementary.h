/* The functions of lib/numerics/elementary.ts, with the same operations. */

#pragma once
#include "vectors.h"

INLINE vec one(void) { return K(1); }

/**
 * eʳ − 1 = r + r²·p(r) and 2ⁿ for x = n·ln 2 + r, |r| ≤ ½·ln 2: the polynomial of Cephes' expf
 * (Moshier). ln 2 is the sum of two numbers, of which the first has few bits: n times it is exact.
 */
INLINE vec reduced(vec x, vec *power) {
  x = clamped(x, K(-87), K(87));
  const vec n = __builtin_elementwise_floor(x * K(1.44269504088896341f) + K(0.5f));
  const vec r = x - n * K(0.693359375f) - n * K(-2.12194440e-4f);
  vec p = K(1.9875691500e-4f) * r + K(1.3981999507e-3f);
  p = p * r + K(8.3334519073e-3f);
  p = p * r + K(4.1665795894e-2f);
  p = p * r + K(1.6666665459e-1f);
  p = p * r + K(5.0000001201e-1f);
  /*
   * The last bits of n + 1.5·2²³ are n; the shift moves them to the exponent, where the bits of 1
   * are 127.
   */
  const i32 exponentShift = 23;
  *power = (vec)(((ivec)(n + K(12582912)) << exponentShift) + (ivec)one());
  return p * (r * r) + r;
}

/** eˣ = 2ⁿ·eʳ */
INLINE vec exponential(vec x) {
  vec power;
  const vec fraction = reduced(x, &power);
  return (fraction + one()) * power;
}

/** eˣ, where it is one of many steps. */
OUTLINE vec exponentialOf(vec x) { return exponential(x); }

/** eˣ − 1 = 2ⁿ·(eʳ − 1) + (2ⁿ − 1) */
INLINE vec exponentialLessOne(vec x) {
  vec power;
  const vec fraction = reduced(x, &power);
  return fraction * power + (power - one());
}

/** 1 / (1 + e⁻ᶻ) */
INLINE vec sigmoid(vec z) {
  const vec unit = one();
  return unit / (unit + exponential(-z));
}

/**
 * tanh x = sgn x · (1 − 2 / (e²ˢ + 1)) for s = |x| ≥ 0.625, and below it s + s³·p(s²), of Cephes'
 * tanhf.
 */
INLINE vec hyperbolicTangent(vec x) {
  const vec size = absolute(x);
  const vec large = one() - K(2) / (exponential(size + size) + one());
  const vec square = size * size;
  vec p = K(-5.70498872745e-3f) * square + K(2.06390887954e-2f);
  p = p * square + K(-5.37397155531e-2f);
  p = p * square + K(1.33314422036e-1f);
  p = p * square + K(-3.33332819422e-1f);
  const vec small = p * square * size + size;
  const vec y = select(size >= K(0.625f), large, small);
  const i32 signBit = (i32)0x80000000;
  return (vec)((ivec)y | ((ivec)x & signBit));
}
