/* The steps of the optimizers of lib/network/optimizers.ts, with the same operations. */

#include "vectors.h"

/** v ← μ·v − η·g, w ← w + v; elements [from, to). */
KERNEL(updateMomentum, u32 w, u32 g, u32 v, float mu, float rate, i32 from, i32 to) {
  float *weights = FLOATS(w), *velocities = FLOATS(v);
  const float *gradient = FLOATS(g);
  EACH_VECTOR(from, to,
    const vec sum = mu * loadLanes(velocities + k, lanes) - rate * loadLanes(gradient + k, lanes);
    const vec velocity = flush(sum, SMALLEST);
    storeLanes(velocities + k, velocity, lanes);
    storeLanes(weights + k, loadLanes(weights + k, lanes) + velocity, lanes);)
}

/** v ← μ·v − η·g, w ← w + (μ·v − η·g); elements [from, to). */
KERNEL(updateNesterov, u32 w, u32 g, u32 v, float mu, float rate, i32 from, i32 to) {
  float *weights = FLOATS(w), *velocities = FLOATS(v);
  const float *gradient = FLOATS(g);
  EACH_VECTOR(from, to,
    const vec step = rate * loadLanes(gradient + k, lanes);
    const vec velocity = flush(mu * loadLanes(velocities + k, lanes) - step, SMALLEST);
    storeLanes(velocities + k, velocity, lanes);
    storeLanes(weights + k, loadLanes(weights + k, lanes) + (mu * velocity - step), lanes);)
}

/**
 * Adam's step, from weights that may have decayed; elements [from, to).
 *
 * m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², w ← w·decay − rate·m / (√v·correction + ε)
 *
 * The eight scalars are β₁, 1 − β₁, β₂, 1 − β₂, rate, correction, ε and decay.
 */
KERNEL(updateAdam, u32 w, u32 g, u32 m1, u32 m2, u32 scalars, i32 from, i32 to) {
  float *weights = FLOATS(w), *means = FLOATS(m1), *spreads = FLOATS(m2);
  const float *gradients = FLOATS(g), *s = FLOATS(scalars);
  const float beta1 = s[0], rest1 = s[1], beta2 = s[2], rest2 = s[3];
  const float rate = s[4], correction = s[5], epsilon = s[6], decay = s[7];
  const float limit = smallestDecayed(decay);
  EACH_VECTOR(from, to,
    const vec gradient = loadLanes(gradients + k, lanes);
    const vec factor = flush(gradient, SMALLEST_FACTOR);
    const vec first = beta1 * loadLanes(means + k, lanes) + rest1 * gradient;
    const vec second = beta2 * loadLanes(spreads + k, lanes) + rest2 * (factor * factor);
    const vec mean = flush(first, SMALLEST);
    const vec spread = flush(second, SMALLEST);
    const vec root = __builtin_elementwise_sqrt(spread) * correction + epsilon;
    const vec decayed = flush(loadLanes(weights + k, lanes) * decay, limit);
    storeLanes(means + k, mean, lanes);
    storeLanes(spreads + k, spread, lanes);
    storeLanes(weights + k, decayed - rate * mean / root, lanes);)
}
