/*
 * Weights in panels: copies to and from them, their product and their step, which are the loops of
 * sparse_product.c and sparse_accumulate.c. The copy is
 *
 *   for (p = 0; p < count; p++) {
 *     for (i = 0; i < rows; i++) {
 *       for (j = start(p); j < start(p + 1); j++) panels[p][i][j - start(p)] = w[i][j];
 *     }
 *   }
 */

#include "elementwise.h"
#include "panels.h"
#include "row_product.h"
#include "sparse_accumulate.h"

/** Copies w [rows, columns] to panels whose rows are `stride` bytes apart. */
KERNEL(packPanels, u32 panels, u32 stride, i32 count, u32 w, i32 rows, i32 columns) {
  float *to = FLOATS(panels);
  for (i32 p = 0; p < count; p++) {
    const i32 first = panelStart(p, count, columns);
    const i32 size = panelStart(p + 1, count, columns) - first;
    for (i32 i = 0; i < rows; i++, to += stride / 4) {
      const float *row = FLOATS(w) + (usize)i * columns + first;
      for (i32 c = 0; c < size; c += 4) *(vec4 *)(to + c) = *(const vec4 *)(row + c);
    }
  }
}

/** Copies panels back to w [rows, columns]. */
KERNEL(unpackPanels, u32 w, u32 panels, u32 stride, i32 count, i32 rows, i32 columns) {
  const float *panel = FLOATS(panels);
  for (i32 p = 0; p < count; p++) {
    const i32 width = panelColumnsOf(p, count, columns);
    float *row = FLOATS(w) + panelStart(p, count, columns);
    for (i32 i = 0; i < rows; i++, panel += stride / 4, row += columns) {
      EACH_VECTOR(0, width, storeLanes(row + k, loadLanes(panel + k, lanes), lanes);)
    }
  }
}

/** out = bias + x·w for sparse rows x and w [inner, columns] in panels; panels [from, to). */
KERNEL(panelProduct, u32 out, u32 starts, u32 indices, u32 values, u32 panels, u32 stride,
  i32 count, u32 bias, i32 rows, i32 inner, i32 columns, i32 from, i32 to) {
  for (i32 p = from; p < to; p++) {
    const char *panel = AT(char, panels) + (usize)p * inner * stride;
    const i32 first = panelStart(p, count, columns), width = panelColumnsOf(p, count, columns);
    const i32 step = columnsAtATime(width);
    for (i32 j = 0; j < width; j += step) {
      const Columns at = {panel + 4 * j, stride};
      rowProducts(FLOATS(out) + first + j, (usize)columns, FLOATS(bias) + first + j, WORDS(starts),
        WORDS(indices), FLOATS(values), 0, rows, at, inner, 1, smaller(step, width - j));
    }
  }
}

/**
 * w ← w·shrink + xᵀ·d for w [inputs, columns] in panels, sparse rows x and d [rows, columns], row
 * after row; panels [from, to).
 */
KERNEL(panelsAccumulate, u32 panels, u32 starts, u32 indices, u32 values, u32 stride, i32 count,
  u32 d, i32 rows, i32 inputs, i32 columns, float shrink, i32 from, i32 to) {
  for (i32 p = from; p < to; p++) {
    char *panel = AT(char, panels) + (usize)p * inputs * stride;
    const i32 first = panelStart(p, count, columns);
    const i32 vectors = vectorsOf(panelStart(p + 1, count, columns) - first);
    if (shrink != 1) {
      scaleAndFlushRow((float *)panel, shrink, 0, (i32)((usize)inputs * stride / 4));
    }
    for (i32 r = 0; r < rows; r++) {
      const NonZeros x = nonZerosOf(WORDS(starts), WORDS(indices), FLOATS(values), r);
      const float *error = FLOATS(d) + (usize)r * columns + first;
      i32 n;
      for (i32 j = 0; j < vectors; j += n) {
        n = accumulatedVectors(vectors - j);
        char *at = panel + 4 * j * W;
        accumulateVectors(n, at, stride, x, error + j * W, (usize)(n - 1) * W);
      }
    }
  }
}
