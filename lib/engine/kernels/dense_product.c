/*
 * The product of two matrices, of which one is small.
 *
 *   for (r = from; r < to; r++) {
 *     for (j = 0; j < columns; j++) {
 *       sum = bias[j];
 *       for (k = 0; k < inner; k++) sum += x[r][k] * w[k][j];
 *       out[r][j] = sum * scale;
 *     }
 *   }
 */

#include "row_product.h"

/**
 * How many rows are taken together: a row alone would wait for its own additions. With 32
 * registers there are more.
 */
enum { DENSE_ROWS = W == 16 ? 5 : 3, DENSE_VECTORS = 3 };

/**
 * out = (bias + x·w)·scale for DENSE_ROWS rows of x and `n` vectors of columns, the last with
 * `lanes` lanes.
 */
INLINE void denseTile(
  const i32 n, float *out, const float *bias, const float *x, i32 inner, const float *w,
  usize columns, float scale, i32 lanes
) {
  vec sums[DENSE_ROWS][DENSE_VECTORS];
  const float *left[DENSE_ROWS];
  UNROLL for (i32 r = 0; r < DENSE_ROWS; r++) {
    UNROLL for (i32 j = 0; j < n; j++) sums[r][j] = bias ? load(bias + j * W) : (vec){};
    left[r] = x + (usize)r * inner;
    PIN(left[r])
  }
  for (const float *end = x + inner; left[0] < end; w += columns) {
    vec row[DENSE_VECTORS];
    UNROLL for (i32 j = 0; j < n; j++) row[j] = load(w + j * W);
    UNROLL for (i32 r = 0; r < DENSE_ROWS; r++) {
      const vec value = splat(*left[r]++);
      UNROLL for (i32 j = 0; j < n; j++) sums[r][j] = sums[r][j] + value * row[j];
    }
  }
  UNROLL for (i32 r = 0; r < DENSE_ROWS; r++) {
    storeTileRow(n, n, out + r * columns, sums[r], scale, lanes);
  }
}

/* A function for each number of vectors: in one for all of them V8 spills registers. */
#define CASE(n) \
  NOINLINE void denseRows##n( \
    float *out, const float *bias, const float *x, i32 inner, const float *w, usize columns, \
    float scale, i32 lanes \
  ) { \
    denseTile(n, out, bias, x, inner, w, columns, scale, lanes); \
  }
EACH_3(CASE)
#undef CASE

INLINE void denseRows(
  float *out, const float *bias, const float *x, i32 inner, const float *w, usize columns,
  float scale, i32 width
) {
  const i32 lanes = lastLanes(width);
  switch (vectorsOf(width)) {
#define CASE(n) denseRows##n(out, bias, x, inner, w, columns, scale, lanes);
    CASES_3(CASE)
#undef CASE
  }
}

/**
 * out = (bias + x·w)·scale for x [rows, inner] and w [inner, columns]; rows [from, to) of out. A
 * bias of 0 is zeros.
 *
 * indices: 0, 1, 2, … up to `inner`. A row that is left over is a sparse row of all indices.
 */
KERNEL(denseProduct, u32 out, u32 indices, u32 x, i32 inner, u32 w, u32 bias, i32 columns,
  float scale, i32 from, i32 to) {
  const usize stride = (usize)columns;
  for (i32 r = from; r < to;) {
    const i32 rows = to - r >= DENSE_ROWS ? DENSE_ROWS : 1;
    const i32 step = (rows == 1 ? MAX_VECTORS : DENSE_VECTORS) * W;
    const float *left = FLOATS(x) + (usize)r * inner;
    for (i32 j = 0; j < columns; j += step) {
      const i32 width = smaller(step, columns - j);
      float *at = FLOATS(out) + r * stride + j;
      const float *b = bias ? FLOATS(bias) + j : 0, *right = FLOATS(w) + j;
      if (rows > 1) denseRows(at, b, left, inner, right, stride, scale, width);
      else {
        const NonZeros row = {WORDS(indices), left, (u32)inner};
        rowProduct(at, b, row, (Columns){(const char *)right, stride * 4}, scale, width);
      }
    }
    r += rows;
  }
}
