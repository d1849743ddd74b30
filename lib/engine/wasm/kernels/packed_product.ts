/**
 * The product of large matrices: out = (bias + a·b) · scale.
 *
 * `DEPTH` of the inner index at a time both are packed, b into panels of twelve columns and a into blocks of `ROWS` rows,
 * so that the innermost loop reads from front to back and from the nearest caches. It adds to a tile of 3 × 12 sums in nine
 * vector registers. Before the next `DEPTH` the sums are kept in out, which interrupts their order and does not change it.
 * (Goto and van de Geijn, “Anatomy of high-performance matrix multiplication”, 2008.)
 */

import { addProduct, storeRow } from "./lanes";
import { transposeSquare } from "./transpose";

/** How much of the inner index is packed at a time: a panel of b takes 12 kB. */
const DEPTH = 256;

/** How many rows of a are packed at a time: they take 192 kB, and stay in the second cache for every panel of b. */
const ROWS = 192;

/** The bytes of a packed row of a, of a row of a panel of b, and of such a panel. */
const ROW_BYTES = DEPTH << 2;
const PANEL_ROW = 12 << 2;
const PANEL_BYTES = DEPTH * PANEL_ROW;

/** How many panels are packed together where b is read row by row, so that it is read in whole cache lines. */
const TOGETHER = 4;

/** The address of column j, counted from that of the first panel, in the panels of b. */
// @ts-ignore: decorator
@inline
function inPanels(panels: usize, j: i32): usize {
  return panels + <usize>(j / 12) * PANEL_BYTES + (<usize>(j % 12) << 2);
}

/**
 * Packs the columns [j0, j1) of b, `depth` rows from `b` on, into panels of twelve columns, a row after the other, with
 * zeros up to a multiple of four. Strides are in bytes, and one of the two is that of neighbours.
 */
function packColumns(panels: usize, b: usize, rowStride: usize, columnStride: usize, j0: i32, j1: i32, depth: i32): void {
  b += <usize>j0 * columnStride;
  const columns = j1 - j0;
  let j = 0;
  if (columnStride == 4) {
    for (const whole = columns / 12 * 12; j < whole; j += 12 * TOGETHER) {
      const width = min(12 * TOGETHER, whole - j);
      const first = panels + <usize>(j / 12) * PANEL_BYTES;
      for (let k = 0; k < depth; k++) {
        let from = b + <usize>k * rowStride + (<usize>j << 2);
        let to = first + <usize>k * PANEL_ROW;
        for (const end = from + (<usize>width << 2); from < end; from += PANEL_ROW) {
          v128.store(to, v128.load(from));
          v128.store(to, v128.load(from, 16), 16);
          v128.store(to, v128.load(from, 32), 32);
          to += PANEL_BYTES;
        }
      }
    }
    j = columns / 12 * 12;
    for (; j + 4 <= columns; j += 4) {
      let from = b + (<usize>j << 2);
      let to = inPanels(panels, j);
      for (let k = 0; k < depth; k++) {
        v128.store(to, v128.load(from));
        from += rowStride;
        to += PANEL_ROW;
      }
    }
  } else {
    for (; j + 4 <= columns; j += 4) {
      let from = b + <usize>j * columnStride;
      let to = inPanels(panels, j);
      let k = 0;
      for (; k + 4 <= depth; k += 4) {
        transposeSquare(to, PANEL_ROW, from, columnStride);
        from += 16;
        to += 4 * PANEL_ROW;
      }
      for (; k < depth; k++) {
        store<f32>(to, load<f32>(from));
        store<f32>(to, load<f32>(from + columnStride), 4);
        store<f32>(to, load<f32>(from + 2 * columnStride), 8);
        store<f32>(to, load<f32>(from + 3 * columnStride), 12);
        from += 4;
        to += PANEL_ROW;
      }
    }
  }
  for (const end = (columns + 3) & -4; j < end; j++) {
    let from = b + <usize>j * columnStride;
    let to = inPanels(panels, j);
    for (let k = 0; k < depth; k++) {
      store<f32>(to, j < columns ? load<f32>(from) : 0);
      from += rowStride;
      to += PANEL_ROW;
    }
  }
}

/**
 * Packs `rows` rows of a, `depth` columns from `a` on, a row after the other, with rows of zeros up to a multiple of three.
 * Strides are in bytes, and one of the two is that of neighbours.
 */
function packRows(block: usize, a: usize, rowStride: usize, columnStride: usize, rows: i32, depth: i32): void {
  let i = 0;
  if (columnStride == 4) {
    for (; i < rows; i++) {
      memory.copy(block + <usize>i * ROW_BYTES, a + <usize>i * rowStride, <usize>depth << 2);
    }
  } else {
    for (; i + 4 <= rows; i += 4) {
      let from = a + (<usize>i << 2);
      let to = block + <usize>i * ROW_BYTES;
      let k = 0;
      for (; k + 4 <= depth; k += 4) {
        transposeSquare(to, ROW_BYTES, from, columnStride);
        from += 4 * columnStride;
        to += 16;
      }
      for (; k < depth; k++) {
        store<f32>(to, load<f32>(from));
        store<f32>(to, load<f32>(from, 4), ROW_BYTES);
        store<f32>(to, load<f32>(from, 8), 2 * ROW_BYTES);
        store<f32>(to, load<f32>(from, 12), 3 * ROW_BYTES);
        from += columnStride;
        to += 4;
      }
    }
    for (; i < rows; i++) {
      let from = a + (<usize>i << 2);
      const to = block + <usize>i * ROW_BYTES;
      for (let k = 0; k < depth; k++) {
        store<f32>(to + (<usize>k << 2), load<f32>(from));
        from += columnStride;
      }
    }
  }
  for (; i % 3 != 0; i++) memory.fill(block + <usize>i * ROW_BYTES, 0, <usize>depth << 2);
}

/**
 * A tile of up to three rows and `n` vectors of columns: out = (sums + a·b) · scale, over `depth`. Strides are in bytes.
 *
 * V8 checks the bounds of every access, and two checks share a part if their offsets are the same. So the three rows of a
 * are read at equal offsets from three addresses. The loop may end after each of the inner index: a compiler moves nothing
 * past that, and so there are registers enough for nine sums.
 *
 * @param n three vectors are computed always, `n` are written
 * @param lanes how many lanes of the last vector are written
 */
function tileProduct(
  n: i32, out: usize, stride: usize, sums: usize, sumStride: usize, a: usize, b: usize, depth: i32, scale: f32, height: i32,
  lanes: i32,
): void {
  // Rows that are not there have no sums: beyond the last of them the memory may end.
  const sums1 = height > 1 ? sums + sumStride : sums;
  const sums2 = height > 2 ? sums1 + sumStride : sums1;
  const zero = f32x4.splat(0);
  let s00 = v128.load(sums);
  let s01 = n > 1 ? v128.load(sums, 16) : zero;
  let s02 = n > 2 ? v128.load(sums, 32) : zero;
  let s10 = v128.load(sums1);
  let s11 = n > 1 ? v128.load(sums1, 16) : zero;
  let s12 = n > 2 ? v128.load(sums1, 32) : zero;
  let s20 = v128.load(sums2);
  let s21 = n > 1 ? v128.load(sums2, 16) : zero;
  let s22 = n > 2 ? v128.load(sums2, 32) : zero;
  // 4 of the inner index in a turn of the loop, one after the other.
  let a0 = a;
  const end = a + (<usize>depth << 2);
  do {
    const a1 = a0 + ROW_BYTES;
    const a2 = a0 + 2 * ROW_BYTES;
    let b0 = v128.load(b);
    let b1 = v128.load(b, 16);
    let b2 = v128.load(b, 32);
    let x = v128.load32_splat(a0);
    s00 = addProduct(s00, x, b0);
    s01 = addProduct(s01, x, b1);
    s02 = addProduct(s02, x, b2);
    x = v128.load32_splat(a1);
    s10 = addProduct(s10, x, b0);
    s11 = addProduct(s11, x, b1);
    s12 = addProduct(s12, x, b2);
    x = v128.load32_splat(a2);
    s20 = addProduct(s20, x, b0);
    s21 = addProduct(s21, x, b1);
    s22 = addProduct(s22, x, b2);
    if (a0 == end - 4) break;
    b0 = v128.load(b, 48);
    b1 = v128.load(b, 64);
    b2 = v128.load(b, 80);
    x = v128.load32_splat(a0, 4);
    s00 = addProduct(s00, x, b0);
    s01 = addProduct(s01, x, b1);
    s02 = addProduct(s02, x, b2);
    x = v128.load32_splat(a1, 4);
    s10 = addProduct(s10, x, b0);
    s11 = addProduct(s11, x, b1);
    s12 = addProduct(s12, x, b2);
    x = v128.load32_splat(a2, 4);
    s20 = addProduct(s20, x, b0);
    s21 = addProduct(s21, x, b1);
    s22 = addProduct(s22, x, b2);
    if (a0 == end - 8) break;
    b0 = v128.load(b, 96);
    b1 = v128.load(b, 112);
    b2 = v128.load(b, 128);
    x = v128.load32_splat(a0, 8);
    s00 = addProduct(s00, x, b0);
    s01 = addProduct(s01, x, b1);
    s02 = addProduct(s02, x, b2);
    x = v128.load32_splat(a1, 8);
    s10 = addProduct(s10, x, b0);
    s11 = addProduct(s11, x, b1);
    s12 = addProduct(s12, x, b2);
    x = v128.load32_splat(a2, 8);
    s20 = addProduct(s20, x, b0);
    s21 = addProduct(s21, x, b1);
    s22 = addProduct(s22, x, b2);
    if (a0 == end - 12) break;
    b0 = v128.load(b, 144);
    b1 = v128.load(b, 160);
    b2 = v128.load(b, 176);
    x = v128.load32_splat(a0, 12);
    s00 = addProduct(s00, x, b0);
    s01 = addProduct(s01, x, b1);
    s02 = addProduct(s02, x, b2);
    x = v128.load32_splat(a1, 12);
    s10 = addProduct(s10, x, b0);
    s11 = addProduct(s11, x, b1);
    s12 = addProduct(s12, x, b2);
    x = v128.load32_splat(a2, 12);
    s20 = addProduct(s20, x, b0);
    s21 = addProduct(s21, x, b1);
    s22 = addProduct(s22, x, b2);
    a0 += 16;
    b += 192;
  } while (a0 < end);
  const s = f32x4.splat(scale);
  storeRow(n, out, f32x4.mul(s00, s), f32x4.mul(s01, s), f32x4.mul(s02, s), lanes);
  if (height > 1) storeRow(n, out + stride, f32x4.mul(s10, s), f32x4.mul(s11, s), f32x4.mul(s12, s), lanes);
  if (height > 2) storeRow(n, out + 2 * stride, f32x4.mul(s20, s), f32x4.mul(s21, s), f32x4.mul(s22, s), lanes);
}

/**
 * out [rows, columns] = (bias + a·b) · scale for a [rows, inner] and b [inner, columns]; panels [from, to) of twelve columns.
 *
 * @param aRow the elements between two rows of a; `aColumn` those between two columns. One of them is 1. A transpose needs
 * no copy
 * @param bias 0 for zeros
 * @param scratch room for 256 elements of each column of the panels and of 192 rows, or of all rounded up to three if there
 * are fewer, and for 12 more, in floats
 */
export function packedProduct(
  out: usize, a: usize, aRow: i32, aColumn: i32, b: usize, bRow: i32, bColumn: i32, bias: usize, rows: i32, inner: i32,
  columns: i32, scale: f32, scratch: usize, from: i32, to: i32,
): void {
  const stride = <usize>columns << 2;
  const zeros = scratch;
  const panels = zeros + PANEL_ROW;
  const block = panels + <usize>(to - from) * PANEL_BYTES;
  const j0 = from * 12;
  const j1 = min(to * 12, columns);
  memory.fill(zeros, 0, PANEL_ROW);
  for (let k = 0; k < inner; k += DEPTH) {
    const depth = min(DEPTH, inner - k);
    const first = k == 0;
    const factor: f32 = k + depth == inner ? scale : 1;
    const sumStride = first ? 0 : stride;
    packColumns(panels, b + (<usize>(k * bRow) << 2), <usize>bRow << 2, <usize>bColumn << 2, j0, j1, depth);
    for (let i0 = 0; i0 < rows; i0 += ROWS) {
      const i1 = min(i0 + ROWS, rows);
      const corner = a + (<usize>(i0 * aRow + k * aColumn) << 2);
      packRows(block, corner, <usize>aRow << 2, <usize>aColumn << 2, i1 - i0, depth);
      let panel = panels;
      for (let j = j0; j < j1; j += 12) {
        const width = min(12, j1 - j);
        const n = (width + 3) >> 2;
        const lanes = width - 4 * n + 4;
        const start = bias ? bias + (<usize>j << 2) : zeros;
        let rowsOfA = block;
        for (let i = i0; i < i1; i += 3) {
          const at = out + <usize>i * stride + (<usize>j << 2);
          const sums = first ? start : at;
          tileProduct(n, at, stride, sums, sumStride, rowsOfA, panel, depth, factor, i1 - i, lanes);
          rowsOfA += 3 * ROW_BYTES;
        }
        panel += PANEL_BYTES;
      }
    }
  }
}
