/*
 * Products of rows of data, whose zeros take no part, and a matrix; and how zeros are left out.
 *
 *   for (r = from; r < to; r++) {
 *     for (j = 0; j < columns; j++) {
 *       sum = bias[j];
 *       for each non-zero (i, value) of x[r] sum += value * w[i][j];
 *       out[r][j] = sum * scale;
 *     }
 *   }
 */

#include "row_product.h"

/** The columns that the scratch memory has room for; they are copied together, in panels. */
enum { COPIED_COLUMNS = 144 };

INLINE i32 panelWidth(i32 width) { return roundUp(width, W); }

/**
 * Copies the columns [from, to) of w to panels of `step` columns, one panel after the other, in
 * whole vectors. It reads w row by row, in long stretches; the panels then stay in a core's
 * cache.
 */
NOINLINE void copyPanels(
  float *panels, const float *w, i32 inner, i32 columns, i32 from, i32 to, i32 step
) {
  for (i32 i = 0; i < inner; i++, w += columns) {
    for (i32 j = from; j < to; j += step) {
      const i32 size = panelWidth(smaller(step, to - j));
      float *row = panels + (usize)(j - from) * inner + (usize)i * size;
      for (i32 c = 0; c < size; c += W) store(row + c, load(w + j + c));
    }
  }
}

/**
 * out = (bias + x·w)·scale for sparse rows x and w [inner, columns].
 *
 * bias: 0 for zeros. byColumns: whether `from` and `to` are columns of out, else they are rows.
 * scratch: room for 144 columns of w, or all if there are fewer, rounded up to 16; 0 if w is
 * small enough for the cache as it is.
 */
KERNEL(sparseProduct, u32 out, u32 starts, u32 indices, u32 values, u32 w, u32 bias, i32 rows,
  i32 inner, i32 columns, float scale, i32 byColumns, u32 scratch, i32 from, i32 to) {
  const i32 r0 = byColumns ? 0 : from, r1 = byColumns ? rows : to;
  const i32 j0 = byColumns ? from : 0, j1 = byColumns ? to : columns;
  const i32 step = columnsAtATime(j1 - j0);
  const float *b = bias ? FLOATS(bias) : 0;
  if (!scratch && j1 - j0 > step) { /* row after row: what is read of w is near each other */
    for (i32 r = r0; r < r1; r++) {
      const NonZeros x = nonZerosOf(WORDS(starts), WORDS(indices), FLOATS(values), r);
      for (i32 j = j0; j < j1; j += step) {
        const Columns at = {(const char *)(FLOATS(w) + j), (usize)columns * 4};
        float *row = FLOATS(out) + (usize)r * columns + j;
        rowProduct(row, b ? b + j : 0, x, at, scale, smaller(step, j1 - j));
      }
    }
    return;
  }
  /* A panel of columns for all rows, and then the next. */
  const i32 together = scratch ? larger(1, COPIED_COLUMNS / step) * step : step;
  for (i32 j = j0; j < j1; j += step) {
    const i32 width = smaller(step, j1 - j), inPanels = (j - j0) % together;
    Columns panel = {(const char *)(FLOATS(w) + j), (usize)columns * 4};
    if (scratch) {
      float *panels = FLOATS(scratch);
      if (inPanels == 0) {
        copyPanels(panels, FLOATS(w), inner, columns, j, smaller(j + together, j1), step);
      }
      panel.start = (const char *)(panels + (usize)inPanels * inner);
      panel.stride = (usize)panelWidth(width) * 4;
    }
    rowProducts(FLOATS(out) + j, (usize)columns, b ? b + j : 0, WORDS(starts), WORDS(indices),
      FLOATS(values), r0, r1, panel, inner, scale, width);
  }
}

#if W == 16
/** Writes the lanes of a vector and their columns that are not zero; returns how many they are. */
INLINE u32 dropLanes(u32 *indices, float *values, vec x, i32 column, i32 lanes) {
  enum { UNEQUAL = 4 }; /* or unordered: NaN is not zero */
  const u16 set = (u16)__builtin_ia32_cmpps512_mask(x, (vec){}, UNEQUAL, (u16)-1, 4);
  const u32 count = (u32)__builtin_popcount(set);
  const ivec columns = (ivec){LANE_INDICES} + column;
  const vec at = (vec)__builtin_ia32_compresssi512_mask(columns, (ivec){}, set);
  const i32 written = lanes == W ? W : (i32)count;
  storeLanes(values, (vec)__builtin_ia32_compresssf512_mask(x, (vec){}, set), written);
  storeLanes((float *)indices, at, written);
  return count;
}

/**
 * Writes the columns and the values of a row's non-zeros, and returns how many there are. The
 * processor moves lanes that are not zero to the left, and the next are written over the rest. So
 * up to 16 elements are written beyond the last, but none beyond as many as there are columns.
 */
INLINE u32 dropRow(u32 *indices, float *values, const float *x, i32 columns, const u8 *table) {
  u32 count = 0;
  EACH_VECTOR(0, columns,
    count += dropLanes(indices + count, values + count, loadLanes(x + k, lanes), k, lanes);)
  return count;
}
#else
/**
 * Writes the columns and the values of a row's non-zeros, and returns how many there are. Four
 * elements at a time and without a branch: a shuffle moves those that are not zero to the left,
 * and the next are written over the rest. So up to four elements are written beyond the last. The
 * table has 16 bytes for each of the 16 sets of lanes: which byte goes where.
 */
OUTLINE u32 dropRow(u32 *indices, float *values, const float *x, i32 columns, const u8 *table) {
  ivec4 column = {0, 1, 2, 3};
  const ivec4 four = {4, 4, 4, 4};
  const u32 *first = indices;
  for (const float *end = x + (columns & -4); x < end; x += 4) {
    const vec4 x4 = *(const vec4 *)x;
    const u32 set = bitsOf(x4 != (vec4){});
    const cvec16 offsets = *(const cvec16 *)(table + 16 * set);
    *(cvec16 *)values = shuffleBytes((cvec16)x4, offsets);
    *(cvec16 *)indices = shuffleBytes((cvec16)column, offsets);
    column += four;
    const u32 count = (u32)__builtin_popcount(set);
    values += count;
    indices += count;
  }
  for (i32 c = columns & -4; c < columns; c++, x++) {
    if (*x == 0) continue; /* NaN is not zero */
    *indices++ = (u32)c;
    *values++ = *x;
  }
  return (u32)(indices - first);
}
#endif

/** Writes the sparse rows of x [rows, columns], into room for as many non-zeros as elements. */
KERNEL(dropZeros, u32 x, u32 starts, u32 indices, u32 values, i32 rows, i32 columns,
  u32 leftPackTable) {
  u32 k = 0;
  WORDS(starts)[0] = 0;
  for (i32 r = 0; r < rows; r++) {
    const float *row = FLOATS(x) + (usize)r * columns;
    k += dropRow(WORDS(indices) + k, FLOATS(values) + k, row, columns, BYTES(leftPackTable));
    WORDS(starts)[r + 1] = k;
  }
}

/**
 * out = bias + x·w for x [rows, inner], of which zeros take no part, and w [inner, columns]; rows
 * [from, to) of out.
 *
 * scratch: room for the indices and the values of a row, each with four more.
 */
KERNEL(dataProduct, u32 out, u32 x, i32 inner, u32 w, u32 bias, i32 columns, u32 leftPackTable,
  u32 scratch, i32 from, i32 to) {
  const i32 step = columnsAtATime(columns);
  u32 *indices = WORDS(scratch);
  float *values = FLOATS(scratch) + inner + 4;
  for (i32 r = from; r < to; r++) {
    const float *dense = FLOATS(x) + (usize)r * inner;
    const u32 count = dropRow(indices, values, dense, inner, BYTES(leftPackTable));
    const NonZeros row = {indices, values, count};
    if (r + 1 < to) { /* the next row comes from far memory while this one is multiplied */
      for (i32 c = 0; c < inner; c += LINE_FLOATS) __builtin_prefetch(dense + inner + c, 0, 2);
    }
    for (i32 j = 0; j < columns; j += step) {
      const Columns at = {(const char *)(FLOATS(w) + j), (usize)columns * 4};
      float *to = FLOATS(out) + (usize)r * columns + j;
      rowProduct(to, FLOATS(bias) + j, row, at, 1, smaller(step, columns - j));
    }
  }
}
