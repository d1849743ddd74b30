/*
 * A row of errors, times each non-zero of a sparse row, is added to that one's row of weights.
 *
 *   for (k = 0; k < count; k++) {
 *     for (j = 0; j < columns; j++) w[indices[k]][j] += values[k] * d[j];
 *   }
 */

#pragma once
#include "row_product.h"

/*
 * w[indexₖ] ← w[indexₖ] + valueₖ·d for `n` vectors of columns, which stay in registers. The last,
 * `last` elements from the first column, may overlap the one before: both are read before one is
 * written, so both write the same where they overlap.
 */
#define ACCUMULATE(name, Vector) \
  INLINE void name##Row(const i32 n, float *row, float value, const Vector *errors, usize last) { \
    UNROLL for (i32 j = 0; j < n - 2; j++) { \
      ((Vector *)row)[j] = ((Vector *)row)[j] + value * errors[j]; \
    } \
    const i32 before = n > 1 ? n - 2 : 0; \
    const Vector next = ((Vector *)row)[before] + value * errors[before]; \
    const Vector sum = *(Vector *)(row + last) + value * errors[n - 1]; \
    if (n > 1) ((Vector *)row)[before] = next; \
    *(Vector *)(row + last) = sum; \
  } \
  INLINE void name(const i32 n, char *w, usize stride, NonZeros x, const float *d, usize last) { \
    Vector errors[MAX_ACCUMULATED_VECTORS]; \
    UNROLL for (i32 j = 0; j < n - 1; j++) errors[j] = ((const Vector *)d)[j]; \
    errors[n - 1] = *(const Vector *)(d + last); \
    const u32 *index = x.indices; \
    const float *at = x.values, *end = at + x.count; \
    for (; at + 2 <= end; at += 2, index += 2) { /* both addresses first */ \
      float *row = (float *)(w + index[0] * stride), *next = (float *)(w + index[1] * stride); \
      PIN(row) \
      PIN(next) \
      const float value = at[0], other = at[1]; \
      name##Row(n, row, value, errors, last); \
      name##Row(n, next, other, errors, last); \
    } \
    if (at < end) name##Row(n, (float *)(w + index[0] * stride), at[0], errors, last); \
  }

enum { MAX_ACCUMULATED_VECTORS = 8 };
ACCUMULATE(accumulate, vec)
ACCUMULATE(accumulateFours, vec4)

/** How many of the vectors that are left to take at a time: 8, or up to 4. */
INLINE i32 accumulatedVectors(i32 left) {
  return left >= MAX_ACCUMULATED_VECTORS ? MAX_ACCUMULATED_VECTORS : smaller(4, left);
}

/* A function for each number of vectors: in one for all of them V8 spills registers. */
#define CASE(n) \
  NOINLINE void accumulate##n( \
    char *w, usize stride, const u32 *indices, const float *values, u32 count, const float *d, \
    usize last \
  ) { \
    accumulate(n, w, stride, (NonZeros){indices, values, count}, d, last); \
  }
EACH_4(CASE) CASE(8)
#undef CASE

INLINE void accumulateVectors(
  i32 n, char *w, usize stride, NonZeros x, const float *d, usize last
) {
  switch (n) {
#define CASE(n) accumulate##n(w, stride, x.indices, x.values, x.count, d, last);
    CASES_4(CASE)
    default: CASE(8)
#undef CASE
  }
}
