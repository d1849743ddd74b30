/*
 * Sums of squares, in float64, and the limit on the norms of weights.
 *
 *   for (r = from; r < to; r++) for (c = 0; c < columns; c++) sums[r] += a[r][c] * a[r][c];
 */

#include "transpose.h"

typedef double dvec4 VECTOR(32);

/** The sums of squares of four rows, in float64 and in the order of the columns. */
INLINE void squareFourRows(double *sums, const float *a, i32 columns) {
  dvec4 sum = {};
  i32 c = 0;
  for (; c + 4 <= columns; c += 4) {
    vec4 square[4];
    UNROLL for (i32 r = 0; r < 4; r++) square[r] = *(const vec4 *)(a + (usize)r * columns + c);
    transposeVectors(square); /* now a vector has a column of the four rows */
    UNROLL for (i32 k = 0; k < 4; k++) {
      const dvec4 values = __builtin_convertvector(square[k], dvec4);
      sum = sum + values * values;
    }
  }
  *(dvec4 *)sums = sum;
  for (; c < columns; c++) {
    for (i32 r = 0; r < 4; r++) {
      const double value = a[(usize)r * columns + c];
      sums[r] += value * value;
    }
  }
}

/** sums[r] = Σ a[r]², in float64 and in the order of the columns; rows [from, to). */
KERNEL(squareRows, u32 sums, u32 a, i32 columns, i32 from, i32 to) {
  i32 r = from;
  for (; r + 4 <= to; r += 4) {
    squareFourRows(DOUBLES(sums) + r, FLOATS(a) + (usize)r * columns, columns);
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
    for (i32 j = from; j < to; j++) squares[j] += (double)row[j] * row[j];
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
    for (i32 j = from; j < to; j++) row[j] *= factor[j];
  }
}
