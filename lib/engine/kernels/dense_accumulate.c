/*
 * A matrix plus the outer products of the rows of two others: the step in place of a layer whose
 * inputs are activations.
 *
 *   for (i = 0; i < inputs; i++) {
 *     for (j = 0; j < columns; j++) {
 *       sum = w[i][j] * shrink;
 *       for (r = 0; r < rows; r++) sum += x[r][i] * d[r][j];
 *       w[i][j] = sum;
 *     }
 *   }
 */

#include "loops.h"

/** How many rows of w, and vectors of columns, are taken together: their sums stay in registers. */
enum { ACCUMULATED_ROWS = 4, ACCUMULATED_VECTORS = 3 };

/**
 * w[i] ← w[i]·shrink + Σᵣ x[r][i]·d[r] for `R` rows i and `n` vectors of columns, of which the
 * first `written` count. w is read and written once.
 */
INLINE void accumulateTile(
  const i32 R, const i32 n, i32 written, float *w, usize columns, float shrink, const float *x,
  usize inputs, const float *d, i32 rows, i32 lanes
) {
  const Limit limit = smallestDecayed(shrink);
  vec sums[ACCUMULATED_ROWS][ACCUMULATED_VECTORS];
  UNROLL for (i32 i = 0; i < R; i++) {
    UNROLL for (i32 j = 0; j < n; j++) {
      sums[i][j] = flush(load(w + i * columns + j * W) * shrink, limit);
    }
  }
  for (i32 r = 0; r < rows; r++, x += inputs, d += columns) {
    UNROLL for (i32 i = 0; i < R; i++) {
      UNROLL for (i32 j = 0; j < n; j++) sums[i][j] = sums[i][j] + x[i] * load(d + j * W);
    }
  }
  UNROLL for (i32 i = 0; i < R; i++) storeTileRow(n, written, w + i * columns, sums[i], 1, lanes);
}

NOINLINE void accumulateRows(
  const i32 R, float *w, usize columns, float shrink, const float *x, usize inputs, const float *d,
  i32 rows, i32 width
) {
  const i32 lanes = lastLanes(width), vectors = vectorsOf(width);
  switch (vectors) {
#define CASE(n) \
    if (R == 1) accumulateTile(1, n, vectors, w, columns, shrink, x, inputs, d, rows, lanes); \
    else { \
      accumulateTile(ACCUMULATED_ROWS, n, vectors, w, columns, shrink, x, inputs, d, rows, lanes); \
    }
    FEW_3(CASE)
#undef CASE
  }
}

/**
 * w ← w·shrink + xᵀ·d for x [rows, inputs] and d [rows, columns], row after row of them; rows
 * [from, to) of w.
 */
KERNEL(denseAccumulate, u32 w, u32 x, i32 inputs, u32 d, i32 rows, i32 columns, float shrink,
  i32 from, i32 to) {
  const i32 step = ACCUMULATED_VECTORS * W;
  for (i32 j = 0; j < columns; j += step) {
    const i32 width = smaller(step, columns - j);
    for (i32 i = from; i < to;) {
      const i32 taken = to - i >= ACCUMULATED_ROWS ? ACCUMULATED_ROWS : 1;
      float *at = FLOATS(w) + (usize)i * columns + j;
      accumulateRows(taken, at, (usize)columns, shrink, FLOATS(x) + i, (usize)inputs, FLOATS(d) + j,
        rows, width);
      i += taken;
    }
  }
}
