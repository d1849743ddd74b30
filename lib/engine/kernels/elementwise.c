/*
 * Element by element: scaling, sums of rows, the gradients of penalties and the running average
 * of parameters. addScaled, say, is
 *
 *   for (k = from; k < to; k++) g[k] += s * w[k];
 */

#include "elementwise.h"

/** a ← a·s; elements [from, to). */
KERNEL(scaleElements, u32 a, float s, i32 from, i32 to) { scaleRow(FLOATS(a), s, from, to); }

/** a ← a·s, or +0 where that is below 2⁻¹⁰⁰; elements [from, to). */
KERNEL(scaleAndFlush, u32 a, float s, i32 from, i32 to) {
  scaleAndFlushRow(FLOATS(a), s, from, to);
}

/** a ← a, or +0 where that is below 2⁻⁶³; elements [from, to). */
KERNEL(flushFactors, u32 a, i32 from, i32 to) {
  float *factors = FLOATS(a);
  const Limit limit = smallestFactor();
  UPDATE_VECTORS(factors, from, to,
    storeLanes(factors + k, flush(loadLanes(factors + k, lanes), limit), lanes);)
}

INLINE void addRow(float *b, const float *d, i32 columns) {
  WHOLE_VECTORS(0, columns,
    storeLanes(b + k, loadLanes(b + k, lanes) + loadLanes(d + k, lanes), lanes);)
}

/** d ← d·s, and then b ← b + d[r], row after row. */
KERNEL(addRows, u32 b, u32 d, float s, i32 rows, i32 columns) {
  scaleRow(FLOATS(d), s, 0, rows * columns);
  for (i32 r = 0; r < rows; r++) addRow(FLOATS(b), FLOATS(d) + (usize)r * columns, columns);
}

/** b = s · Σᵣ d[r], from zero, row after row. */
KERNEL(sumRows, u32 b, u32 d, i32 rows, i32 columns, float s) {
  float *sums = FLOATS(b);
  for (i32 j = 0; j < columns; j++) sums[j] = 0;
  for (i32 r = 0; r < rows; r++) addRow(sums, FLOATS(d) + (usize)r * columns, columns);
  scaleRow(sums, s, 0, columns);
}

/** g ← g + s·w; elements [from, to). */
KERNEL(addScaled, u32 g, u32 w, float s, i32 from, i32 to) {
  float *gradient = FLOATS(g);
  const float *weights = FLOATS(w);
  UPDATE_VECTORS(gradient, from, to,
    const vec sum = loadLanes(gradient + k, lanes) + s * loadLanes(weights + k, lanes);
    storeLanes(gradient + k, sum, lanes);)
}

/** g ← g + s·sgn(w); elements [from, to). Zeros of w stay what they are, and so does NaN. */
KERNEL(addSigns, u32 g, u32 w, float s, i32 from, i32 to) {
  float *gradient = FLOATS(g);
  const float *weights = FLOATS(w);
  UPDATE_VECTORS(gradient, from, to,
    const vec x = loadLanes(weights + k, lanes);
    const vec signs = select(x > (vec){}, splat(s), select(x < (vec){}, -splat(s), x));
    storeLanes(gradient + k, loadLanes(gradient + k, lanes) + signs, lanes);)
}

/** t ← t + r·(s − t), or +0 where that is below 2⁻¹⁰⁰; elements [from, to). */
KERNEL(average, u32 t, u32 s, float r, i32 from, i32 to) {
  float *averages = FLOATS(t);
  const float *parameters = FLOATS(s);
  const Limit limit = smallest();
  UPDATE_VECTORS(averages, from, to,
    const vec before = loadLanes(averages + k, lanes);
    const vec after = before + r * (loadLanes(parameters + k, lanes) - before);
    storeLanes(averages + k, flush(after, limit), lanes);)
}

/** a ← a + b, where a row is one of many. */
NOINLINE void addToRow(float *a, const float *b, i32 columns) {
  UPDATE_VECTORS(a, 0, columns,
    storeLanes(a + k, loadLanes(a + k, lanes) + loadLanes(b + k, lanes), lanes);)
}

/** sums[i] = w[i], or sums[i − 1] + w[i] where row i is joined: weights added up along each run. */
KERNEL(sumJoined, u32 sums, u32 w, u32 joined, i32 rows, i32 columns) {
  float *sum = FLOATS(sums);
  for (i32 k = 0; k < rows * columns; k++) sum[k] = FLOATS(w)[k];
  for (i32 i = 1; i < rows; i++) {
    sum += columns;
    if (BYTES(joined)[i]) addToRow(sum, sum - columns, columns);
  }
}

/** g[i − 1] ← g[i − 1] + g[i] where row i is joined, from the end of each run. */
KERNEL(addBackJoined, u32 g, u32 joined, i32 rows, i32 columns) {
  float *row = FLOATS(g) + (usize)rows * columns;
  for (i32 i = rows - 1; i > 0; i--) {
    row -= columns;
    if (BYTES(joined)[i]) addToRow(row - columns, row, columns);
  }
}
