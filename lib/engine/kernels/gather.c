/*
 * Makes sparse rows of examples that are bytes. The bytes of a data set are made compact once:
 * for each example the columns of its non-zeros, 16 bits each, and after them their bytes. Then a
 * batch is read from front to back:
 *
 *   for (r = 0; r < rows; r++) {
 *     for (c = 0; c < columns; c++) {
 *       if (bytes[order[r]][c] != 0) { indices[k] = c; values[k++] = bytes[order[r]][c] / 255; }
 *     }
 *   }
 */

#include "vectors.h"

typedef u16 __attribute__((aligned(1), may_alias)) Column;
typedef u64 __attribute__((aligned(1), may_alias)) EightBytes;

/** The highest bit of each of up to eight bytes that is not zero, the first byte in the lowest. */
INLINE u64 nonZeroBytes(const u8 *at, i32 count) {
  const u64 highest = 0x8080808080808080;
  u64 bytes = 0;
  if (count >= 8) bytes = *(const EightBytes *)at;
  else for (i32 k = 0; k < count; k++) bytes |= (u64)at[k] << 8 * k;
  return (((bytes & ~highest) + ~highest) | bytes) & highest; /* any lower bit carries into it */
}

/**
 * starts[r + 1] = starts[r] + how many bytes of row r are not zero; the caller has set starts[0].
 */
KERNEL(countBytes, u32 starts, u32 bytes, i32 rows, i32 columns) {
  u32 total = WORDS(starts)[0];
  for (i32 r = 0; r < rows; r++) {
    const u8 *row = BYTES(bytes) + (usize)r * columns;
    for (i32 c = 0; c < columns; c += 8) {
      total += (u32)__builtin_popcountll(nonZeroBytes(row + c, columns - c));
    }
    WORDS(starts)[r + 1] = total;
  }
}

/** The bytes of a non-zero of compact rows: two of its column, and its own. */
enum { COMPACT_BYTES = 3 };

/**
 * Writes each row from byte 3·starts[r] of `out` on: the columns of its non-zeros, then their
 * bytes. With AVX-512 sixteen at a time, the processor moving them to the left: what is written
 * beyond, at most 32 bytes, is written over by the next.
 */
KERNEL(compactBytes, u32 out, u32 starts, u32 bytes, i32 rows, i32 columns) {
  for (i32 r = 0; r < rows; r++) {
    const u8 *row = BYTES(bytes) + (usize)r * columns;
    const usize first = WORDS(starts)[r], count = WORDS(starts)[r + 1] - first;
    Column *outColumns = (Column *)(BYTES(out) + COMPACT_BYTES * first);
    u8 *outBytes = BYTES(out) + COMPACT_BYTES * first + sizeof(Column) * count;
    i32 c = 0;
#if W == 16
    typedef u8 Bytes16 BYTE_VECTOR(16);
    typedef u16 Columns16 BYTE_VECTOR(32);
#define EACH_SIXTEEN(out, Results, values) \
    for (c = 0; c + W <= columns; c += W) { \
      const ivec x = __builtin_convertvector(*(const Bytes16 *)(row + c), ivec); \
      const u16 set = (u16)~__builtin_ia32_cmpd512_mask(x, (ivec){}, 0, (u16)-1); \
      const ivec left = (ivec)__builtin_ia32_compresssi512_mask(values, (ivec){}, set); \
      *(Results *)out = __builtin_convertvector(left, Results); \
      out += __builtin_popcount(set); \
    }
    EACH_SIXTEEN(outColumns, Columns16, (ivec){LANE_INDICES} + c)
    EACH_SIXTEEN(outBytes, Bytes16, x)
#undef EACH_SIXTEEN
#endif
    for (; c < columns; c += 8) {
      for (u64 left = nonZeroBytes(row + c, columns - c); left; left &= left - 1) {
        const i32 column = c + __builtin_ctzll(left) / 8;
        *outColumns++ = (u16)column;
        *outBytes++ = row[column];
      }
    }
  }
}

typedef u16 Columns8 BYTE_VECTOR(16);
typedef u8 Bytes8 BYTE_VECTOR(8);

/** Writes eight columns, and eight bytes k as k/255, where `most` is 255. */
INLINE void convertEight(u32 *index, float *value, Columns8 columns, Bytes8 bytes, vec most) {
#if W == 4
  typedef u16 Eight __attribute__((vector_size(16)));
  typedef u32 Four __attribute__((vector_size(16)));
  const Eight c = (Eight)columns, levels = __builtin_convertvector(bytes, Eight);
#define HALF(x, ...) __builtin_convertvector(__builtin_shufflevector(x, x, __VA_ARGS__), Four)
  *(uvec *)index = (uvec)HALF(c, 0, 1, 2, 3);
  *(uvec *)(index + 4) = (uvec)HALF(c, 4, 5, 6, 7);
  store(value, __builtin_convertvector(HALF(levels, 0, 1, 2, 3), vec) / most);
  store(value + 4, __builtin_convertvector(HALF(levels, 4, 5, 6, 7), vec) / most);
#undef HALF
#else
  typedef u32 Indices8 VECTOR(32);
  typedef float Values8 VECTOR(32);
  *(Indices8 *)index = __builtin_convertvector(columns, Indices8);
  const Values8 most8 = __builtin_shufflevector(most, most, 0, 1, 2, 3, 4, 5, 6, 7);
  *(Values8 *)value = __builtin_convertvector(bytes, Values8) / most8;
#endif
}

/**
 * The examples order[0] to order[rows − 1] as sparse rows: a byte k becomes k/255. Eight at a
 * time, so that up to seven elements are written beyond the last.
 */
KERNEL(gatherCompact, u32 order, u32 starts, u32 indices, u32 values, i32 rows, u32 compactStarts,
  u32 compact) {
  const u8 *from = BYTES(compact);
  u32 seen = 0;
  /* Far memory delivers many cache lines at the same time. */
  for (i32 r = 0; r < rows; r++) {
    const u32 *example = WORDS(compactStarts) + WORDS(order)[r];
    const u8 *end = from + COMPACT_BYTES * (usize)example[1];
    const u8 *at = from + COMPACT_BYTES * (usize)example[0];
    for (; at < end; at += LINE_BYTES) seen |= touch(at);
  }
  *(volatile u32 *)WORDS(starts) = seen;
  const vec most = K(255);
  u32 written = 0;
  for (i32 r = 0; r < rows; r++) {
    WORDS(starts)[r] = written;
    const u32 *example = WORDS(compactStarts) + WORDS(order)[r];
    const u32 count = example[1] - example[0];
    const u8 *columns = from + COMPACT_BYTES * (usize)example[0];
    const u8 *bytes = columns + sizeof(u16) * count;
    u32 *index = WORDS(indices) + written;
    float *value = FLOATS(values) + written;
    for (u32 k = 0; k < count; k += 8) {
      const Columns8 eight = *(const Columns8 *)(columns + sizeof(u16) * k);
      convertEight(index + k, value + k, eight, *(const Bytes8 *)(bytes + k), most);
    }
    written += count;
  }
  WORDS(starts)[rows] = written;
}

/** out[r] = from[order[r]], rows of float32. */
KERNEL(gatherRows, u32 order, u32 out, u32 from, i32 rows, i32 columns) {
  for (i32 r = 0; r < rows; r++) {
    float *to = FLOATS(out) + (usize)r * columns;
    const float *row = FLOATS(from) + (usize)WORDS(order)[r] * columns;
    for (i32 k = 0; k < columns; k++) to[k] = row[k];
  }
}
