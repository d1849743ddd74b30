/** The product of a few rows with every entry stored and a few columns of a matrix. */

import { storeRow } from "./lanes";

/**
 * out[r] = (bias + x[r]·w) · scale for three rows x of `length` entries each and `n` vectors of columns, the last with
 * `lanes` lanes: a row alone would wait for its own sums.
 */
// @ts-ignore: decorator
@inline
function threeRows(
  n: i32, out: usize, bias: usize, x: usize, length: i32, w: usize, stride: usize, scale: v128, lanes: i32,
): void {
  const zero = f32x4.splat(0);
  const b0 = bias ? v128.load(bias) : zero;
  const b1 = n > 1 && bias ? v128.load(bias, 16) : zero;
  const b2 = n > 2 && bias ? v128.load(bias, 32) : zero;
  let s00 = b0;
  let s01 = b1;
  let s02 = b2;
  let s10 = b0;
  let s11 = b1;
  let s12 = b2;
  let s20 = b0;
  let s21 = b1;
  let s22 = b2;
  const row = <usize>length << 2;
  const end = x + row;
  for (; x < end; x += 4) {
    const w0 = v128.load(w);
    const w1 = n > 1 ? v128.load(w, 16) : zero;
    const w2 = n > 2 ? v128.load(w, 32) : zero;
    const x0 = v128.load32_splat(x);
    s00 = f32x4.add(s00, f32x4.mul(x0, w0));
    if (n > 1) s01 = f32x4.add(s01, f32x4.mul(x0, w1));
    if (n > 2) s02 = f32x4.add(s02, f32x4.mul(x0, w2));
    const x1 = v128.load32_splat(x + row);
    s10 = f32x4.add(s10, f32x4.mul(x1, w0));
    if (n > 1) s11 = f32x4.add(s11, f32x4.mul(x1, w1));
    if (n > 2) s12 = f32x4.add(s12, f32x4.mul(x1, w2));
    const x2 = v128.load32_splat(x + 2 * row);
    s20 = f32x4.add(s20, f32x4.mul(x2, w0));
    if (n > 1) s21 = f32x4.add(s21, f32x4.mul(x2, w1));
    if (n > 2) s22 = f32x4.add(s22, f32x4.mul(x2, w2));
    w += stride;
  }
  storeRow(n, out, f32x4.mul(s00, scale), f32x4.mul(s01, scale), f32x4.mul(s02, scale), lanes);
  storeRow(n, out + stride, f32x4.mul(s10, scale), f32x4.mul(s11, scale), f32x4.mul(s12, scale), lanes);
  storeRow(n, out + 2 * stride, f32x4.mul(s20, scale), f32x4.mul(s21, scale), f32x4.mul(s22, scale), lanes);
}

/** The product of three rows of `length` entries each with `width` columns of w, of which there are at most 12. */
export function threeRowsProduct(
  out: usize, bias: usize, x: usize, length: i32, w: usize, stride: usize, scale: v128, width: i32,
): void {
  const lanes = ((width - 1) & 3) + 1;
  if (width <= 4) threeRows1(out, bias, x, length, w, stride, scale, lanes);
  else if (width <= 8) threeRows2(out, bias, x, length, w, stride, scale, lanes);
  else threeRows3(out, bias, x, length, w, stride, scale, lanes);
}

function threeRows1(
  out: usize, bias: usize, x: usize, length: i32, w: usize, stride: usize, scale: v128, lanes: i32,
): void {
  threeRows(1, out, bias, x, length, w, stride, scale, lanes);
}

function threeRows2(
  out: usize, bias: usize, x: usize, length: i32, w: usize, stride: usize, scale: v128, lanes: i32,
): void {
  threeRows(2, out, bias, x, length, w, stride, scale, lanes);
}

function threeRows3(
  out: usize, bias: usize, x: usize, length: i32, w: usize, stride: usize, scale: v128, lanes: i32,
): void {
  threeRows(3, out, bias, x, length, w, stride, scale, lanes);
}
