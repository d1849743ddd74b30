/*
 * Vectors of W float32, how kernels are named and reach memory, and all that differs between
 * native code and WebAssembly: kernels are written once, for both.
 */

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
#if !defined(__SSE4_1__) && !defined(__aarch64__) && !defined(__wasm_simd128__)
#error "W=4 needs SSE4.1, -march=x86-64-v2, 64-bit Arm, or WebAssembly's SIMD"
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
typedef char cvec16 BYTE_VECTOR(16);

/**
 * Kernels read up to so much beyond the last element of a matrix: a whole vector but for one
 * element.
 */
enum { SLACK_BYTES = 4 * (W - 1) };

/** A cache line. */
enum { LINE_BYTES = 64, LINE_FLOATS = LINE_BYTES / 4 };

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

/*
 * What differs between WebAssembly and native code: both define
 *
 * KERNEL(name, …)         begins a kernel; its parameters, of u32, i32, float and double, are read
 *                         by the build
 * CONSTANT(name, value)   exports a number that callers of native code need
 * AT(Type, address)       the pointer to an address in the engine's memory
 * K(x), BITS(x)           a constant in every lane
 * PIN(pointer)            computes a pointer here, and not where it is needed
 * OUTLINE                 a function that is called where room matters, and else is copied
 * touch(at)               has a cache line fetched; what it returns must be used
 * atLeast, atMost         x, or the limit that it is beyond; NaN stays
 * truncated(x)            whole numbers as integers; NaN becomes 0
 * loadLanes(at, lanes)    reads a vector, of which the first `lanes` lanes count
 * bitsOf(mask)            which of four lanes are set, a bit each
 * shuffleBytes            the bytes of a vector at the given offsets
 */
#if defined(__wasm__)

/* Memory begins at 0. */
#define KERNEL(name, ...) EXPORT void name(__VA_ARGS__)
#define CONSTANT(name, value)
#define AT(Type, address) ((Type *)(usize)(address))

/*
 * V8 makes a constant anew wherever it is used, in three instructions; from memory it takes one.
 * The compiler is kept from knowing what is there, or it would make it a constant again.
 */
INLINE vec splatHidden(const float *at) {
  __asm__("" : "+r"(at));
  return splat(*at);
}
INLINE ivec splatHiddenBits(const i32 *at) {
  __asm__("" : "+r"(at));
  return splatBits(*at);
}
#define K(x) __extension__({ static const float constant = (x); splatHidden(&constant); })
#define BITS(x) __extension__({ static const i32 constant = (x); splatHiddenBits(&constant); })

/* V8 keeps the order of the compiler, which would compute pointers again to save registers. */
#define PIN(pointer) __asm__ volatile("" : "+r"(pointer));

/* Browsers load the module: a function that is called takes less room. */
#define OUTLINE NOINLINE

/* There is no prefetch: the line is read. */
INLINE u32 touch(const u8 *at) { return *at; }

INLINE vec atLeast(vec x, vec least) { return __builtin_wasm_pmax_f32x4(x, least); }
INLINE vec atMost(vec x, vec most) { return __builtin_wasm_pmin_f32x4(x, most); }

INLINE ivec truncated(vec x) {
  typedef __attribute__((vector_size(16))) float Floats;
  return (ivec)__builtin_wasm_trunc_saturate_s_i32x4_f32x4((Floats)x);
}

/* There is memory behind every matrix, and to read it costs less than to ask. */
INLINE vec loadLanes(const float *at, i32 lanes) { return load(at); }

INLINE u32 bitsOf(ivec4 mask) {
  return (u32)__builtin_wasm_bitmask_i32x4((__attribute__((vector_size(16))) int)mask);
}

INLINE cvec16 shuffleBytes(cvec16 bytes, cvec16 offsets) {
  typedef __attribute__((vector_size(16))) signed char Bytes;
  return (cvec16)__builtin_wasm_swizzle_i8x16((Bytes)bytes, (Bytes)offsets);
}

#else

#define KERNEL(name, ...) EXPORT void JOIN(name, SUFFIX)(char *m, __VA_ARGS__)
#define CONSTANT(name, value) EXPORT i32 JOIN(name, SUFFIX)(void) { return value; }
#define AT(Type, address) ((Type *)(m + (u32)(address)))

#define K(x) splat(x)
#define BITS(x) splatBits(x)
#define PIN(pointer)
#define OUTLINE INLINE

INLINE u32 touch(const u8 *at) {
  __builtin_prefetch(at);
  return 0;
}

INLINE vec atLeast(vec x, vec least) { return select(x < least, least, x); }
INLINE vec atMost(vec x, vec most) { return select(x > most, most, x); }

INLINE ivec truncated(vec x) { return __builtin_convertvector(select(x == x, x, (vec){}), ivec); }

/* Nothing beyond the lanes is read. */
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

#if defined(__x86_64__)
INLINE u32 bitsOf(ivec4 mask) {
  return (u32)__builtin_ia32_movmskps((__attribute__((vector_size(16))) float)mask);
}

INLINE cvec16 shuffleBytes(cvec16 bytes, cvec16 offsets) {
  typedef __attribute__((vector_size(16))) char Bytes;
  return (cvec16)__builtin_ia32_pshufb128((Bytes)bytes, (Bytes)offsets);
}
#else
INLINE u32 bitsOf(ivec4 mask) {
  const ivec4 bit = mask & (ivec4){1, 2, 4, 8};
  return (u32)(bit[0] | bit[1] | bit[2] | bit[3]);
}

INLINE cvec16 shuffleBytes(cvec16 bytes, cvec16 offsets) {
  cvec16 result;
  __asm__("tbl %0.16b, {%1.16b}, %2.16b" : "=w"(result) : "w"(bytes), "w"(offsets));
  return result;
}
#endif

#endif

#define FLOATS(address) AT(float, address)
#define DOUBLES(address) AT(double, address)
#define WORDS(address) AT(u32, address)
#define BYTES(address) AT(u8, address)

/** x, or the limit that it is beyond; NaN stays. */
INLINE vec clamped(vec x, vec least, vec most) { return atMost(atLeast(x, least), most); }

INLINE ivec absoluteBits(void) { return BITS(0x7fffffff); }
INLINE vec absolute(vec x) { return (vec)((ivec)x & absoluteBits()); }

/**
 * 2⁻¹⁰⁰, below which numbers become +0, and 2⁻⁶³, below which factors do:
 * lib/numerics/subnormals.ts. With it the bits of an absolute value: both stay in registers.
 */
typedef struct {
  vec least;
  ivec absolute;
} Limit;

INLINE Limit smallest(void) { return (Limit){K(0x1p-100f), absoluteBits()}; }
INLINE Limit smallestFactor(void) { return (Limit){K(0x1p-63f), absoluteBits()}; }

/** Each number, or +0 if its absolute value is below a limit; NaN stays. */
INLINE vec flush(vec x, Limit limit) {
  return (vec)((ivec)x & ~((vec)((ivec)x & limit.absolute) < limit.least));
}

/** The limit for a weight that was multiplied by `decay`: none if it does not decay. */
INLINE Limit smallestDecayed(float decay) {
  Limit limit = smallest();
  if (decay == 1) limit.least = (vec){};
  return limit;
}

/** Writes the first `lanes` lanes of a vector, fewer than it has, and nothing beyond. */
INLINE void storeFew(float *at, vec values, i32 lanes) {
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
    typedef u64 TwoFloats __attribute__((aligned(4), may_alias));
    *(TwoFloats *)at = ((__attribute__((vector_size(4 * W))) u64)values)[0];
    if (lanes & 1) at[2] = values[2];
  } else if (lanes & 1) at[0] = values[0];
#endif
}

OUTLINE void storeFewApart(float *at, vec values, i32 lanes) { storeFew(at, values, lanes); }

/** Writes the first `lanes` lanes of a vector and nothing beyond. */
INLINE void storeLanes(float *at, vec values, i32 lanes) {
  if (lanes >= W) store(at, values);
  else storeFewApart(at, values, lanes);
}
