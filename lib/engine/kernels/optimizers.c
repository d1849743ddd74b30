/*
 * The steps of the optimizers of lib/network/optimizers.ts, with the same operations, element by
 * element:
 *
 *   for (k = from; k < to; k++) { v[k] = mu * v[k] - rate * g[k]; w[k] += v[k]; }
 */

#include "loops.h"

/** v ← μ·v − η·g, w ← w + v, of the scalars μ and η; elements [from, to). */
KERNEL(updateMomentum, u32 w, u32 g, u32 v, u32 scalars, i32 from, i32 to) {
  float *weights = FLOATS(w), *velocities = FLOATS(v);
  const float *gradient = FLOATS(g);
  const vec mu = splat(FLOATS(scalars)[0]), rate = splat(FLOATS(scalars)[1]);
  const Limit limit = smallest();
  KEEPING(velocities, from, to, UPDATE_VECTORS(weights, from, to,
    const vec sum = mu * loadLanes(velocities + k, lanes) - rate * loadLanes(gradient + k, lanes);
    const vec velocity = flush(sum, limit);
    storeLanes(velocities + k, velocity, lanes);
    storeLanes(weights + k, loadLanes(weights + k, lanes) + velocity, lanes);))
}

/** v ← μ·v − η·g, w ← w + (μ·v − η·g), of the scalars μ and η; elements [from, to). */
KERNEL(updateNesterov, u32 w, u32 g, u32 v, u32 scalars, i32 from, i32 to) {
  float *weights = FLOATS(w), *velocities = FLOATS(v);
  const float *gradient = FLOATS(g);
  const vec mu = splat(FLOATS(scalars)[0]), rate = splat(FLOATS(scalars)[1]);
  const Limit limit = smallest();
  KEEPING(velocities, from, to, UPDATE_VECTORS(weights, from, to,
    const vec step = rate * loadLanes(gradient + k, lanes);
    const vec velocity = flush(mu * loadLanes(velocities + k, lanes) - step, limit);
    storeLanes(velocities + k, velocity, lanes);
    storeLanes(weights + k, loadLanes(weights + k, lanes) + (mu * velocity - step), lanes);))
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
  const vec beta1 = splat(s[0]), rest1 = splat(s[1]), beta2 = splat(s[2]), rest2 = splat(s[3]);
  const vec rate = splat(s[4]), correction = splat(s[5]), epsilon = splat(s[6]);
  const vec decay = splat(s[7]);
  const Limit limit = smallest(), factorLimit = smallestFactor();
  const Limit decayLimit = smallestDecayed(s[7]);
  KEEPING(means, from, to, KEEPING(spreads, from, to, UPDATE_VECTORS(weights, from, to,
    const vec gradient = loadLanes(gradients + k, lanes);
    const vec factor = flush(gradient, factorLimit);
    const vec first = beta1 * loadLanes(means + k, lanes) + rest1 * gradient;
    const vec second = beta2 * loadLanes(spreads + k, lanes) + rest2 * (factor * factor);
    const vec mean = flush(first, limit);
    const vec spread = flush(second, limit);
    const vec root = __builtin_elementwise_sqrt(spread) * correction + epsilon;
    const vec decayed = flush(loadLanes(weights + k, lanes) * decay, decayLimit);
    storeLanes(means + k, mean, lanes);
    storeLanes(spreads + k, spread, lanes);
    storeLanes(weights + k, decayed - rate * mean / root, lanes);)))
}
