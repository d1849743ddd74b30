/** A matrix plus the outer products of the rows of two others: the step in place of a layer whose inputs are activations. */

import { addProduct, storeLanes, storeRow } from "./lanes";
import { absoluteBits, flush, smallestDecayed } from "./subnormals";

/**
 * w[i] ← w[i] · shrink + Σᵣ x[r][i] · d[r] for four rows i and `n` vectors of columns, the last with `lanes` lanes. The
 * sums stay in registers, so that w is read and written once. Three vectors are computed always, `n` are written.
 */
function fourRows(
  n: i32, w: usize, stride: usize, shrink: v128, limit: v128, absolute: v128, x: usize, xStride: usize, d: usize, rows: i32, lanes: i32,
): void {
  const w1 = w + stride;
  const w2 = w1 + stride;
  const w3 = w2 + stride;
  let s00 = flush(f32x4.mul(v128.load(w), shrink), limit, absolute);
  let s10 = flush(f32x4.mul(v128.load(w1), shrink), limit, absolute);
  let s20 = flush(f32x4.mul(v128.load(w2), shrink), limit, absolute);
  let s30 = flush(f32x4.mul(v128.load(w3), shrink), limit, absolute);
  let s01 = flush(f32x4.mul(v128.load(w, 16), shrink), limit, absolute);
  let s11 = flush(f32x4.mul(v128.load(w1, 16), shrink), limit, absolute);
  let s21 = flush(f32x4.mul(v128.load(w2, 16), shrink), limit, absolute);
  let s31 = flush(f32x4.mul(v128.load(w3, 16), shrink), limit, absolute);
  let s02 = flush(f32x4.mul(v128.load(w, 32), shrink), limit, absolute);
  let s12 = flush(f32x4.mul(v128.load(w1, 32), shrink), limit, absolute);
  let s22 = flush(f32x4.mul(v128.load(w2, 32), shrink), limit, absolute);
  let s32 = flush(f32x4.mul(v128.load(w3, 32), shrink), limit, absolute);
  for (let r = 0; r < rows; r++) {
    const d0 = v128.load(d);
    const d1 = v128.load(d, 16);
    const d2 = v128.load(d, 32);
    const x0 = v128.load32_splat(x);
    s00 = addProduct(s00, x0, d0);
    s01 = addProduct(s01, x0, d1);
    s02 = addProduct(s02, x0, d2);
    const x1 = v128.load32_splat(x, 4);
    s10 = addProduct(s10, x1, d0);
    s11 = addProduct(s11, x1, d1);
    s12 = addProduct(s12, x1, d2);
    const x2 = v128.load32_splat(x, 8);
    s20 = addProduct(s20, x2, d0);
    s21 = addProduct(s21, x2, d1);
    s22 = addProduct(s22, x2, d2);
    const x3 = v128.load32_splat(x, 12);
    s30 = addProduct(s30, x3, d0);
    s31 = addProduct(s31, x3, d1);
    s32 = addProduct(s32, x3, d2);
    x += xStride;
    d += stride;
  }
  storeRow(n, w, s00, s01, s02, lanes);
  storeRow(n, w1, s10, s11, s12, lanes);
  storeRow(n, w2, s20, s21, s22, lanes);
  storeRow(n, w3, s30, s31, s32, lanes);
}

/** w[i] ← w[i] · shrink + Σᵣ x[r][i] · d[r] for one row i and a vector. */
function oneRow(
  w: usize, stride: usize, shrink: v128, limit: v128, absolute: v128, x: usize, xStride: usize, d: usize, rows: i32, lanes: i32,
): void {
  let sum = flush(f32x4.mul(v128.load(w), shrink), limit, absolute);
  for (let r = 0; r < rows; r++) {
    sum = addProduct(sum, v128.load32_splat(x), v128.load(d));
    x += xStride;
    d += stride;
  }
  storeLanes(w, sum, lanes);
}

/** w ← w · shrink + xᵀ·d for x [rows, inputs] and d [rows, columns], row after row of them; rows [from, to) of w. */
export function denseAccumulate(
  w: usize, x: usize, inputs: i32, d: usize, rows: i32, columns: i32, shrink: f32, from: i32, to: i32,
): void {
  const t = f32x4.splat(shrink);
  const limit = smallestDecayed(shrink);
  const absolute = absoluteBits();
  const stride = <usize>columns << 2;
  const xStride = <usize>inputs << 2;
  for (let j = 0; j < columns; j += 12) {
    const at = <usize>j << 2;
    const width = min(12, columns - j);
    const lanes = ((width - 1) & 3) + 1;
    let i = from;
    for (; i + 4 <= to; i += 4) {
      const row = w + at + <usize>i * stride;
      const column = x + (<usize>i << 2);
      fourRows((width + 3) >> 2, row, stride, t, limit, absolute, column, xStride, d + at, rows, lanes);
    }
    for (; i < to; i++) {
      const row = w + at + <usize>i * stride;
      const column = x + (<usize>i << 2);
      for (let c = 0; c < width; c += 4) {
        const skip = <usize>c << 2;
        oneRow(row + skip, stride, t, limit, absolute, column, xStride, d + at + skip, rows, min(4, width - c));
      }
    }
  }
}
