/* The transpose of four by four numbers. */

#pragma once
#include "vectors.h"

/** Transposes four vectors of four. */
INLINE void transposeVectors(vec4 *rows) {
  const vec4 low01 = __builtin_shufflevector(rows[0], rows[1], 0, 4, 1, 5);
  const vec4 low23 = __builtin_shufflevector(rows[2], rows[3], 0, 4, 1, 5);
  const vec4 high01 = __builtin_shufflevector(rows[0], rows[1], 2, 6, 3, 7);
  const vec4 high23 = __builtin_shufflevector(rows[2], rows[3], 2, 6, 3, 7);
  rows[0] = __builtin_shufflevector(low01, low23, 0, 1, 4, 5);
  rows[1] = __builtin_shufflevector(low01, low23, 2, 3, 6, 7);
  rows[2] = __builtin_shufflevector(high01, high23, 0, 1, 4, 5);
  rows[3] = __builtin_shufflevector(high01, high23, 2, 3, 6, 7);
}

/** Writes the transpose of four by four numbers. The strides of both are in elements. */
INLINE void transposeSquare(float *to, usize toStride, const float *from, usize stride) {
  vec4 rows[4];
  UNROLL for (i32 r = 0; r < 4; r++) rows[r] = *(const vec4 *)(from + r * stride);
  transposeVectors(rows);
  UNROLL for (i32 r = 0; r < 4; r++) *(vec4 *)(to + r * toStride) = rows[r];
}
