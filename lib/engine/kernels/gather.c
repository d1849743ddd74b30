/*
 * Makes sparse rows of examples that are bytes. The bytes of a data set are made compact once:
 * for each example the columns of its non-zeros, 16 bits each, and after them their bytes.
 */

#include "vectors.h"

/**
 * starts[r + 1] = starts[r] + how many bytes of row r are not zero; the caller has set starts[0].
 */
KERNEL(countBytes, u32 starts, u32 bytes, i32 rows, i32 columns) {
  u32 total = WORDS(starts)[0];
  for (i32 r = 0; r < rows; r++) {
    const u8 *row = BYTES(bytes) + (usize)r * columns;
    for (i32 c = 0; c < columns; c++) total += row[c] != 0;
    WORDS(starts)[r + 1] = total;
  }
}

/** The bytes of a non-zero of compact rows: two of its column, and its own. */
enum { COMPACT_BYTES = 3 };

typedef u16 __attribute__((aligned(1), may_alias)) Column;
typedef u64 __attribute__((aligned(1), may_alias)) EightBytes;

/**
 * Writes each row from byte 3·starts[r] of `out` on: the columns of its non-zeros, then their
 * bytes.
 */
KERNEL(compactBytes, u32 out, u32 starts, u32 bytes, i32 rows, i32 columns) {
  for (i32 r = 0; r < rows; r++) {
    const u8 *row = BYTES(bytes) + (usize)r * columns;
    const usize first = WORDS(starts)[r], count = WORDS(starts)[r + 1] - first;
    Column *outColumns = (Column *)(BYTES(out) + COMPACT_BYTES * first);
    u8 *outBytes = BYTES(out) + COMPACT_BYTES * first + sizeof(Column) * count;
    for (i32 c = 0; c < columns; c++) {
      while (c + 8 <= columns && *(const EightBytes *)(row + c) == 0) c += 8; /* most are zero */
      if (c == columns || row[c] == 0) continue;
      *outColumns++ = (u16)c;
      *outBytes++ = row[c];
    }
  }
}

/**
 * The examples order[0] to order[rows − 1] as sparse rows: a byte k becomes k/255. Eight at a
 * time, so that up to seven elements are written beyond the last.
 */
KERNEL(gatherCompact, u32 order, u32 starts, u32 indices, u32 values, i32 rows, u32 compactStarts,
  u32 compact) {
  typedef u16 Columns8 BYTE_VECTOR(16);
  typedef u8 Bytes8 BYTE_VECTOR(8);
  typedef u32 Indices8 VECTOR(32);
  const u8 *from = BYTES(compact);
  /* Far memory delivers many cache lines at the same time. */
  for (i32 r = 0; r < rows; r++) {
    const u32 *example = WORDS(compactStarts) + WORDS(order)[r];
    const u8 *end = from + COMPACT_BYTES * (usize)example[1];
    const u8 *at = from + COMPACT_BYTES * (usize)example[0];
    for (; at < end; at += LINE_BYTES) __builtin_prefetch(at);
  }
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
      const Columns8 columns8 = *(const Columns8 *)(columns + sizeof(u16) * k);
      *(Indices8 *)(index + k) = __builtin_convertvector(columns8, Indices8);
      *(vec8 *)(value + k) = __builtin_convertvector(*(const Bytes8 *)(bytes + k), vec8) / 255.0f;
    }
    written += count;
  }
  WORDS(starts)[rows] = written;
}
