/**
 * The product of large matrices: out = (bias + a·b) · scale.
 *
 * Both are packed into panels, a by four rows and b by eight columns, `DEPTH` of the inner index at a time, so that the
 * innermost loop reads from front to back and from the nearest cache. It adds to a tile of 4 × 8 sums in eight vector
 * registers. Before the next `DEPTH` the sums are kept in out, which interrupts their order and does not change it. (Goto
 * and van de Geijn, “Anatomy of high-performance matrix multiplication”, 2008.)
 */

import { addProduct } from "./lanes";

/** How much of the inner index is packed at a time: a panel of b takes 8 kB. */
const DEPTH = 256;

/** Packs the columns [j, j + 8) of b, rows [k0, k1), with zeros beyond the last column. Strides are in bytes. */
// @ts-ignore: decorator
@inline
function packColumns(panel: usize, b: usize, rowStride: usize, columnStride: usize, j: i32, columns: i32, k0: i32, k1: i32): void {
  let from = b + <usize>k0 * rowStride + <usize>j * columnStride;
  const width = min(8, columns - j);
  if (width == 8 && columnStride == 4) {
    for (let k = k0; k < k1; k++) {
      v128.store(panel, v128.load(from));
      v128.store(panel, v128.load(from, 16), 16);
      panel += 32;
      from += rowStride;
    }
    return;
  }
  for (let c = 0; c < 8; c++) {
    let to = panel + (<usize>c << 2);
    let at = from + <usize>c * columnStride;
    for (let k = k0; k < k1; k++) {
      store<f32>(to, c < width ? load<f32>(at) : 0);
      to += 32;
      at += rowStride;
    }
  }
}

/**
 * Packs the rows [i, i + 4) of a, columns [k0, k1), `DEPTH` elements apart, with zeros beyond the last row. Strides are in
 * bytes.
 */
// @ts-ignore: decorator
@inline
function packRows(panel: usize, a: usize, rowStride: usize, columnStride: usize, i: i32, rows: i32, k0: i32, k1: i32): void {
  for (let r = 0; r < 4; r++) {
    let to = panel + <usize>(r * DEPTH << 2);
    let at = a + <usize>(i + r) * rowStride + <usize>k0 * columnStride;
    if (i + r >= rows) memory.fill(to, 0, <usize>(k1 - k0) << 2);
    else if (columnStride == 4) {
      for (const end = to + (<usize>(k1 - k0) << 2); to < end; to += 16, at += 16) v128.store(to, v128.load(at));
    } else {
      for (let k = k0; k < k1; k++) {
        store<f32>(to, load<f32>(at));
        to += 4;
        at += columnStride;
      }
    }
  }
}

/**
 * tile [4, 8] += panel of a · panel of b, over `depth`; rows of the tile are `stride` bytes apart.
 *
 * V8 checks the bounds of every access, and two checks share a part if their offsets are the same. So the four rows of a
 * are read at equal offsets from four addresses.
 */
function tileProduct(tile: usize, stride: usize, a: usize, b: usize, depth: i32): void {
  const row1 = tile + stride;
  const row2 = row1 + stride;
  const row3 = row2 + stride;
  let s00 = v128.load(tile);
  let s01 = v128.load(tile, 16);
  let s10 = v128.load(row1);
  let s11 = v128.load(row1, 16);
  let s20 = v128.load(row2);
  let s21 = v128.load(row2, 16);
  let s30 = v128.load(row3);
  let s31 = v128.load(row3, 16);
  // 2 of the inner index in a turn of the loop, one after the other.
  let a0 = a;
  const end = a + (<usize>depth << 2);
  while (a0 + 8 <= end) {
    const a1 = a0 + (DEPTH << 2);
    const a2 = a0 + (DEPTH << 3);
    const a3 = a0 + DEPTH * 12;
    let b0 = v128.load(b);
    let b1 = v128.load(b, 16);
    let x = v128.load32_splat(a0);
    s00 = addProduct(s00, x, b0);
    s01 = addProduct(s01, x, b1);
    x = v128.load32_splat(a1);
    s10 = addProduct(s10, x, b0);
    s11 = addProduct(s11, x, b1);
    x = v128.load32_splat(a2);
    s20 = addProduct(s20, x, b0);
    s21 = addProduct(s21, x, b1);
    x = v128.load32_splat(a3);
    s30 = addProduct(s30, x, b0);
    s31 = addProduct(s31, x, b1);
    b0 = v128.load(b, 32);
    b1 = v128.load(b, 48);
    x = v128.load32_splat(a0, 4);
    s00 = addProduct(s00, x, b0);
    s01 = addProduct(s01, x, b1);
    x = v128.load32_splat(a1, 4);
    s10 = addProduct(s10, x, b0);
    s11 = addProduct(s11, x, b1);
    x = v128.load32_splat(a2, 4);
    s20 = addProduct(s20, x, b0);
    s21 = addProduct(s21, x, b1);
    x = v128.load32_splat(a3, 4);
    s30 = addProduct(s30, x, b0);
    s31 = addProduct(s31, x, b1);
    a0 += 8;
    b += 64;
  }
  while (a0 < end) {
    const a1 = a0 + (DEPTH << 2);
    const a2 = a0 + (DEPTH << 3);
    const a3 = a0 + DEPTH * 12;
    let b0 = v128.load(b);
    let b1 = v128.load(b, 16);
    let x = v128.load32_splat(a0);
    s00 = addProduct(s00, x, b0);
    s01 = addProduct(s01, x, b1);
    x = v128.load32_splat(a1);
    s10 = addProduct(s10, x, b0);
    s11 = addProduct(s11, x, b1);
    x = v128.load32_splat(a2);
    s20 = addProduct(s20, x, b0);
    s21 = addProduct(s21, x, b1);
    x = v128.load32_splat(a3);
    s30 = addProduct(s30, x, b0);
    s31 = addProduct(s31, x, b1);
    a0 += 4;
    b += 32;
  }
  v128.store(tile, s00);
  v128.store(tile, s01, 16);
  v128.store(row1, s10);
  v128.store(row1, s11, 16);
  v128.store(row2, s20);
  v128.store(row2, s21, 16);
  v128.store(row3, s30);
  v128.store(row3, s31, 16);
}

/**
 * out [rows, columns] = (bias + a·b) · scale for a [rows, inner] and b [inner, columns]; panels [from, to) of eight columns.
 *
 * @param aRow the elements between two rows of a; `aColumn` those between two columns. A transpose needs no copy
 * @param bias 0 for zeros
 * @param scratch room for `rows` rounded up to 4, times 256, and 2048 + 32 more, in floats
 */
export function packedProduct(
  out: usize, a: usize, aRow: i32, aColumn: i32, b: usize, bRow: i32, bColumn: i32, bias: usize, rows: i32, inner: i32,
  columns: i32, scale: f32, scratch: usize, from: i32, to: i32,
): void {
  const stride = <usize>columns << 2;
  const tile = scratch;
  const panelB = tile + 128;
  const panelsA = panelB + (DEPTH << 5);
  const j0 = from << 3;
  const j1 = min(to << 3, columns);
  for (let r = 0; r < rows; r++) {
    for (let j = j0; j < j1; j++) {
      store<f32>(out + <usize>r * stride + (<usize>j << 2), bias ? load<f32>(bias + (<usize>j << 2)) : 0);
    }
  }
  for (let k0 = 0; k0 < inner; k0 += DEPTH) {
    const k1 = min(k0 + DEPTH, inner);
    const depth = k1 - k0;
    for (let i = 0; i < rows; i += 4) {
      packRows(panelsA + (<usize>(i * DEPTH) << 2), a, <usize>aRow << 2, <usize>aColumn << 2, i, rows, k0, k1);
    }
    for (let j = j0; j < j1; j += 8) {
      packColumns(panelB, b, <usize>bRow << 2, <usize>bColumn << 2, j, columns, k0, k1);
      for (let i = 0; i < rows; i += 4) {
        const panelA = panelsA + (<usize>(i * DEPTH) << 2);
        const at = out + <usize>i * stride + (<usize>j << 2);
        if (i + 4 <= rows && j + 8 <= columns) tileProduct(at, stride, panelA, panelB, depth);
        else {
          const height = min(4, rows - i);
          const width = <usize>min(8, columns - j) << 2;
          for (let r = 0; r < height; r++) memory.copy(tile + (<usize>r << 5), at + <usize>r * stride, width);
          tileProduct(tile, 32, panelA, panelB, depth);
          for (let r = 0; r < height; r++) memory.copy(at + <usize>r * stride, tile + (<usize>r << 5), width);
        }
      }
    }
  }
  if (scale == 1) return;
  for (let r = 0; r < rows; r++) {
    for (let j = j0; j < j1; j++) {
      const at = out + <usize>r * stride + (<usize>j << 2);
      store<f32>(at, load<f32>(at) * scale);
    }
  }
}
