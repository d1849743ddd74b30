/*
 * The smooth rectifiers f(z) = z·g(z) of lib/network/activations.ts, and their derivatives:
 *
 *   for (k = from; k < to; k++) a[k] = z[k] * gate(z[k]);
 *
 * Their number is its place in SMOOTH of lib/engine/wasm/activate.ts.
 */

#include "elementary.h"
#include "loops.h"

/** Beyond ± this every gate is 0 or 1 to float32's digits. */
#define SATURATED 60.0f

/** Beyond ± this the normal distribution function is 0 or 1 to float32's digits. */
#define TAIL_END 10.0f

/** Beyond this tanh(ln(1 + eᶻ)) is 1 to float32's digits. */
#define MISH_END 20.0f

/** 1/√(2π) */
#define NORMAL_DENSITY 0.3989422804014327f

/** u = z·(LINEAR + CUBIC·z²) of the tanh form, which is z·σ(u); u′ = LINEAR + CUBIC_SLOPE·z². */
#define LINEAR 1.5957691216057308f
#define CUBIC ((float)(1.5957691216057308 * 0.044715))
#define CUBIC_SLOPE ((float)(3 * 1.5957691216057308 * 0.044715))

/** Φ(−x)·e^(x²/2) for x from 0 to 10: scaledTail of lib/numerics/elementary.ts. */
INLINE vec scaledTail(vec x) {
  const vec scale = K(4.75f);
  const vec u = scale / (scale + x);
  vec p = K(-6.99810613306e-2f) * u + K(2.73200408665e-1f);
  p = p * u + K(-3.10507219866e-1f);
  p = p * u + K(3.28128809518e-1f);
  p = p * u + K(-7.98114966410e-2f);
  p = p * u + K(1.19037419684e-1f);
  p = p * u + K(7.09575325838e-2f);
  p = p * u + K(8.50380233515e-2f);
  p = p * u + K(8.39375780141e-2f);
  return p * u;
}

/* Of each function the gate g(z), or f′(z) for `slope`; z from −60 to 60. */

INLINE vec gelu(vec z, const i32 slope) {
  const vec size = atMost(absolute(z), K(TAIL_END));
  const vec bell = exponentialOf(size * size * -0.5f);
  const vec tail = bell * scaledTail(size);
  const vec normal = select(z < (vec){}, tail, 1.0f - tail);
  return slope ? normal + z * bell * NORMAL_DENSITY : normal;
}

/** z·σ(u) of u = z·rate, e being e⁻ᵘ: its derivative is g + z·g·(1 − g)·u′, and 1 − g is e·g. */
INLINE vec sigmoidGate(vec z, vec rate, vec inner, const i32 slope) {
  const vec e = exponentialOf(-z * rate);
  const vec g = 1.0f / (1.0f + e);
  return slope ? g + z * (g * (e * g)) * inner : g;
}

INLINE vec geluTanh(vec z, const i32 slope) {
  const vec square = z * z;
  return sigmoidGate(z, LINEAR + CUBIC * square, LINEAR + CUBIC_SLOPE * square, slope);
}

INLINE vec silu(vec z, const i32 slope) { return sigmoidGate(z, splat(1), splat(1), slope); }

INLINE vec mish(vec z, const i32 slope) {
  const vec e = exponentialOf(atMost(z, K(MISH_END)));
  const vec n = e * (e + 2.0f), end = n + 2.0f;
  return slope ? (n + 4.0f * z * (e * (1.0f + e)) / end) / end : n / end;
}

/** The gate, or the derivative, of the function that is number `f`. */
INLINE vec gateOf(i32 f, vec z, const i32 slope) {
  switch (f) {
    case 0: return gelu(z, slope);
    case 1: return geluTanh(z, slope);
    case 2: return silu(z, slope);
    default: return mish(z, slope);
  }
}

/** a = f(z), or +0 where that is below 2⁻⁶³; elements [from, to). a may be z. */
KERNEL(activateSmooth, u32 a, u32 z, i32 f, i32 from, i32 to) {
  float *out = FLOATS(a);
  const float *x = FLOATS(z);
  const Limit limit = smallestFactor();
#define FORWARD(f) \
  UPDATE_VECTORS(out, from, to, \
    const vec value = atLeast(loadLanes(x + k, lanes), K(-SATURATED)); \
    const vec product = value * gateOf(f, atMost(value, K(SATURATED)), 0); \
    storeLanes(out + k, flush(product, limit), lanes);)
  ONE_OF_4(f, FORWARD)
}

/** δ ← δ·f′(z), or +0 where that is below 2⁻⁶³; elements [from, to). */
KERNEL(backwardSmooth, u32 delta, u32 z, i32 f, i32 from, i32 to) {
  float *errors = FLOATS(delta);
  const float *x = FLOATS(z);
  const Limit limit = smallestFactor();
#define BACKWARD_SMOOTH(f) \
  UPDATE_VECTORS(errors, from, to, \
    const vec value = clamped(loadLanes(x + k, lanes), K(-SATURATED), K(SATURATED)); \
    const vec product = loadLanes(errors + k, lanes) * gateOf(f, value, 1); \
    storeLanes(errors + k, flush(product, limit), lanes);)
  ONE_OF_4(f, BACKWARD_SMOOTH)
}
