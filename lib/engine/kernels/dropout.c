/*
 * Leaves units out: which ones is said by random words.
 *
 *   for (r = from; r < to; r++) {
 *     for (c = 0; c < columns; c++) out[r][c] = word(r, c) >= smallest ? x[r][c] * scale : 0;
 *   }
 */

#include "threefry.h"

/**
 * The masks of the 2·W units from an even `column` on: all bits of a unit that stays, none of one
 * that is left out.
 */
INLINE void drawMasks(ivec *low, ivec *high, i32 column, RandomKey key, u32 smallest) {
  uvec first, second;
  threefry(&first, &second, column / 2, key); /* a counter's two words are those of neighbours */
  const ivec even = (ivec)(first >= smallest), odd = (ivec)(second >= smallest);
  *low = __builtin_shufflevector(even, odd, ALTERNATE_LOW);
  *high = __builtin_shufflevector(even, odd, ALTERNATE_HIGH);
}

INLINE vec masked(vec x, ivec mask) { return (vec)((ivec)x & mask); }

/**
 * out = x·mask·scale for rows with every element stored; rows [from, to).
 *
 * smallest: the smallest word that keeps a unit. scratch is not used.
 */
KERNEL(dropUnits, u32 out, u32 x, i32 columns, i32 key0, i32 key1, u32 examples, i32 smallest,
  float scale, u32 scratch, i32 from, i32 to) {
  for (i32 r = from; r < to; r++) {
    const RandomKey key = randomKey(key0, key1, (i32)WORDS(examples)[r]);
    const float *row = FLOATS(x) + (usize)r * columns;
    float *outRow = FLOATS(out) + (usize)r * columns;
    ivec mask, next = {};
    i32 drawn = 0;
    EACH_VECTOR(0, columns,
      if (k == drawn) {
        drawMasks(&mask, &next, k, key, (u32)smallest);
        drawn += 2 * W;
      } else mask = next;
      storeLanes(outRow + k, masked(loadLanes(row + k, lanes) * scale, mask), lanes);)
  }
}

/**
 * out = x·mask·scale for sparse rows: units that are left out are not stored. One element is
 * written beyond the last.
 *
 * mask: room for a row, whole eights of units.
 */
KERNEL(dropNonZeros, u32 outStarts, u32 outIndices, u32 outValues, u32 starts, u32 indices,
  u32 values, i32 rows, i32 columns, i32 key0, i32 key1, u32 examples, i32 smallest, float scale,
  u32 mask) {
  u32 written = 0;
  WORDS(outStarts)[0] = 0;
  for (i32 r = 0; r < rows; r++) {
    const RandomKey key = randomKey(key0, key1, (i32)WORDS(examples)[r]);
    for (i32 c = 0; c < columns; c += 2 * W) {
      ivec low, high;
      drawMasks(&low, &high, c, key, (u32)smallest);
      storeLanes(FLOATS(mask) + c, (vec)low, smaller(W, columns - c));
      if (columns - c > W) storeLanes(FLOATS(mask) + c + W, (vec)high, smaller(W, columns - c - W));
    }
    for (u32 k = WORDS(starts)[r]; k < WORDS(starts)[r + 1]; k++) {
      const u32 index = WORDS(indices)[k];
      WORDS(outIndices)[written] = index;
      FLOATS(outValues)[written] = FLOATS(values)[k] * scale;
      written += WORDS(mask)[index] & 1;
    }
    WORDS(outStarts)[r + 1] = written;
  }
}
