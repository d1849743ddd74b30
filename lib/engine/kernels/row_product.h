/*
 * Rows times a matrix, each row being given by its non-zeros: the loop under almost everything.
 *
 *   for (j = 0; j < columns; j++) {
 *     sum = first[j];
 *     for (k = 0; k < count; k++) sum += values[k] * w[indices[k]][j];
 *     out[j] = sum * scale;
 *   }
 *
 * The sums of up to MAX_VECTORS vectors of columns stay in registers.
 */

#pragma once
#include "loops.h"

/**
 * How many vectors of columns a row takes at a time; up to how many it takes all; and up to how
 * many two rows are taken together.
 */
enum { MAX_VECTORS = 9, MAX_WHOLE_VECTORS = W == 8 ? 13 : 9, MAX_PAIRED_VECTORS = W == 4 ? 0 : 4 };
#if W == 8
#define CASES_WHOLE CASES_13
#define EACH_WHOLE EACH_13
#else
#define CASES_WHOLE CASES_9
#define EACH_WHOLE EACH_9
#endif

/** The non-zeros of a row: the row of w that each is multiplied with, and its value. */
typedef struct {
  const u32 *indices;
  const float *values;
  u32 count;
} NonZeros;

/** Columns of a matrix, row after row, `stride` bytes apart. */
typedef struct {
  const char *start;
  usize stride;
} Columns;

INLINE NonZeros nonZerosOf(const u32 *starts, const u32 *indices, const float *values, i32 row) {
  const u32 first = starts[row];
  return (NonZeros){indices + first, values + first, starts[row + 1] - first};
}

/** One of as many equal parts of the non-zeros of a row. */
INLINE NonZeros partOf(NonZeros x, u32 part, u32 parts) {
  if (parts == 1) return x;
  const usize from = (usize)x.count * part / parts, to = (usize)x.count * (part + 1) / parts;
  return (NonZeros){x.indices + from, x.values + from, (u32)(to - from)};
}

INLINE const float *rowOf(Columns w, u32 index) {
  return (const float *)(w.start + index * w.stride);
}

/** The sums that a row begins with, or zeros if there are none. */
INLINE void beginSums(const i32 n, vec *sums, const float *first) {
  UNROLL for (i32 j = 0; j < n; j++) sums[j] = first ? load(first + j * W) : (vec){};
}

/** sums ← sums + valueₖ·w[indexₖ] for all non-zeros. */
INLINE void addNonZeros(const i32 n, vec *sums, NonZeros x, Columns w) {
  const u32 *index = x.indices;
  for (const float *value = x.values, *end = value + x.count; value < end; value++, index++) {
    const float *row = rowOf(w, *index);
    UNROLL for (i32 j = 0; j < n; j++) sums[j] = sums[j] + *value * load(row + j * W);
  }
}

/** What is left of the non-zeros of a row after the first k. */
INLINE NonZeros after(NonZeros x, u32 k) {
  return (NonZeros){x.indices + k, x.values + k, x.count - k};
}

/**
 * out = (first + Σₖ valueₖ·w[indexₖ])·scale for `n` vectors of columns, the last with `lanes`
 * lanes.
 */
INLINE void product(
  const i32 n, float *out, const float *first, NonZeros x, Columns w, float scale, i32 lanes
) {
  vec sums[MAX_WHOLE_VECTORS];
  beginSums(n, sums, first);
  const u32 *index = x.indices;
  const float *value = x.values, *end = value + x.count;
  const i32 fits = n <= MAX_VECTORS; /* the registers */
  for (; fits && value + 4 <= end; value += 4, index += 4) {
    const float *r0 = rowOf(w, index[0]), *r1 = rowOf(w, index[1]);
    const float *r2 = rowOf(w, index[2]), *r3 = rowOf(w, index[3]);
    const vec x0 = splat(value[0]), x1 = splat(value[1]);
    const vec x2 = splat(value[2]), x3 = splat(value[3]);
    UNROLL for (i32 j = 0; j < n; j++) {
      sums[j] = sums[j] + x0 * load(r0 + j * W);
      sums[j] = sums[j] + x1 * load(r1 + j * W);
      sums[j] = sums[j] + x2 * load(r2 + j * W);
      sums[j] = sums[j] + x3 * load(r3 + j * W);
    }
  }
  addNonZeros(n, sums, (NonZeros){index, value, (u32)(end - value)}, w);
  storeRow(n, out, sums, scale, lanes);
}

/** The products of two rows at once, whose sums need not wait for each other. */
INLINE void productPair(
  const i32 n, float *out, usize outStride, const float *first, const float *second, NonZeros x,
  NonZeros y, Columns w, float scale, i32 lanes
) {
  vec sums[MAX_VECTORS], others[MAX_VECTORS];
  beginSums(n, sums, first);
  beginSums(n, others, second);
  const u32 both = x.count < y.count ? x.count : y.count;
  u32 k = 0;
  for (; k + 2 <= both; k += 2) {
    UNROLL for (u32 i = k; i < k + 2; i++) {
      const float *row = rowOf(w, x.indices[i]), *other = rowOf(w, y.indices[i]);
      UNROLL for (i32 j = 0; j < n; j++) {
        sums[j] = sums[j] + x.values[i] * load(row + j * W);
        others[j] = others[j] + y.values[i] * load(other + j * W);
      }
    }
  }
  addNonZeros(n, sums, after(x, k), w);
  addNonZeros(n, others, after(y, k), w);
  storeRow(n, out, sums, scale, lanes);
  storeRow(n, out + outStride, others, scale, lanes);
}

/* A function for each number of vectors: in one function for all of them V8 spills registers. */
#define CASE(n) \
  NOINLINE void product##n( \
    float *out, const float *first, const u32 *indices, const float *values, u32 count, \
    const char *w, usize stride, float scale, i32 lanes \
  ) { \
    const NonZeros x = {indices, values, count}; \
    product(n, out, first, x, (Columns){w, stride}, scale, lanes); \
  }
EACH_WHOLE(CASE)
#undef CASE

OUTLINE void productOf(
  float *out, const float *first, const u32 *indices, const float *values, u32 count,
  const char *w, usize stride, float scale, i32 width
) {
  const i32 lanes = lastLanes(width);
  switch (vectorsOf(width)) {
#define CASE(n) product##n(out, first, indices, values, count, w, stride, scale, lanes);
    CASES_WHOLE(CASE)
#undef CASE
  }
}

/** The product of a row and `width` columns, MAX_WHOLE_VECTORS vectors at most. */
INLINE void rowProduct(
  float *out, const float *first, NonZeros x, Columns w, float scale, i32 width
) {
  productOf(out, first, x.indices, x.values, x.count, w.start, w.stride, scale, width);
}

NOINLINE void rowProductPair(
  float *out, usize outStride, const float *first, const float *second, NonZeros x, NonZeros y,
  Columns w, float scale, i32 width
) {
  const i32 lanes = lastLanes(width);
  switch (vectorsOf(width)) {
#define CASE(n) productPair(n, out, outStride, first, second, x, y, w, scale, lanes);
    CASES_4(CASE)
#undef CASE
  }
}

/** How many columns to take at a time: all, or about equally many each time. */
INLINE i32 columnsAtATime(i32 columns) {
  const i32 vectors = vectorsOf(columns), passes = (vectors + MAX_VECTORS - 1) / MAX_VECTORS;
  return (vectors <= MAX_WHOLE_VECTORS ? vectors : (vectors + passes - 1) / passes) * W;
}

/**
 * The bytes of weights that are taken for all rows before the next: what rows with a non-zero in
 * five read of them stays in the first cache. Until the last part the sums are kept in out.
 */
enum { PART_BYTES = 80000 };

/** The products of sparse rows [from, to) and `width` columns of w [inner, …], one pass at most. */
INLINE void rowProducts(
  float *out, usize outStride, const float *bias, const u32 *starts, const u32 *indices,
  const float *values, i32 from, i32 to, Columns w, i32 inner, float scale, i32 width
) {
  const usize bytes = (usize)inner * roundUp(width, W) * sizeof(float);
  const u32 parts = bytes < PART_BYTES ? 1 : (u32)(bytes / PART_BYTES);
  for (u32 part = 0; part < parts; part++) {
    const float factor = part + 1 == parts ? scale : 1;
    i32 r = from;
    float *row = out + (usize)r * outStride;
    const i32 isPaired = MAX_PAIRED_VECTORS > 0 && vectorsOf(width) <= MAX_PAIRED_VECTORS;
    for (; isPaired && r + 2 <= to; r += 2, row += 2 * outStride) {
      const NonZeros x = partOf(nonZerosOf(starts, indices, values, r), part, parts);
      const NonZeros y = partOf(nonZerosOf(starts, indices, values, r + 1), part, parts);
      const float *first = part ? row : bias, *second = part ? row + outStride : bias;
      rowProductPair(row, outStride, first, second, x, y, w, factor, width);
    }
    for (; r < to; r++, row += outStride) {
      const NonZeros x = partOf(nonZerosOf(starts, indices, values, r), part, parts);
      rowProduct(row, part ? row : bias, x, w, factor, width);
    }
  }
}
