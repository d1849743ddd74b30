/*
 * Rows plus the sums of a few other rows, each times a value: the step in place of a wide first layer, from the transpose of
 * the batch. A row of weights is read and written once for the batch, not once for each image. Rows with the same number of
 * non-zeros are taken together, so that every branch is predicted.
 */

#include "elementwise.h"
#include "panels.h"
#include "row_product.h"

/** Up to so many non-zeros are added at a time. There is a list of the rows with 0, 1, … 6 non-zeros, and of the others. */
enum { MAX_ADDED = 6, LISTS = MAX_ADDED + 2 };

/** row ← row·shrink + Σ valueₖ·d[indexₖ] over `n` non-zeros; the row itself is taken unless it `shrinks`. */
INLINE void addToRow(
  const i32 n, const i32 shrinks, float *row, float shrink, NonZeros x, Columns d, i32 columns
) {
  const float limit = smallestDecayed(shrink);
  const float *errors[MAX_ADDED];
  float values[MAX_ADDED];
  UNROLL for (i32 i = 0; i < n; i++) {
    errors[i] = rowOf(d, x.indices[i]);
    values[i] = x.values[i];
  }
  EACH_VECTOR(0, columns,
    vec sum = loadLanes(row + k, lanes);
    if (shrinks) sum = flush(sum * shrink, limit);
    UNROLL for (i32 i = 0; i < n; i++) sum = sum + values[i] * load(errors[i] + k);
    storeLanes(row + k, sum, lanes);)
}

/** What a list of rows needs. */
typedef struct {
  char *w;
  usize stride;
  float shrink;
  const u32 *starts, *indices;
  const float *values;
  Columns d;
  i32 columns;
} Step;

/** Adds to each row in the list, with its first `n` non-zeros. */
INLINE void addEach(const i32 n, const u32 *list, const u32 *end, const Step *s) {
  for (; list < end; list++) {
    const NonZeros x = nonZerosOf(s->starts, s->indices, s->values, (i32)*list);
    addToRow(n, 1, (float *)(s->w + *list * s->stride), s->shrink, x, s->d, s->columns);
  }
}

/** Adds the non-zeros after the first MAX_ADDED, for each row in the list. */
INLINE void addRest(const u32 *list, const u32 *end, const Step *s) {
  for (; list < end; list++) {
    float *row = (float *)(s->w + *list * s->stride);
    NonZeros x = nonZerosOf(s->starts, s->indices, s->values, (i32)*list);
    for (u32 k = MAX_ADDED; k < x.count;) {
      const u32 taken = x.count - k >= MAX_ADDED ? MAX_ADDED : 1;
      const NonZeros next = {x.indices + k, x.values + k, taken};
      if (taken == 1) addToRow(1, 0, row, 1, next, s->d, s->columns);
      else addToRow(MAX_ADDED, 0, row, 1, next, s->d, s->columns);
      k += taken;
    }
  }
}

/** Adds to the rows with `n` non-zeros, or with more if n is MAX_ADDED + 1. */
NOINLINE void addList(i32 n, const u32 *list, const u32 *end, const Step *s) {
  switch (n) {
    case 0:
      if (s->shrink == 1) break;
      for (; list < end; list++) {
        scaleAndFlushRow((float *)(s->w + *list * s->stride), s->shrink, 0, s->columns);
      }
      break;
#define CASE(n) addEach(n, list, end, s);
    CASES_6(CASE)
#undef CASE
    default:
      addEach(MAX_ADDED, list, end, s);
      addRest(list, end, s);
  }
}

/**
 * w ← w·shrink + Σ x[i]·d for w [inputs, columns], sparse rows x [inputs, …] of few non-zeros and d [batch, columns];
 * panels [from, to) of w.
 *
 * panelSize: the bytes of a panel; 0 if w is not in panels, but row after row. stride: the bytes between the rows of a
 * panel, or of w. scratch: room for eight lists of all inputs, and eight words more.
 */
KERNEL(transposedAccumulate, u32 w, u32 starts, u32 indices, u32 values, u32 panelSize, u32 stride,
  i32 count, u32 d, i32 inputs, i32 columns, float shrink, u32 scratch, i32 from, i32 to) {
  u32 *lists = WORDS(scratch), *counts = lists + LISTS * (usize)inputs;
  for (i32 n = 0; n < LISTS; n++) counts[n] = 0;
  for (i32 i = 0; i < inputs; i++) {
    const u32 nonZeros = WORDS(starts)[i + 1] - WORDS(starts)[i];
    const u32 n = nonZeros < LISTS - 1 ? nonZeros : LISTS - 1;
    lists[n * (usize)inputs + counts[n]++] = (u32)i;
  }
  for (i32 p = from; p < to; p++) {
    const i32 first = panelStart(p, count, columns);
    char *panel = AT(char, w) + (panelSize ? (usize)p * panelSize : (usize)first * 4);
    const Columns errors = {(const char *)(FLOATS(d) + first), (usize)columns * 4};
    const Step step = {panel, stride, shrink, WORDS(starts), WORDS(indices), FLOATS(values), errors,
      panelColumnsOf(p, count, columns)};
    for (i32 n = 0; n < LISTS; n++) {
      const u32 *list = lists + n * (usize)inputs;
      addList(n, list, list + counts[n], &step);
    }
  }
}
