/* The product of two matrices, of which one is small. */

#include "vectors.h"

/**
 * How many rows are taken together: a row alone would wait for its own additions. With 32
 * registers there are more.
 */
enum { DENSE_ROWS = W == 16 ? 5 : 3, DENSE_VECTORS = 3, MAX_ROW_VECTORS = 9 };

/**
 * out = (bias + x·w)·scale for `R` rows of x and `n` vectors of columns, the last with `lanes`
 * lanes.
 */
INLINE void denseTile(
  const i32 R, const i32 n, float *out, const float *bias, const float *x, i32 inner,
  const float *w, usize columns, float scale, i32 lanes
) {
  vec sums[DENSE_ROWS][MAX_ROW_VECTORS];
  UNROLL for (i32 r = 0; r < R; r++) {
    UNROLL for (i32 j = 0; j < n; j++) sums[r][j] = bias ? load(bias + j * W) : (vec){};
  }
  for (i32 k = 0; k < inner; k++, w += columns) {
    vec row[MAX_ROW_VECTORS];
    UNROLL for (i32 j = 0; j < n; j++) row[j] = load(w + j * W);
    UNROLL for (i32 r = 0; r < R; r++) {
      const float value = x[(usize)r * inner + k];
      UNROLL for (i32 j = 0; j < n; j++) sums[r][j] = sums[r][j] + value * row[j];
    }
  }
  UNROLL for (i32 r = 0; r < R; r++) storeRow(n, out + r * columns, sums[r], scale, lanes);
}

NOINLINE void denseRows(
  float *out, const float *bias, const float *x, i32 inner, const float *w, usize columns,
  float scale, i32 width
) {
  const i32 lanes = lastLanes(width);
  switch (vectorsOf(width)) {
#define CASE(n) denseTile(DENSE_ROWS, n, out, bias, x, inner, w, columns, scale, lanes);
    CASES_3(CASE)
#undef CASE
  }
}

NOINLINE void denseRow(
  float *out, const float *bias, const float *x, i32 inner, const float *w, usize columns,
  float scale, i32 width
) {
  const i32 lanes = lastLanes(width);
  switch (vectorsOf(width)) {
#define CASE(n) denseTile(1, n, out, bias, x, inner, w, columns, scale, lanes);
    CASES_9(CASE)
#undef CASE
  }
}

/**
 * out = (bias + x·w)·scale for x [rows, inner] and w [inner, columns]; rows [from, to) of out. A
 * bias of 0 is zeros.
 */
KERNEL(denseProduct, u32 out, u32 indices, u32 x, i32 inner, u32 w, u32 bias, i32 columns,
  float scale, i32 from, i32 to) {
  for (i32 r = from; r < to;) {
    const i32 rows = to - r >= DENSE_ROWS ? DENSE_ROWS : 1;
    const i32 step = (rows == 1 ? MAX_ROW_VECTORS : DENSE_VECTORS) * W;
    for (i32 j = 0; j < columns; j += step) {
      const i32 width = smaller(step, columns - j);
      float *at = FLOATS(out) + (usize)r * columns + j;
      const float *b = bias ? FLOATS(bias) + j : 0;
      const float *left = FLOATS(x) + (usize)r * inner, *right = FLOATS(w) + j;
      if (rows == 1) denseRow(at, b, left, inner, right, (usize)columns, scale, width);
      else denseRows(at, b, left, inner, right, (usize)columns, scale, width);
    }
    r += rows;
  }
}
