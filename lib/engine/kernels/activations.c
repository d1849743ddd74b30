/*
 * The activation functions of lib/network/activations.ts, and their derivatives:
 *
 *   for (k = from; k < to; k++) a[k] = f(z[k]);
 *   for (k = from; k < to; k++) delta[k] *= derivative(a[k]);
 */

#include "elementary.h"
#include "loops.h"

/** a = σ(z), in place, elements [from, to). */
KERNEL(activateSigmoid, u32 z, i32 from, i32 to) {
  float *a = FLOATS(z);
  UPDATE_VECTORS(a, from, to, storeLanes(a + k, sigmoid(loadLanes(a + k, lanes)), lanes);)
}

/** a = height·tanh(slope·z), in place, elements [from, to). */
KERNEL(activateTanh, u32 z, float slope, float height, i32 from, i32 to) {
  float *a = FLOATS(z);
  UPDATE_VECTORS(a, from, to,
    storeLanes(a + k, height * hyperbolicTangent(slope * loadLanes(a + k, lanes)), lanes);)
}

/** a = max(0, z), in place, elements [from, to); NaN stays. */
KERNEL(activateRelu, u32 z, i32 from, i32 to) {
  float *a = FLOATS(z);
  UPDATE_VECTORS(a, from, to,
    const vec x = loadLanes(a + k, lanes);
    storeLanes(a + k, select(x < (vec){}, (vec){}, x), lanes);)
}

/** The slope of a leaky rectifier below zero. */
#define LEAK 0.01f

/** a = z, or 0.01·z below zero, in place, elements [from, to). */
KERNEL(activateLeakyRelu, u32 z, i32 from, i32 to) {
  float *a = FLOATS(z);
  UPDATE_VECTORS(a, from, to,
    const vec x = loadLanes(a + k, lanes);
    storeLanes(a + k, select(x < (vec){}, LEAK * x, x), lanes);)
}

/** λ and λ·α of the scaled exponential linear unit. */
#define SELU_SCALE 1.0507009873554805f
#define SELU_DEPTH ((float)(1.0507009873554805 * 1.6732632423543772))

/** a = λ·z, or λ·α·(eᶻ − 1) below zero, in place, elements [from, to). */
KERNEL(activateSelu, u32 z, i32 from, i32 to) {
  float *a = FLOATS(z);
  UPDATE_VECTORS(a, from, to,
    const vec x = loadLanes(a + k, lanes);
    const vec below = SELU_DEPTH * exponentialLessOne(x);
    storeLanes(a + k, select(x > (vec){}, SELU_SCALE * x, below), lanes);)
}

/**
 * a = softmax(z), in place, of each row: e^(z − max z), divided by their sum in float64, in
 * order.
 */
KERNEL(activateSoftmax, u32 z, i32 rows, i32 columns) {
  for (i32 r = 0; r < rows; r++) {
    float *a = FLOATS(z) + (usize)r * columns;
    float largest = -__builtin_inff();
    for (i32 j = 0; j < columns; j++) largest = a[j] != a[j] || a[j] > largest ? a[j] : largest;
    const vec most = splat(largest);
    UPDATE_VECTORS(a, 0, columns,
      storeLanes(a + k, exponentialOf(loadLanes(a + k, lanes) - most), lanes);)
    double sum = 0;
    for (i32 j = 0; j < columns; j++) sum += a[j];
    for (i32 j = 0; j < columns; j++) a[j] = (float)(a[j] / sum);
  }
}

/* δ ← δ·f′(z), from a = f(z), elements [from, to); a δ that is too small becomes +0. */
#define BACKWARD(derivative) \
  { \
    const Limit limit = smallestFactor(); \
    float *errors = FLOATS(delta); \
    const float *activations = FLOATS(a); \
    UPDATE_VECTORS(errors, from, to, \
      const vec x = loadLanes(activations + k, lanes); \
      const vec product = loadLanes(errors + k, lanes) * (derivative); \
      storeLanes(errors + k, flush(product, limit), lanes);) \
  }

/** Whether x is above zero: 1, else `below`; NaN stays. */
INLINE vec rectifierSlope(vec x, float below) {
  return select(x > (vec){}, splat(1), select(x <= (vec){}, splat(below), x));
}

/** LeCun's tanh 1.7159·tanh(⅔·z): its derivative is ⅔/1.7159·(1.7159 − a)·(1.7159 + a). */
#define TANH_HEIGHT 1.7159f
#define TANH_FACTOR ((float)(2.0 / 3.0 / 1.7159))

KERNEL(backwardSigmoid, u32 delta, u32 a, i32 from, i32 to) BACKWARD(x * (1.0f - x))

KERNEL(backwardTanh, u32 delta, u32 a, i32 from, i32 to) BACKWARD(1.0f - x * x)

KERNEL(backwardScaledTanh, u32 delta, u32 a, i32 from, i32 to)
  BACKWARD(TANH_FACTOR * ((TANH_HEIGHT - x) * (TANH_HEIGHT + x)))

KERNEL(backwardRelu, u32 delta, u32 a, i32 from, i32 to) BACKWARD(rectifierSlope(x, 0))

KERNEL(backwardLeakyRelu, u32 delta, u32 a, i32 from, i32 to) BACKWARD(rectifierSlope(x, LEAK))

KERNEL(backwardSelu, u32 delta, u32 a, i32 from, i32 to)
  BACKWARD(select(x > (vec){}, splat(SELU_SCALE), x + SELU_DEPTH))
