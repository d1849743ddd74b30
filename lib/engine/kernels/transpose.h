/* The transpose of four by four numbers. */

#pragma once
#include "vectors.h"

/** Writes the transpose of four by four numbers. The strides of both are in elements. */
INLINE void transposeSquare(float *to, usize toStride, const float *from, usize stride) {
  vec4 r[4];
  UNROLL for (i32 k = 0; k < 4; k++) r[k] = *(const vec4 *)(from + k * stride);
  const vec4 low01 = __builtin_shufflevector(r[0], r[1], 0, 4, 1, 5);
  const vec4 low23 = __builtin_shufflevector(r[2], r[3], 0, 4, 1, 5);
  const vec4 high01 = __builtin_shufflevector(r[0], r[1], 2, 6, 3, 7);
  const vec4 high23 = __builtin_shufflevector(r[2], r[3], 2, 6, 3, 7);
  *(vec4 *)to = __builtin_shufflevector(low01, low23, 0, 1, 4, 5);
  *(vec4 *)(to + toStride) = __builtin_shufflevector(low01, low23, 2, 3, 6, 7);
  *(vec4 *)(to + 2 * toStride) = __builtin_shufflevector(high01, high23, 0, 1, 4, 5);
  *(vec4 *)(to + 3 * toStride) = __builtin_shufflevector(high01, high23, 2, 3, 6, 7);
}
