/*
 * Transposes.
 *
 *   for (r = 0; r < rows; r++) for (c = from; c < to; c++) out[c][r] = a[r][c];
 */

#include "transpose.h"

/**
 * out [columns, rows] becomes the transpose of a [rows, columns]; rows [from, to) of out. Squares
 * of four, then the rest.
 */
KERNEL(transpose, u32 out, u32 a, i32 rows, i32 columns, i32 from, i32 to) {
  const i32 wholeRows = rows & -4, wholeTo = from + ((to - from) & -4);
  for (i32 c = from; c < wholeTo; c += 4) {
    for (i32 r = 0; r < wholeRows; r += 4) {
      float *square = FLOATS(out) + (usize)c * rows + r;
      transposeSquare(square, (usize)rows, FLOATS(a) + (usize)r * columns + c, (usize)columns);
    }
  }
  for (i32 r = 0; r < rows; r++) {
    for (i32 c = r < wholeRows ? wholeTo : from; c < to; c++) {
      FLOATS(out)[(usize)c * rows + r] = FLOATS(a)[(usize)r * columns + c];
    }
  }
}

/**
 * The transpose of sparse rows: for each column the rows and values of its non-zeros, in the
 * order of the rows. `outStarts` has an element for each column and one more, and room for
 * another.
 */
KERNEL(transposeSparse, i32 rows, u32 outStarts, u32 outIndices, u32 outValues, u32 starts,
  u32 indices, u32 values, i32 columns) {
  u32 *ends = WORDS(outStarts);
  const u32 *in = WORDS(indices);
  const u32 total = WORDS(starts)[rows];
  /* First the count of column c is at c + 2. Then the sum of the counts before it is at c + 1:
     where the column begins. Each non-zero moves that on by one, so that in the end it is where
     column c ends and the next begins. */
  for (i32 c = 0; c < columns + 2; c++) ends[c] = 0;
  for (u32 k = 0; k < total; k++) ends[in[k] + 2]++;
  u32 sum = 0;
  for (i32 c = 1; c <= columns; c++) ends[c] = sum += ends[c];
  u32 k = 0;
  for (i32 r = 0; r < rows; r++) {
    for (const u32 end = WORDS(starts)[r + 1]; k < end; k++) {
      const u32 slot = ends[in[k] + 1]++;
      WORDS(outIndices)[slot] = (u32)r;
      WORDS(outValues)[slot] = WORDS(values)[k];
    }
  }
}
