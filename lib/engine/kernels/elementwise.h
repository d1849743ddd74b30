/* A row times a number: `for (k = from; k < to; k++) a[k] *= s;`. */

#pragma once
#include "loops.h"

/** a ← a·s; elements [from, to). */
INLINE void scaleRow(float *a, float s, i32 from, i32 to) {
  const vec factor = splat(s);
  UPDATE_VECTORS(a, from, to, storeLanes(a + k, loadLanes(a + k, lanes) * factor, lanes);)
}

/** a ← a·s, or +0 where that is below 2⁻¹⁰⁰; elements [from, to). */
INLINE void scaleAndFlushRow(float *a, float s, i32 from, i32 to) {
  const Limit limit = smallest();
  const vec factor = splat(s);
  UPDATE_VECTORS(a, from, to,
    storeLanes(a + k, flush(loadLanes(a + k, lanes) * factor, limit), lanes);)
}
