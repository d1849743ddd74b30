/*
 * What native kernels of this width can reach at most: products and sums of vectors in registers,
 * none of which waits for the one before it. The benchmark compares kernels with it.
 */

#include "vectors.h"

/** Independent products and sums, by turns: enough to hide latencies, for 16 registers. */
enum { CHAINS = 14 };

/** The multiplications and additions of a round. */
CONSTANT(peakOperations, CHAINS * W)

/** Makes rounds of s ← s·x for even chains s and s ← s + x for odd ones; returns a sum of all. */
EXPORT float JOIN(peak, SUFFIX)(i32 rounds, float x) {
  const vec factor = splat(x);
  vec chains[CHAINS], sum = {};
  UNROLL for (i32 c = 0; c < CHAINS; c++) chains[c] = splat((float)(c + 1));
  for (i32 round = 0; round < rounds; round++) {
    UNROLL for (i32 c = 0; c < CHAINS; c++) {
      chains[c] = c % 2 == 0 ? chains[c] * factor : chains[c] + factor;
    }
  }
  UNROLL for (i32 c = 0; c < CHAINS; c++) sum += chains[c];
  return sum[0];
}
