/* The functions of lib/numerics/elementary.ts, with the same operations. */

#pragma once
#include "vectors.h"

/**
 * eʳ − 1 = r + r²·p(r) and 2ⁿ for x = n·ln 2 + r, |r| ≤ ½·ln 2: the polynomial of Cephes' expf
 * (Moshier). ln 2 is the sum of two numbers, of which the first has few bits: n times it is exact.
 */
INLINE vec reduced(vec x, vec *power) {
  const float limit = 87, log2e = 1.44269504088896341f;
  const float ln2High = 0.693359375f, ln2Low = -2.12194440e-4f;
  x = clamped(x, -limit, limit);
  const vec n = __builtin_elementwise_floor(x * log2e + 0.5f);
  const vec r = x - n * ln2High - n * ln2Low;
  vec p = 1.9875691500e-4f * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  /*
   * The last bits of n + 1.5·2²³ are n; the shift moves them to the exponent, where the bits of 1
   * are 127.
   */
  const float integerBits = 12582912;
  const i32 bitsOfOne = 0x3f800000, exponentShift = 23;
  *power = (vec)(((ivec)(n + integerBits) << exponentShift) + bitsOfOne);
  return p * (r * r) + r;
}

/** eˣ = 2ⁿ·eʳ */
INLINE vec exponential(vec x) {
  vec power;
  const vec fraction = reduced(x, &power);
  return (fraction + 1.0f) * power;
}

/** eˣ − 1 = 2ⁿ·(eʳ − 1) + (2ⁿ − 1) */
INLINE vec exponentialLessOne(vec x) {
  vec power;
  const vec fraction = reduced(x, &power);
  return fraction * power + (power - 1.0f);
}

/** 1 / (1 + e⁻ᶻ) */
INLINE vec sigmoid(vec z) { return 1.0f / (1.0f + exponential(-z)); }

/**
 * tanh x = sgn x · (1 − 2 / (e²ˢ + 1)) for s = |x| ≥ 0.625, and below it s + s³·p(s²), of Cephes'
 * tanhf.
 */
INLINE vec hyperbolicTangent(vec x) {
  const vec size = absolute(x);
  const vec large = 1.0f - 2.0f / (exponential(size + size) + 1.0f);
  const vec square = size * size;
  vec p = -5.70498872745e-3f * square + 2.06390887954e-2f;
  p = p * square + -5.37397155531e-2f;
  p = p * square + 1.33314422036e-1f;
  p = p * square + -3.33332819422e-1f;
  const vec small = p * square * size + size;
  const vec y = select(size >= splat(0.625f), large, small);
  const i32 signBit = (i32)0x80000000;
  return (vec)((ivec)y | ((ivec)x & signBit));
}
