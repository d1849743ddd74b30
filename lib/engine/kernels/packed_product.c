/*
 * The product of large matrices: out = (bias + a·b)·scale, by the plain loop of dense_product.c.
 *
 * DEPTH of the inner index at a time both are packed, b into panels of PANEL_COLUMNS columns and
 * a into tiles of TILE_ROWS rows, so that the innermost loop reads from front to back and from
 * the nearest caches. It adds to a tile of sums that stays in registers. Before the next DEPTH
 * the sums are kept in out, which interrupts their order and does not change it. (Goto and van de
 * Geijn, “Anatomy of high-performance matrix multiplication”, 2008.)
 */

#include "loops.h"
#include "transpose.h"

/**
 * How much of the inner index is packed at a time, and of how many rows of a: they stay in the
 * second cache.
 */
enum { PACKED_DEPTH = 256, PACKED_ROWS = 192 };

/**
 * The tile of sums: as many registers as leave some for a row of b and an element of a. AVX-512
 * and Arm have 32 of them; V8 keeps some for itself, and does not unroll the loop.
 *
 * Natively a tile of a has its elements of an inner index side by side. V8 checks the bounds of
 * every access, and checks share a part where the offsets are the same: in WebAssembly a tile has
 * row after row, which are read at the same offsets from an address each.
 */
#if W == 16 || defined(__aarch64__)
enum { TILE_ROWS = 8, TILE_VECTORS = 3, TILE_UNROLLED = 1, ROW_AFTER_ROW = 0 };
#define CASES_TILE FEW_3
#elif defined(__wasm__)
enum { TILE_ROWS = 3, TILE_VECTORS = 3, TILE_UNROLLED = 4, ROW_AFTER_ROW = 1 };
#define CASES_TILE FEW_3
#else
enum { TILE_ROWS = 6, TILE_VECTORS = 2, TILE_UNROLLED = 1, ROW_AFTER_ROW = 0 };
#define CASES_TILE CASES_2
#endif

enum { PANEL_COLUMNS = TILE_VECTORS * W };

/** From an element of a tile of a to that of the next row, and of the next inner index. */
enum {
  TILE_ACROSS = ROW_AFTER_ROW ? PACKED_DEPTH : 1,
  TILE_ALONG = ROW_AFTER_ROW ? 1 : TILE_ROWS,
};

/** How many rows of a are packed together: row after row, tiles lie as one. */
enum { ROWS_TOGETHER = ROW_AFTER_ROW ? PACKED_ROWS : TILE_ROWS };

CONSTANT(panelColumns, PANEL_COLUMNS)
CONSTANT(tileRows, TILE_ROWS)

/** A matrix that may be transposed: one of the two distances between its neighbours is 1. */
typedef struct {
  const float *start;
  usize row, column;
} Operand;

INLINE const float *elementOf(Operand a, i32 row, i32 column) {
  return a.start + (usize)row * a.row + (usize)column * a.column;
}

/**
 * to[k·toStride + r] = from[r·stride + k] for `rows` rows r of `depth` numbers: squares of four,
 * then the rest.
 */
INLINE void packTransposed(
  float *to, usize toStride, const float *from, usize stride, i32 rows, i32 depth
) {
  const i32 wholeRows = rows & -4, wholeDepth = depth & -4;
  for (i32 r = 0; r < wholeRows; r += 4) {
    for (i32 k = 0; k < wholeDepth; k += 4) {
      transposeSquare(to + k * toStride + r, toStride, from + r * stride + k, stride);
    }
  }
  for (i32 r = 0; r < rows; r++) {
    for (i32 k = r < wholeRows ? wholeDepth : 0; k < depth; k++) {
      to[k * toStride + r] = from[r * stride + k];
    }
  }
}

/** to[k·toStride + r] = from[k·stride + r]: rows that lie as they should. */
INLINE void packStraight(
  float *to, usize toStride, const float *from, usize stride, i32 rows, i32 depth
) {
  for (i32 k = 0; k < depth; k++) {
    for (i32 r = 0; r < rows; r++) to[k * toStride + r] = from[k * stride + r];
  }
}

INLINE void packZeros(float *to, i32 unit, i32 from, i32 depth) {
  for (i32 k = 0; k < depth; k++) {
    for (i32 r = from; r < unit; r++) to[k * unit + r] = 0;
  }
}

/** How many panels are packed together where b lies row after row: it is read in long stretches. */
enum { PANELS_TOGETHER = 4, WIDE_COLUMNS = PANELS_TOGETHER * PANEL_COLUMNS };

NOINLINE void packWide(float *panels, const float *from, usize rowStride, i32 depth) {
  for (i32 k = 0; k < depth; k++, from += rowStride, panels += PANEL_COLUMNS) {
    UNROLL for (i32 p = 0; p < PANELS_TOGETHER; p++) {
      UNROLL for (i32 j = 0; j < PANEL_COLUMNS; j += W) {
        store(panels + p * PANEL_COLUMNS * PACKED_DEPTH + j, load(from + p * PANEL_COLUMNS + j));
      }
    }
  }
}

/**
 * Packs `count` rows of a, or columns of b, from `from` on, with zeros up to `unit`: of a tile or a
 * panel. Their elements are `along` apart, and they themselves `across`; one of these is 1.
 */
OUTLINE void pack(
  float *to, const i32 unit, const float *from, usize along, usize across, i32 count, i32 depth
) {
  if (along == 1) packTransposed(to, (usize)unit, from, across, count, depth);
  else if (count == unit) packStraight(to, (usize)unit, from, along, unit, depth);
  else packStraight(to, (usize)unit, from, along, count, depth);
  packZeros(to, unit, count, depth);
}

NOINLINE void packPanel(
  float *panel, const float *from, usize row, usize column, i32 width, i32 depth
) {
  pack(panel, PANEL_COLUMNS, from, row, column, width, depth);
}

/** Row after row, those beyond the last are left as they were: their sums are never written. */
NOINLINE void packRows(
  float *tile, const float *from, usize row, usize column, i32 height, i32 depth
) {
  if (ROW_AFTER_ROW) pack(tile, PACKED_DEPTH, from, row, column, depth, height);
  else pack(tile, TILE_ROWS, from, column, row, height, depth);
}

/**
 * A tile of up to TILE_ROWS rows and `n` vectors of columns, of which the first `written` count:
 * out = (sums + a·b)·scale, over `depth`.
 */
INLINE void tileProduct(
  const i32 n, i32 written, float *out, usize columns, const float *sums, usize sumStride,
  const float *a, const float *b, i32 depth, float scale, i32 height, i32 lanes
) {
  vec s[TILE_ROWS][TILE_VECTORS];
  UNROLL for (i32 r = 0; r < TILE_ROWS; r++) {
    const float *row = sums + (r < height ? r : 0) * sumStride; /* beyond, memory may end */
    UNROLL for (i32 j = 0; j < n; j++) s[r][j] = load(row + j * W);
  }
  for (const float *end = a + (usize)depth * TILE_ALONG; a < end;) {
    const float *left[TILE_ROWS];
    UNROLL for (i32 r = 0; r < TILE_ROWS; r++) {
      left[r] = a + r * TILE_ACROSS;
      PIN(left[r])
    }
    UNROLL for (i32 k = 0; k < TILE_UNROLLED; k++) {
      const float *right = b + k * PANEL_COLUMNS;
      vec row[TILE_VECTORS];
      UNROLL for (i32 j = 0; j < n; j++) row[j] = load(right + j * W);
      UNROLL for (i32 r = 0; r < TILE_ROWS; r++) {
        UNROLL for (i32 j = 0; j < n; j++) s[r][j] = s[r][j] + left[r][k * TILE_ALONG] * row[j];
      }
      if (k + 1 < TILE_UNROLLED && a + (k + 1) * TILE_ALONG == end) goto done;
    }
    b += TILE_UNROLLED * PANEL_COLUMNS;
    a += TILE_UNROLLED * TILE_ALONG;
  }
done:
  UNROLL for (i32 r = 0; r < TILE_ROWS; r++) {
    if (r < height) storeTileRow(n, written, out + r * columns, s[r], scale, lanes);
  }
}

NOINLINE void packedTile(
  float *out, usize columns, const float *sums, usize sumStride, const float *a, const float *b,
  i32 depth, float scale, i32 height, i32 width
) {
  const i32 lanes = lastLanes(width), vectors = vectorsOf(width);
  switch (vectors) {
#define CASE(n) \
    tileProduct(n, vectors, out, columns, sums, sumStride, a, b, depth, scale, height, lanes);
    CASES_TILE(CASE)
#undef CASE
  }
}

/**
 * out [rows, columns] = (bias + a·b)·scale for a [rows, inner] and b [inner, columns]; panels
 * [from, to) of panelColumns.
 *
 * aRow, aColumn: the elements between two rows, and two columns, of a; one of them is 1. bias: 0
 * for zeros. scratch: room for a row of a panel, and for 256 elements of each column of the
 * panels and of 192 rows, or of all rounded up to tileRows.
 */
KERNEL(packedProduct, u32 out, u32 a, i32 aRow, i32 aColumn, u32 b, i32 bRow, i32 bColumn, u32 bias,
  i32 rows, i32 inner, i32 columns, float scale, u32 scratch, i32 from, i32 to) {
  const Operand left = {FLOATS(a), (usize)aRow, (usize)aColumn};
  const Operand right = {FLOATS(b), (usize)bRow, (usize)bColumn};
  const i32 j0 = from * PANEL_COLUMNS, j1 = smaller(to * PANEL_COLUMNS, columns);
  float *zeros = FLOATS(scratch), *panels = zeros + PANEL_COLUMNS;
  float *tiles = panels + (usize)(to - from) * PANEL_COLUMNS * PACKED_DEPTH;
  for (i32 j = 0; j < PANEL_COLUMNS; j++) zeros[j] = 0;
  for (i32 k = 0; k < inner; k += PACKED_DEPTH) {
    const i32 depth = smaller(PACKED_DEPTH, inner - k);
    const float factor = k + depth == inner ? scale : 1;
    for (i32 j = j0, taken; j < j1; j += taken) {
      float *panel = panels + (usize)(j - j0) * PACKED_DEPTH;
      const float *first = elementOf(right, k, j);
      taken = right.column == 1 && j + WIDE_COLUMNS <= j1 ? WIDE_COLUMNS : PANEL_COLUMNS;
      if (taken == WIDE_COLUMNS) packWide(panel, first, right.row, depth);
      else {
        packPanel(panel, first, right.row, right.column, smaller(PANEL_COLUMNS, j1 - j), depth);
      }
    }
    for (i32 i0 = 0; i0 < rows; i0 += PACKED_ROWS) {
      const i32 i1 = smaller(i0 + PACKED_ROWS, rows);
      for (i32 i = i0; i < i1; i += ROWS_TOGETHER) {
        float *tile = tiles + (usize)(i - i0) * PACKED_DEPTH;
        const i32 height = smaller(ROWS_TOGETHER, i1 - i);
        packRows(tile, elementOf(left, i, k), left.row, left.column, height, depth);
      }
      for (i32 j = j0; j < j1; j += PANEL_COLUMNS) {
        const float *panel = panels + (usize)(j - j0) * PACKED_DEPTH;
        for (i32 i = i0; i < i1; i += TILE_ROWS) {
          float *at = FLOATS(out) + (usize)i * columns + j;
          const float *sums = k ? at : bias ? FLOATS(bias) + j : zeros;
          packedTile(at, (usize)columns, sums, k ? (usize)columns : 0,
            tiles + (usize)(i - i0) * PACKED_DEPTH, panel, depth, factor, i1 - i,
            smaller(PANEL_COLUMNS, j1 - j));
        }
      }
    }
  }
}
