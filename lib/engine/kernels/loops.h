/*
 * Loops over vectors, and code that is made for each number of them. Each is a macro, since C has
 * no other way to give a loop its body, or to make a function for a number.
 */

#pragma once
#include "vectors.h"

/*
 * EACH_VECTOR(from, to, statements) makes the statements for each vector of elements [from, to),
 * of which `lanes` are in the range, from element k on:
 *
 *   EACH_VECTOR(0, n, storeLanes(out + k, loadLanes(a + k, lanes) * s, lanes);)
 *
 * is `for (k = 0; k < n; k++) out[k] = a[k] * s;`. UPDATE_VECTORS(out, from, to, statements) is for
 * statements that write to the array `out` of a matrix, or of a part of it that ends where a cache
 * line does. KEEPING(out, from, to, …) around it is for each array that is written besides.
 * WHOLE_VECTORS is for arrays that end where nobody minds.
 *
 * FEW_3(CASE) are the cases of a switch for 1 to 3 vectors, as CASES_3 below has them. WebAssembly
 * makes the largest for all of them: it computes vectors that storeTileRow does not write. And
 * ONE_OF_4(f, CASE) is CASE(f) for f from 0 to 3: natively a loop for each.
 */
#if defined(__wasm__)
/*
 * The statements stand once, since browsers load them. Where it may, WebAssembly writes whole
 * vectors, which is faster, and then again what was beyond.
 */
#define EACH_VECTOR(from, to, ...) \
  for (i32 k = (from), lanes = (to) - k; lanes > 0; k += W, lanes -= W) { __VA_ARGS__ }
#define KEEPING(out, from, to, ...) \
  { \
    float *const end = (out) + (to); \
    const vec beyond = load(end); \
    __VA_ARGS__ \
    if (((to) - (from)) % W) store(end, beyond); \
  }
#define WHOLE_VECTORS(from, to, ...) \
  for (i32 k = (from); k < (to); k += W) { \
    const i32 lanes = W; \
    __VA_ARGS__ \
  }
#define FEW_3(CASE) default: CASE(3)
#define ONE_OF_4(f, CASE) CASE(f)
#else
/* The statements stand twice, so that nothing is asked in the loop. */
#define EACH_VECTOR(from, to, ...) \
  { \
    i32 k = (from); \
    for (; k + W <= (to); k += W) { \
      const i32 lanes = W; \
      __VA_ARGS__ \
    } \
    if (k < (to)) { \
      const i32 lanes = (to) - k; \
      __VA_ARGS__ \
    } \
  }
#define KEEPING(out, from, to, ...) __VA_ARGS__
#define WHOLE_VECTORS(from, to, ...) EACH_VECTOR(from, to, __VA_ARGS__)
#define FEW_3 CASES_3
#define ONE_OF_4(f, CASE) \
  switch (f) { \
    case 0: CASE(0) break; case 1: CASE(1) break; case 2: CASE(2) break; default: CASE(3) \
  }
#endif
#define UPDATE_VECTORS(out, from, to, ...) \
  KEEPING(out, from, to, WHOLE_VECTORS(from, to, __VA_ARGS__))

/*
 * EACH_n(CASE) makes CASE of each number from 1 to n, and CASES_n(CASE) makes it a case of a
 * switch. The number is then a constant in CASE: an array of as many vectors stays in registers.
 */
#define EACH_2(CASE) CASE(1) CASE(2)
#define EACH_3(CASE) EACH_2(CASE) CASE(3)
#define EACH_4(CASE) EACH_3(CASE) CASE(4)
#define EACH_6(CASE) EACH_4(CASE) CASE(5) CASE(6)
#define EACH_9(CASE) EACH_6(CASE) CASE(7) CASE(8) CASE(9)
#define EACH_13(CASE) EACH_9(CASE) CASE(10) CASE(11) CASE(12) CASE(13)
#define CASES_2(CASE) case 1: CASE(1) break; case 2: CASE(2) break;
#define CASES_3(CASE) CASES_2(CASE) case 3: CASE(3) break;
#define CASES_4(CASE) CASES_3(CASE) case 4: CASE(4) break;
#define CASES_9(CASE) \
  CASES_4(CASE) case 5: CASE(5) break; case 6: CASE(6) break; case 7: CASE(7) break; \
  case 8: CASE(8) break; case 9: CASE(9) break;
#define CASES_13(CASE) \
  CASES_9(CASE) case 10: CASE(10) break; case 11: CASE(11) break; case 12: CASE(12) break; \
  case 13: CASE(13) break;

/** Writes `n` vectors of a row, each times `scale`, the last with `lanes` lanes. */
INLINE void storeRow(const i32 n, float *at, const vec *values, float scale, i32 lanes) {
  UNROLL for (i32 j = 0; j < n - 1; j++) store(at + j * W, values[j] * scale);
  storeLanes(at + (n - 1) * W, values[n - 1] * scale, lanes);
}

/** Writes the first `written` of `n` vectors of a row; of a tile, whose rows are short. */
INLINE void storeTileRow(
  const i32 n, i32 written, float *at, const vec *values, float scale, i32 lanes
) {
  vec last = values[0];
  UNROLL for (i32 j = 0; j < n; j++) {
    if (j + 1 < written) store(at + j * W, values[j] * scale);
    else if (j + 1 == written) last = values[j];
  }
  at += (written - 1) * W;
  if (lanes == W) store(at, last * scale);
  else storeFew(at, last * scale, lanes);
}
