/*
 * Sums of squares, in float64, and the limit on the norms of weights.
 *
 *   for (r = from; r < to; r++) for (c = 0; c < columns; c++) sums[r] += a[r][c] * a[r][c];
 */

#include "loops.h"

typedef float vec2 VECTOR(8);
typedef double dvec2 VECTOR(16);
typedef double dvec VECTOR(8 * W);

/** How many rows are taken together: a row alone would wait for its own additions. */
enum { SQUARED_ROWS = 8 };

/** The sums of squares of SQUARED_ROWS rows, a vector for each two of them. */
INLINE void squareEightRows(double *sums, const float *a, i32 columns) {
  dvec2 pairs[SQUARED_ROWS / 2] = {};
  i32 c = 0;
  for (; c + 2 <= columns; c += 2) {
    UNROLL for (i32 p = 0; p < SQUARED_ROWS / 2; p++) {
      const float *row = a + 2 * p * (usize)columns + c;
      const vec2 upper = *(const vec2 *)row, lower = *(const vec2 *)(row + columns);
      const vec2 first = __builtin_shufflevector(upper, lower, 0, 2);
      const vec2 second = __builtin_shufflevector(upper, lower, 1, 3);
      const dvec2 left = __builtin_convertvector(first, dvec2);
      const dvec2 right = __builtin_convertvector(second, dvec2);
      pairs[p] = pairs[p] + left * left;
      pairs[p] = pairs[p] + right * right;
    }
  }
  UNROLL for (i32 p = 0; p < SQUARED_ROWS / 2; p++) ((dvec2 *)sums)[p] = pairs[p];
  for (i32 r = 0; c < columns && r < SQUARED_ROWS; r++) {
    const double value = a[(usize)r * columns + c];
    sums[r] += value * value;
  }
}

/** sums[r] = Σ a[r]², in float64 and in the order of the columns; rows [from, to). */
KERNEL(squareRows, u32 sums, u32 a, i32 columns, i32 from, i32 to) {
  i32 r = from;
  for (; r + SQUARED_ROWS <= to; r += SQUARED_ROWS) {
    squareEightRows(DOUBLES(sums) + r, FLOATS(a) + (usize)r * columns, columns);
  }
  for (; r < to; r++) {
    const float *row = FLOATS(a) + (usize)r * columns;
    double sum = 0;
    for (i32 c = 0; c < columns; c++) sum += (double)row[c] * row[c];
    DOUBLES(sums)[r] = sum;
  }
}

/**
 * Columns of w whose norm is above `limit` are scaled down to it; columns [from, to). Two passes
 * over w, row after row: the first adds up the squares, the second multiplies by the factors.
 *
 * sums: room for a float64 for each column. factors: room for a float32 for each column.
 */
KERNEL(limitNorms, u32 w, i32 rows, i32 columns, double limit, u32 sums, u32 factors, i32 from,
  i32 to) {
  double *squares = DOUBLES(sums);
  float *factor = FLOATS(factors);
  for (i32 j = from; j < to; j++) squares[j] = 0;
  for (i32 r = 0; r < rows; r++) {
    const float *row = FLOATS(w) + (usize)r * columns;
    i32 j = from;
    for (; j + W <= to; j += W) {
      const dvec values = __builtin_convertvector(load(row + j), dvec);
      *(dvec *)(squares + j) += values * values;
    }
    for (; j < to; j++) squares[j] += (double)row[j] * row[j];
  }
  i32 limited = 0;
  for (i32 j = from; j < to; j++) {
    const double norm = __builtin_sqrt(squares[j]);
    factor[j] = norm > limit ? (float)(limit / norm) : 1;
    limited |= norm > limit;
  }
  if (!limited) return;
  for (i32 r = 0; r < rows; r++) {
    float *row = FLOATS(w) + (usize)r * columns;
    EACH_VECTOR(from, to,
      storeLanes(row + k, loadLanes(row + k, lanes) * loadLanes(factor + k, lanes), lanes);)
  }
}
