/*
 * Random words: Threefry-2x32-20 (Salmon et al., 2011) as lib/numerics/random.ts has it, for W
 * counters at a time.
 */

#pragma once
#include "vectors.h"

/** A key, and the second word of the counters, in each lane. */
typedef struct {
  u32 key[3];
  u32 example;
} RandomKey;

INLINE RandomKey randomKey(i32 key0, i32 key1, i32 example) {
  const u32 parity = 0x1bd11bda;
  return (RandomKey){{(u32)key0, (u32)key1, (u32)key0 ^ (u32)key1 ^ parity}, (u32)example};
}

/**
 * Threefry of the counters (counter, example), (counter + 1, example), …: the first word of each,
 * and the second.
 */
INLINE void threefry(uvec *first, uvec *second, i32 counter, RandomKey r) {
  static const i32 ROTATIONS[8] = {13, 15, 26, 6, 17, 29, 16, 24};
  uvec x0 = (uvec){LANE_INDICES} + (u32)counter + r.key[0];
  uvec x1 = (uvec){} + (r.example + r.key[1]);
  UNROLL for (u32 i = 0; i < 5; i++) { /* five times four rounds, and a key after each four */
    UNROLL for (u32 k = 0; k < 4; k++) {
      const i32 bits = ROTATIONS[4 * (i % 2) + k];
      x0 = x0 + x1;
      x1 = (x1 << bits | x1 >> (32 - bits)) ^ x0;
    }
    x0 = x0 + r.key[(i + 1) % 3];
    x1 = x1 + (r.key[(i + 2) % 3] + i + 1);
  }
  *first = x0;
  *second = x1;
}
