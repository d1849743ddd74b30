/** The product of two matrices, of which one is small. */

import { addProduct, storeRow } from "./lanes";
import { rowProduct, vectorsAtATime } from "./row_product";

/**
 * out = (bias + x·w) · scale for three rows of x and `n` vectors of columns, the last with `lanes` lanes. A row alone would
 * wait for its own additions. Three vectors are computed always, `n` are written.
 */
function threeRows(
  n: i32, out: usize, bias: usize, x: usize, inner: i32, w: usize, stride: usize, scale: v128, lanes: i32,
): void {
  const zero = f32x4.splat(0);
  const b0 = bias ? v128.load(bias) : zero;
  const b1 = bias ? v128.load(bias, 16) : zero;
  const b2 = bias ? v128.load(bias, 32) : zero;
  let s00 = b0;
  let s01 = b1;
  let s02 = b2;
  let s10 = b0;
  let s11 = b1;
  let s12 = b2;
  let s20 = b0;
  let s21 = b1;
  let s22 = b2;
  const row = <usize>inner << 2;
  const end = x + row;
  for (; x < end; x += 4) {
    const w0 = v128.load(w);
    const w1 = v128.load(w, 16);
    const w2 = v128.load(w, 32);
    const x0 = v128.load32_splat(x);
    s00 = addProduct(s00, x0, w0);
    s01 = addProduct(s01, x0, w1);
    s02 = addProduct(s02, x0, w2);
    const x1 = v128.load32_splat(x + row);
    s10 = addProduct(s10, x1, w0);
    s11 = addProduct(s11, x1, w1);
    s12 = addProduct(s12, x1, w2);
    const x2 = v128.load32_splat(x + 2 * row);
    s20 = addProduct(s20, x2, w0);
    s21 = addProduct(s21, x2, w1);
    s22 = addProduct(s22, x2, w2);
    w += stride;
  }
  storeRow(n, out, f32x4.mul(s00, scale), f32x4.mul(s01, scale), f32x4.mul(s02, scale), lanes);
  storeRow(n, out + stride, f32x4.mul(s10, scale), f32x4.mul(s11, scale), f32x4.mul(s12, scale), lanes);
  storeRow(n, out + 2 * stride, f32x4.mul(s20, scale), f32x4.mul(s21, scale), f32x4.mul(s22, scale), lanes);
}

/**
 * out = (bias + x·w) · scale for x [rows, inner] and w [inner, columns]; rows [from, to) of out.
 *
 * @param indices 0, 1, 2, … up to `inner`
 * @param bias 0 for zeros
 */
export function denseProduct(
  out: usize, indices: usize, x: usize, inner: i32, w: usize, bias: usize, columns: i32, scale: f32, from: i32, to: i32,
): void {
  const s = f32x4.splat(scale);
  const step = vectorsAtATime(columns) << 2;
  const stride = <usize>columns << 2;
  const xStride = <usize>inner << 2;
  x += <usize>from * xStride;
  out += <usize>from * stride;
  let rows = to - from;
  for (; rows >= 3; rows -= 3) {
    for (let j = 0; j < columns; j += 12) {
      const at = <usize>j << 2;
      const width = min(12, columns - j);
      const lanes = ((width - 1) & 3) + 1;
      threeRows((width + 3) >> 2, out + at, bias ? bias + at : 0, x, inner, w + at, stride, s, lanes);
    }
    x += 3 * xStride;
    out += 3 * stride;
  }
  for (; rows > 0; rows--) {
    for (let j = 0; j < columns; j += step) {
      const at = <usize>j << 2;
      rowProduct(out + at, bias ? bias + at : 0, indices, x, inner, w + at, stride, s, min(step, columns - j));
    }
    x += xStride;
    out += stride;
  }
}
