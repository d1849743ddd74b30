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

/** How many non-zeros are converted at a time. */
enum { CONVERTED = W == 4 ? 4 : 8 };

/**
 * The examples order[0] to order[rows − 1] as sparse rows: a byte k becomes k/255. Eight at a
 * time, so that up to seven elements are written beyond the last.
 */
KERNEL(gatherCompact, u32 order, u32 starts, u32 indices, u32 values, i32 rows, u32 compactStarts,
  u32 compact) {
  typedef u16 Columns BYTE_VECTOR(2 * CONVERTED);
  typedef u8 Bytes BYTE_VECTOR(CONVERTED);
  typedef u32 Indices VECTOR(4 * CONVERTED);
  typedef i32 Levels VECTOR(4 * CONVERTED);
  typedef float Values VECTOR(4 * CONVERTED);
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
  u32 written = 0;
  for (i32 r = 0; r < rows; r++) {
    WORDS(starts)[r] = written;
    const u32 *example = WORDS(compactStarts) + WORDS(order)[r];
    const u32 count = example[1] - example[0];
    const u8 *columns = from + COMPACT_BYTES * (usize)example[0];
    const u8 *bytes = columns + sizeof(u16) * count;
    u32 *index = WORDS(indices) + written;
    float *value = FLOATS(values) + written;
    for (u32 eight = 0; eight < count; eight += 8) {
      UNROLL for (u32 k = eight; k < eight + 8; k += CONVERTED) {
        const Columns column = *(const Columns *)(columns + sizeof(u16) * k);
        *(Indices *)(index + k) = __builtin_convertvector(column, Indices);
        const Levels level = __builtin_convertvector(*(const Bytes *)(bytes + k), Levels);
        *(Values *)(value + k) = __builtin_convertvector(level, Values) / 255.0f;
      }
    }
    written += count;
  }
  WORDS(starts)[rows] = written;
}
