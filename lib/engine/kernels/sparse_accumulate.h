/* A row of errors, times each non-zero of a sparse row, is added to that one's row of weights. */

#pragma once
#include "row_product.h"

/*
 * w[indexₖ] ← w[indexₖ] + valueₖ·d for `n` vectors of columns, which stay in registers. The last,
 * `last` elements from the first column, may overlap the one before: it is read before that is
 * written, so both write the same where they overlap.
 */
#define ACCUMULATE(name, Vector) \
  INLINE void name(const i32 n, char *w, usize stride, NonZeros x, const float *d, usize last) { \
    Vector errors[MAX_ACCUMULATED_VECTORS]; \
    UNROLL for (i32 j = 0; j < n - 1; j++) errors[j] = ((const Vector *)d)[j]; \
    errors[n - 1] = *(const Vector *)(d + last); \
    _Pragma("clang loop unroll_count(2)") for (u32 k = 0; k < x.count; k++) { \
      float *row = (float *)(w + x.indices[k] * stride); \
      const float value = x.values[k]; \
      const Vector sum = *(Vector *)(row + last) + value * errors[n - 1]; \
      UNROLL for (i32 j = 0; j < n - 1; j++) { \
        ((Vector *)row)[j] = ((Vector *)row)[j] + value * errors[j]; \
      } \
      *(Vector *)(row + last) = sum; \
    } \
  }

enum { MAX_ACCUMULATED_VECTORS = 8 };
ACCUMULATE(accumulate, vec)
ACCUMULATE(accumulateFours, vec4)

/** How many of the vectors that are left to take at a time: 8, or up to 4. */
INLINE i32 accumulatedVectors(i32 left) {
  return left >= MAX_ACCUMULATED_VECTORS ? MAX_ACCUMULATED_VECTORS : smaller(4, left);
}

NOINLINE void accumulateVectors(
  i32 n, char *w, usize stride, NonZeros x, const float *d, usize last
) {
  switch (n) {
#define CASE(n) accumulate(n, w, stride, x, d, last);
    CASES_4(CASE)
#undef CASE
    default: accumulate(MAX_ACCUMULATED_VECTORS, w, stride, x, d, last);
  }
}
