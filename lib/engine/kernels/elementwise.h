/* A row times a number. */

#pragma once
#include "vectors.h"

/** a ← a·s; elements [from, to). */
INLINE void scaleRow(float *a, float s, i32 from, i32 to) {
  EACH_VECTOR(from, to, storeLanes(a + k, loadLanes(a + k, lanes) * s, lanes);)
}

/** a ← a·s, or +0 where that is below 2⁻¹⁰⁰; elements [from, to). */
INLINE void scaleAndFlushRow(float *a, float s, i32 from, i32 to) {
  EACH_VECTOR(from, to, storeLanes(a + k, flush(loadLanes(a + k, lanes) * s, SMALLEST), lanes);)
}
