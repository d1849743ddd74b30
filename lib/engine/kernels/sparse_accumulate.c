/*
 * A matrix plus the outer products of sparse rows and other rows: the step in place, image by
 * image.
 *
 *   for (r = 0; r < rows; r++) {
 *     for each non-zero (i, value) of x[r] {
 *       for (j = 0; j < columns; j++) w[i][j] += value * d[r][j];
 *     }
 *   }
 */

#include "sparse_accumulate.h"

/** w[indexₖ] ← w[indexₖ] + valueₖ·d for fewer columns than a vector has. */
NOINLINE void accumulateFew(
  char *w, usize stride, const u32 *indices, const float *values, u32 count, const float *d,
  i32 columns
) {
  const NonZeros x = {indices, values, count};
#if W > 4
  const usize last = (usize)(columns - 4);
  switch ((columns + 3) / 4) {
#define CASE(n) if (columns >= 4) { accumulateFours(n, w, stride, x, d, last); return; }
    CASES_4(CASE)
#undef CASE
  }
#endif
  for (u32 k = 0; k < x.count; k++) {
    float *row = (float *)(w + x.indices[k] * stride);
    storeLanes(row, loadLanes(row, columns) + x.values[k] * loadLanes(d, columns), columns);
  }
}

/** w ← w + xᵀ·d for sparse rows x and d [rows, columns], row after row. */
KERNEL(sparseAccumulate, u32 w, u32 starts, u32 indices, u32 values, u32 d, i32 rows, i32 columns) {
  const usize stride = (usize)columns * 4;
  for (i32 r = 0; r < rows; r++) {
    const NonZeros x = nonZerosOf(WORDS(starts), WORDS(indices), FLOATS(values), r);
    const float *error = FLOATS(d) + (usize)r * columns;
    i32 taken;
    for (i32 j = 0; j < columns; j += taken) {
      const i32 left = columns - j, n = accumulatedVectors(vectorsOf(left));
      char *at = (char *)(FLOATS(w) + j);
      taken = smaller(n * W, left);
      if (taken < W) accumulateFew(at, stride, x.indices, x.values, x.count, error + j, taken);
      else accumulateVectors(n, at, stride, x, error + j, (usize)(taken - W));
    }
  }
}
