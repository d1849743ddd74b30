/*
 * Rows plus the sums of a few other rows, each times a value: the step in place of a wide first
 * layer, from the transpose of the batch.
 *
 *   for (i = 0; i < inputs; i++) {
 *     for (j = 0; j < columns; j++) {
 *       sum = w[i][j] * shrink;
 *       for each non-zero (r, value) of x[i] sum += value * d[r][j];
 *       w[i][j] = sum;
 *     }
 *   }
 *
 * A row of weights is read and written once for the batch, not once for each image.
 */

#include "elementwise.h"
#include "panels.h"
#include "row_product.h"

#if defined(__wasm__)
/*
 * V8 spills registers where the sums of a row of weights would stay in them. So here the values of
 * its non-zeros stay there, while rows of d are read. Rows with the same number of non-zeros are
 * taken together, so that every branch is predicted.
 */
enum { MOST_TOGETHER = 6 };

/** row ← row·shrink + Σ valueₖ·d[indexₖ] over `n` non-zeros. */
INLINE void addRowsOf(
  const i32 n, float *row, vec shrink, Limit limit, const u32 *indices, const float *values,
  Columns d, i32 columns
) {
  vec x[MOST_TOGETHER];
  const float *errors[MOST_TOGETHER];
  UNROLL for (i32 k = 0; k < n; k++) {
    x[k] = splat(values[k]);
    errors[k] = rowOf(d, indices[k]);
    PIN(errors[k])
  }
  i32 left = columns;
  for (; left >= 2 * W; left -= 2 * W, row += 2 * W) {
    vec sum = flush(load(row) * shrink, limit), next = flush(load(row + W) * shrink, limit);
    UNROLL for (i32 k = 0; k < n; k++) {
      sum = sum + x[k] * load(errors[k]);
      next = next + x[k] * load(errors[k] + W);
      errors[k] += 2 * W;
    }
    store(row, sum);
    store(row + W, next);
  }
  for (; left > 0; left -= W, row += W) {
    vec sum = flush(load(row) * shrink, limit);
    UNROLL for (i32 k = 0; k < n; k++) {
      sum = sum + x[k] * load(errors[k]);
      errors[k] += W;
    }
    storeLanes(row, sum, left);
  }
}

/** Adds to each row of w in a list, with its first `n` non-zeros. */
#define CASE(n) \
  NOINLINE void addEach##n( \
    const u32 *list, const u32 *end, char *w, usize stride, float shrink, const u32 *starts, \
    const u32 *indices, const float *values, const char *d, usize dStride, i32 columns \
  ) { \
    const vec factor = splat(shrink); \
    const Limit limit = smallestDecayed(shrink); \
    for (; list < end; list++) { \
      const u32 i = *list, first = starts[i]; \
      addRowsOf(n, (float *)(w + i * stride), factor, limit, indices + first, values + first, \
        (Columns){d, dStride}, columns); \
    } \
  }
EACH_6(CASE)
#undef CASE

/** Adds the non-zeros after the first MOST_TOGETHER, for each row in a list. */
NOINLINE void addRest(
  const u32 *list, const u32 *end, char *w, usize stride, const u32 *starts, const u32 *indices,
  const float *values, const char *d, usize dStride, i32 columns
) {
  for (; list < end; list++) {
    const u32 count = starts[*list + 1] - starts[*list];
    u32 k = MOST_TOGETHER;
    for (; k + MOST_TOGETHER <= count; k += MOST_TOGETHER) {
      addEach6(list, list + 1, w, stride, 1, starts, indices + k, values + k, d, dStride, columns);
    }
    for (k += starts[*list]; k < starts[*list + 1]; k++) {
      addRowsOf(1, (float *)(w + *list * stride), splat(1), (Limit){}, indices + k, values + k,
        (Columns){d, dStride}, columns);
    }
  }
}

/** How many lists of rows there are: of those with no non-zero, with one, … with six, with more. */
enum { LISTS = MOST_TOGETHER + 2 };

/**
 * Rows of weights by their number of non-zeros, in `room`: a list has room for `size` of them, and
 * list n ends at ends[n].
 */
typedef struct {
  const u32 *room;
  u32 **ends;
  usize size;
} Batch;

INLINE Batch batchOf(u32 *room, const u32 *starts, const u32 *indices, i32 inputs) {
  const usize size = (usize)inputs;
  u32 **ends = (u32 **)(room + size * LISTS);
  for (u32 n = 0; n < LISTS; n++) ends[n] = room + n * size;
  for (u32 i = 0; i < size; i++) {
    const u32 nonZeros = starts[i + 1] - starts[i];
    *ends[nonZeros < LISTS - 1 ? nonZeros : LISTS - 1]++ = i;
  }
  return (Batch){room, ends, size};
}

/** Takes the step of a panel of `width` columns. */
INLINE void stepPanel(
  Batch batch, char *w, usize stride, float shrink, const u32 *starts, const u32 *indices,
  const float *values, i32 inputs, Columns d, i32 width
) {
  if (shrink != 1) {
    for (const u32 *list = batch.room; list < batch.ends[0]; list++) {
      scaleAndFlushRow((float *)(w + *list * stride), shrink, 0, width);
    }
  }
#define ADD(n, list, end) \
  addEach##n(list, end, w, stride, shrink, starts, indices, values, d.start, d.stride, width);
#define CASE(n) ADD(n, batch.room + n * batch.size, batch.ends[n])
  EACH_6(CASE)
#undef CASE
  const u32 *more = batch.room + (LISTS - 1) * batch.size, *end = batch.ends[LISTS - 1];
  ADD(6, more, end)
#undef ADD
  addRest(more, end, w, stride, starts, indices, values, d.start, d.stride, width);
}

#else
/** w[i] ← w[i]·shrink + Σ valueₖ·d[indexₖ] for the non-zeros of each row i, and `n` vectors. */
INLINE void stepRows(
  const i32 n, char *w, usize stride, float shrink, const u32 *starts, const u32 *indices,
  const float *values, i32 inputs, Columns d, i32 lanes
) {
  const Limit limit = smallestDecayed(shrink);
  for (i32 i = 0; i < inputs; i++, w += stride) {
    const NonZeros x = nonZerosOf(starts, indices, values, i);
    if (x.count == 0 && shrink == 1) continue;
    float *row = (float *)w;
    vec sums[MAX_WHOLE_VECTORS];
    UNROLL for (i32 j = 0; j < n; j++) sums[j] = flush(load(row + j * W) * shrink, limit);
    addNonZeros(n, sums, x, d);
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

/** Room for a copy of the errors of so many rows, the images of the batch. */
typedef struct {
  float *room;
  usize size;
  u32 rows;
} Batch;

INLINE Batch batchOf(u32 *room, const u32 *starts, const u32 *indices, i32 inputs) {
  u32 rows = 0;
  for (u32 k = 0; k < starts[inputs]; k++) rows = indices[k] >= rows ? indices[k] + 1 : rows;
  return (Batch){(float *)room, 8 * ((usize)inputs + 1), rows};
}

/**
 * Columns of d, copied so that no vector crosses a cache line; d itself if there is no room for
 * them, or where vectors are short.
 */
INLINE Columns alignedErrors(Batch batch, Columns d, i32 width) {
  const usize stride = (usize)roundUp(width, W);
  if (W < 16 || batch.rows * stride > batch.size) return d;
  for (u32 r = 0; r < batch.rows; r++) {
    const float *row = rowOf(d, r);
    for (i32 j = 0; j < width; j += W) store(batch.room + r * stride + j, load(row + j));
  }
  return (Columns){(const char *)batch.room, stride * 4};
}

/** Takes the step of a panel of `width` columns. */
INLINE void stepPanel(
  Batch batch, char *w, usize stride, float shrink, const u32 *starts, const u32 *indices,
  const float *values, i32 inputs, Columns d, i32 width
) {
  const i32 step = columnsAtATime(width);
  for (i32 j = 0; j < width; j += step) {
    const i32 size = smaller(step, width - j);
    const Columns errors = alignedErrors(batch, (Columns){d.start + 4 * j, d.stride}, size);
    stepColumns(w + 4 * j, stride, shrink, starts, indices, values, inputs, errors, size);
  }
}

#endif

/**
 * w ← w·shrink + Σ x[i]·d for w [inputs, columns], sparse rows x [inputs, …] of few non-zeros and d
 * [batch, columns]; panels [from, to) of w.
 *
 * panelSize: the bytes of a panel; 0 if w is not in panels, but row after row. stride: the bytes
 * between the rows of a panel, or of w. scratch: room for 8·(inputs + 1) words.
 */
KERNEL(transposedAccumulate, u32 w, u32 starts, u32 indices, u32 values, u32 panelSize, u32 stride,
  i32 count, u32 d, i32 inputs, i32 columns, float shrink, u32 scratch, i32 from, i32 to) {
  const Batch batch = batchOf(WORDS(scratch), WORDS(starts), WORDS(indices), inputs);
  for (i32 p = from; p < to; p++) {
    const i32 first = panelStart(p, count, columns), width = panelColumnsOf(p, count, columns);
    char *panel = AT(char, w) + (panelSize ? (usize)p * panelSize : (usize)first * 4);
    const Columns errors = {(const char *)(FLOATS(d) + first), (usize)columns * 4};
    stepPanel(batch, panel, stride, shrink, WORDS(starts), WORDS(indices), FLOATS(values), inputs,
      errors, width);
  }
}
