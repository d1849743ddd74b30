/*
 * Leaves units out: which ones is said by random words.
 *
 *   for (r = from; r < to; r++) {
 *     for (c = 0; c < columns; c++) out[r][c] = word(r, c) >= smallest ? x[r][c] * scale : 0;
 *   }
 */

#include "loops.h"
#include "threefry.h"

/**
 * The mask of a row, for each unit all bits if it stays, and none if it is left out.
 *
 * smallest: the smallest word that keeps a unit.
 */
NOINLINE void drawMask(
  float *mask, i32 columns, i32 key0, i32 key1, i32 example, u32 smallest
) {
  const RandomKey key = randomKey(key0, key1, example);
  for (i32 c = 0; c < columns; c += 2 * W) {
    uvec first, second;
    threefry(&first, &second, c / 2, key); /* a counter's two words are those of neighbours */
    const ivec even = (ivec)(first >= smallest), odd = (ivec)(second >= smallest);
    const vec low = (vec)__builtin_shufflevector(even, odd, ALTERNATE_LOW);
    const vec high = (vec)__builtin_shufflevector(even, odd, ALTERNATE_HIGH);
    storeLanes(mask + c, low, smaller(W, columns - c));
    if (columns - c > W) storeLanes(mask + c + W, high, smaller(W, columns - c - W));
  }
}

INLINE vec masked(vec x, vec mask) { return (vec)((ivec)x & (ivec)mask); }

/**
 * out = x·mask·scale for rows with every element stored; rows [from, to).
 *
 * scratch: room for a row.
 */
KERNEL(dropUnits, u32 out, u32 x, i32 columns, i32 key0, i32 key1, u32 examples, i32 smallest,
  float scale, u32 scratch, i32 from, i32 to) {
  float *mask = FLOATS(scratch);
  for (i32 r = from; r < to; r++) {
    drawMask(mask, columns, key0, key1, (i32)WORDS(examples)[r], (u32)smallest);
    const float *row = FLOATS(x) + (usize)r * columns;
    float *outRow = FLOATS(out) + (usize)r * columns;
    EACH_VECTOR(0, columns,
      const vec kept = masked(loadLanes(row + k, lanes) * scale, loadLanes(mask + k, lanes));
      storeLanes(outRow + k, kept, lanes);)
  }
}

/**
 * out = x·mask·scale for sparse rows: units that are left out are not stored. One element is
 * written beyond the last.
 *
 * scratch: room for a row.
 */
KERNEL(dropNonZeros, u32 outStarts, u32 outIndices, u32 outValues, u32 starts, u32 indices,
  u32 values, i32 rows, i32 columns, i32 key0, i32 key1, u32 examples, i32 smallest, float scale,
  u32 scratch) {
  u32 written = 0;
  WORDS(outStarts)[0] = 0;
  for (i32 r = 0; r < rows; r++) {
    drawMask(FLOATS(scratch), columns, key0, key1, (i32)WORDS(examples)[r], (u32)smallest);
    for (u32 k = WORDS(starts)[r]; k < WORDS(starts)[r + 1]; k++) {
      const u32 index = WORDS(indices)[k];
      WORDS(outIndices)[written] = index;
      FLOATS(outValues)[written] = FLOATS(values)[k] * scale;
      written += WORDS(scratch)[index] & 1;
    }
    WORDS(outStarts)[r + 1] = written;
  }
}
