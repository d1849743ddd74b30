/*
 * Rows plus the sums of a few other rows, each times a value: the step in place of a wide first
 * layer, from the transpose of the batch. A row of weights is read and written once for the batch,
 * not once for each image.
 */

#include "panels.h"
#include "row_product.h"

/** w[i] ← w[i]·shrink + Σ valueₖ·d[indexₖ] for the non-zeros of each row i, and `n` vectors. */
INLINE void stepRows(
  const i32 n, char *w, usize stride, float shrink, const u32 *starts, const u32 *indices,
  const float *values, i32 inputs, Columns d, i32 lanes
) {
  const float limit = smallestDecayed(shrink);
  for (i32 i = 0; i < inputs; i++, w += stride) {
    const NonZeros x = nonZerosOf(starts, indices, values, i);
    if (x.count == 0 && shrink == 1) continue;
    float *row = (float *)w;
    vec sums[MAX_WHOLE_VECTORS];
    UNROLL for (i32 j = 0; j < n; j++) sums[j] = flush(load(row + j * W) * shrink, limit);
    addNonZeros(n, sums, x, 0, d);
    storeRow(n, row, sums, 1, lanes);
  }
}

NOINLINE void stepColumns(
  char *w, usize stride, float shrink, const u32 *starts, const u32 *indices, const float *values,
  i32 inputs, Columns d, i32 width
) {
  const i32 lanes = lastLanes(width);
  switch (vectorsOf(width)) {
#define CASE(n) stepRows(n, w, stride, shrink, starts, indices, values, inputs, d, lanes);
    CASES_WHOLE(CASE)
#undef CASE
  }
}

/**
 * Columns of d, from `first` on, copied so that no vector crosses a cache line; d itself if there
 * is no room for them, or where vectors are short.
 */
INLINE Columns alignedErrors(
  float *room, usize size, const float *first, i32 columns, u32 rows, i32 width
) {
  const usize stride = (usize)roundUp(width, W);
  if (W < 16 || rows * stride > size) return (Columns){(const char *)first, (usize)columns * 4};
  for (u32 r = 0; r < rows; r++) {
    const float *row = first + r * (usize)columns;
    for (i32 j = 0; j < width; j += W) store(room + r * stride + j, load(row + j));
  }
  return (Columns){(const char *)room, stride * 4};
}

/**
 * w ← w·shrink + Σ x[i]·d for w [inputs, columns], sparse rows x [inputs, …] of few non-zeros and d
 * [batch, columns]; panels [from, to) of w.
 *
 * panelSize: the bytes of a panel; 0 if w is not in panels, but row after row. stride: the bytes
 * between the rows of a panel, or of w. scratch: room for 8·(inputs + 1) words.
 */
KERNEL(transposedAccumulate, u32 w, u32 starts, u32 indices, u32 values, u32 panelSize, u32 stride,
  i32 count, u32 d, i32 inputs, i32 columns, float shrink, u32 scratch, i32 from, i32 to) {
  const u32 *images = WORDS(indices);
  const u32 nonZeros = WORDS(starts)[inputs];
  u32 rows = 0;
  for (u32 k = 0; k < nonZeros; k++) rows = images[k] >= rows ? images[k] + 1 : rows;
  for (i32 p = from; p < to; p++) {
    const i32 first = panelStart(p, count, columns), width = panelColumnsOf(p, count, columns);
    char *panel = AT(char, w) + (panelSize ? (usize)p * panelSize : (usize)first * 4);
    const i32 step = columnsAtATime(width);
    for (i32 j = 0; j < width; j += step) {
      const i32 size = smaller(step, width - j);
      const Columns errors = alignedErrors(FLOATS(scratch), 8 * ((usize)inputs + 1),
        FLOATS(d) + first + j, columns, rows, size);
      stepColumns(panel + 4 * j, stride, shrink, WORDS(starts), images, FLOATS(values), inputs,
        errors, size);
    }
  }
}
