/* Vectors of W float32, and how kernels are named and reach memory. */

#pragma once

#if !defined(W) || !defined(SUFFIX)
#error "define W, the float32 of a vector, and SUFFIX, the end of each exported name"
#endif

/*
 * Flags can take away what others gave: -mno-fma removes AVX-512. Code for narrower vectors must
 * not stand in for it.
 */
#if W == 16
#if !(defined(__AVX512F__) && defined(__AVX512VL__) && defined(__AVX512BW__))
#error "W=16 needs AVX-512 F, VL and BW: -march=x86-64-v4, without -mno-fma"
#endif
#elif W == 8
#if !defined(__AVX2__)
#error "W=8 needs AVX2: -march=x86-64-v3"
#endif
#if defined(__AVX512F__) || defined(__FMA__)
#error "W=8 is for processors with nothing beyond AVX2: -march=x86-64-v3 -mno-fma"
#endif
#elif W == 4
#if !defined(__SSE4_1__) && !defined(__aarch64__)
#error "W=4 needs SSE4.1, -march=x86-64-v2, or 64-bit Arm"
#endif
#if defined(__AVX__)
#error "W=4 is for processors with nothing beyond SSE4: -march=x86-64-v2"
#endif
#else
#error "W is 4, 8 or 16"
#endif

/* Each operation is rounded: nothing is reordered, nothing contracted to a fused multiply-add. */
#if defined(__FAST_MATH__) || __FINITE_MATH_ONLY__ || __FLT_EVAL_METHOD__ != 0
#error "the kernels need strict arithmetic: no -ffast-math"
#endif
#pragma STDC FP_CONTRACT OFF

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned u32;
typedef int i32;
typedef unsigned long long u64;
typedef __SIZE_TYPE__ usize;
typedef __PTRDIFF_TYPE__ isize;

/* Memory has no types, and matrices of workers begin at any multiple of four bytes. */
#define VECTOR(bytes) __attribute__((vector_size(bytes), aligned(4), may_alias))
#define BYTE_VECTOR(bytes) __attribute__((vector_size(bytes), aligned(1), may_alias))
typedef float vec VECTOR(4 * W);
typedef i32 ivec VECTOR(4 * W);
typedef u32 uvec VECTOR(4 * W);
typedef float vec4 VECTOR(16);
typedef i32 ivec4 VECTOR(16);
typedef float vec8 VECTOR(32);

/**
 * Kernels read up to so much beyond the last element of a matrix: a whole vector but for one
 * element.
 */
enum { SLACK_BYTES = 4 * (W - 1) };

#define INLINE static inline __attribute__((always_inline))
#define NOINLINE static __attribute__((noinline))
#define UNROLL _Pragma("clang loop unroll(full)")

#define JOIN_EXPANDED(a, b) a##_##b
#define JOIN(a, b) JOIN_EXPANDED(a, b)
#if defined(_WIN32)
#define EXPORT __attribute__((dllexport))
#else
#define EXPORT __attribute__((visibility("default")))
#endif

/**
 * Begins a kernel, exported as name_SUFFIX. Its parameters, of u32, i32, float and double, are
 * read by the build.
 */
#define KERNEL(name, ...) EXPORT void JOIN(name, SUFFIX)(char *m, __VA_ARGS__)

/** Exports a number that callers need. */
#define CONSTANT(name, value) EXPORT i32 JOIN(name, SUFFIX)(void) { return value; }

#define AT(Type, address) ((Type *)(m + (u32)(address)))
#define FLOATS(address) AT(float, address)
#define DOUBLES(address) AT(double, address)
#define WORDS(address) AT(u32, address)
#define BYTES(address) AT(u8, address)

/** A cache line. */
enum { LINE_BYTES = 64, LINE_FLOATS = LINE_BYTES / 4 };

INLINE i32 smaller(i32 a, i32 b) { return a < b ? a : b; }
INLINE i32 larger(i32 a, i32 b) { return a > b ? a : b; }
INLINE i32 roundUp(i32 count, i32 unit) { return (count + unit - 1) / unit * unit; }

/** How many vectors hold the columns of a row, and how many lanes of the last one. */
INLINE i32 vectorsOf(i32 columns) { return (columns + W - 1) / W; }
INLINE i32 lastLanes(i32 columns) { return (columns - 1) % W + 1; }

INLINE vec load(const float *at) { return *(const vec *)at; }
INLINE void store(float *at, vec values) { *(vec *)at = values; }

/** x in every lane; x − 0 is x, of −0 too. */
INLINE vec splat(float x) { return x - (vec){}; }
INLINE ivec splatBits(i32 x) { return x - (ivec){}; }

/** In each lane a where the mask is set, else b. */
INLINE vec select(ivec mask, vec a, vec b) { return (vec)((mask & (ivec)a) | (~mask & (ivec)b)); }

/** x, or the limit that it is beyond; NaN stays. */
INLINE vec clamped(vec x, float least, float most) {
  x = select(x < splat(least), splat(least), x);
  return select(x > splat(most), splat(most), x);
}

INLINE vec absolute(vec x) { return (vec)((ivec)x & 0x7fffffff); }

/**
 * 2⁻¹⁰⁰, below which numbers become +0, and 2⁻⁶³, below which factors do:
 * lib/numerics/subnormals.ts.
 */
#define SMALLEST 0x1p-100f
#define SMALLEST_FACTOR 0x1p-63f

/** Each number, or +0 if its absolute value is below a limit; NaN stays. */
INLINE vec flush(vec x, float limit) { return (vec)((ivec)x & ~(absolute(x) < splat(limit))); }

/** The limit for a weight that was multiplied by `decay`: none if it does not decay. */
INLINE float smallestDecayed(float decay) { return decay == 1 ? 0 : SMALLEST; }

/* 0, 1, 2, … in the lanes, and what pairs of vectors a, b are shuffled to. */
#if W == 16
#define LANE_INDICES 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
#define EVEN_LANES 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30
#define ODD_LANES 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31
#define ALTERNATE_LOW 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define ALTERNATE_HIGH 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#elif W == 8
#define LANE_INDICES 0, 1, 2, 3, 4, 5, 6, 7
#define EVEN_LANES 0, 2, 4, 6, 8, 10, 12, 14
#define ODD_LANES 1, 3, 5, 7, 9, 11, 13, 15
#define ALTERNATE_LOW 0, 8, 1, 9, 2, 10, 3, 11
#define ALTERNATE_HIGH 4, 12, 5, 13, 6, 14, 7, 15
#else
#define LANE_INDICES 0, 1, 2, 3
#define EVEN_LANES 0, 2, 4, 6
#define ODD_LANES 1, 3, 5, 7
#define ALTERNATE_LOW 0, 4, 1, 5
#define ALTERNATE_HIGH 2, 6, 3, 7
#endif

/** Reads the first `lanes` lanes of a vector and nothing beyond. */
INLINE vec loadLanes(const float *at, i32 lanes) {
  if (lanes == W) return load(at);
#if W == 16
  return (vec)__builtin_ia32_loadups512_mask(at, (vec){}, (u16)((1u << lanes) - 1));
#elif W == 8
  return (vec)__builtin_ia32_maskloadps256((const void *)at, (ivec){LANE_INDICES} < lanes);
#else
  return (vec){at[0], lanes > 1 ? at[1] : 0, lanes > 2 ? at[2] : 0, lanes > 3 ? at[3] : 0};
#endif
}

/** Writes the first `lanes` lanes of a vector and nothing beyond. */
INLINE void storeLanes(float *at, vec values, i32 lanes) {
  if (lanes == W) {
    store(at, values);
    return;
  }
#if W == 16
  __builtin_ia32_storeups512_mask(at, values, (u16)((1u << lanes) - 1));
#else
#if W == 8 /* a masked store takes AMD's processors dozens of cycles */
  if (lanes & 4) {
    *(vec4 *)at = __builtin_shufflevector(values, values, 0, 1, 2, 3);
    values = __builtin_shufflevector(values, values, 4, 5, 6, 7, 4, 5, 6, 7);
    at += 4;
  }
#endif
  if (lanes & 2) {
    at[0] = values[0];
    at[1] = values[1];
    if (lanes & 1) at[2] = values[2];
  } else if (lanes & 1) at[0] = values[0];
#endif
}

/** Writes `n` vectors of a row, each times `scale`, the last with `lanes` lanes. */
INLINE void storeRow(const i32 n, float *at, const vec *values, float scale, i32 lanes) {
  UNROLL for (i32 j = 0; j < n - 1; j++) store(at + j * W, values[j] * scale);
  storeLanes(at + (n - 1) * W, values[n - 1] * scale, lanes);
}

/**
 * Makes the statements for each vector k of [from, to), and for the rest with fewer `lanes`. They
 * are written twice, so that nothing is asked in the loop.
 */
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

/* Makes CASE of a number that is a constant in it: an array of as many vectors stays in registers. */
#define CASES_2(CASE) case 1: CASE(1) break; case 2: CASE(2) break;
#define CASES_3(CASE) CASES_2(CASE) case 3: CASE(3) break;
#define CASES_4(CASE) CASES_3(CASE) case 4: CASE(4) break;
#define CASES_9(CASE) \
  CASES_4(CASE) case 5: CASE(5) break; case 6: CASE(6) break; case 7: CASE(7) break; \
  case 8: CASE(8) break; case 9: CASE(9) break;
#define CASES_13(CASE) \
  CASES_9(CASE) case 10: CASE(10) break; case 11: CASE(11) break; case 12: CASE(12) break; \
  case 13: CASE(13) break;
