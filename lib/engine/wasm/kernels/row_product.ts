/**
 * One row times a matrix, the row being given by its non-zeros: the loop under almost everything. At most 36 columns at a
 * time, whose sums stay in vector registers with what four non-zeros need. Each sum is over the non-zeros in their order.
 *
 * Each number of vectors has a function of its own, small enough for V8 to keep the sums in registers. One function for
 * all of them was half as fast.
 */

import { addProduct, N1, N2, N3, N4, N5, N6, N7, N8, N9, numberOf, storeLanes } from "./lanes";

/**
 * out = (bias + Σₖ valueₖ · w[indexₖ]) · scale for `n` vectors of columns, the last with `lanes` lanes.
 *
 * @param bias 0 for zeros
 * @param stride the bytes of a row of w
 */
// @ts-ignore: decorator
@inline
function product(
  n: i32, out: usize, bias: usize, indices: usize, values: usize, count: i32, w: usize, stride: usize,
  scale: v128, lanes: i32,
): void {
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  let s4 = f32x4.splat(0);
  let s5 = f32x4.splat(0);
  let s6 = f32x4.splat(0);
  let s7 = f32x4.splat(0);
  let s8 = f32x4.splat(0);
  if (bias) {
    s0 = v128.load(bias);
    if (n > 1) s1 = v128.load(bias, 16);
    if (n > 2) s2 = v128.load(bias, 32);
    if (n > 3) s3 = v128.load(bias, 48);
    if (n > 4) s4 = v128.load(bias, 64);
    if (n > 5) s5 = v128.load(bias, 80);
    if (n > 6) s6 = v128.load(bias, 96);
    if (n > 7) s7 = v128.load(bias, 112);
    if (n > 8) s8 = v128.load(bias, 128);
  }
  const end = values + (<usize>count << 2);
  while (values + 16 <= end) {
    const r0 = w + <usize>load<u32>(indices) * stride;
    const r1 = w + <usize>load<u32>(indices, 4) * stride;
    const r2 = w + <usize>load<u32>(indices, 8) * stride;
    const r3 = w + <usize>load<u32>(indices, 12) * stride;
    const x0 = v128.load32_splat(values);
    const x1 = v128.load32_splat(values, 4);
    const x2 = v128.load32_splat(values, 8);
    const x3 = v128.load32_splat(values, 12);
    s0 = addProduct(addProduct(addProduct(addProduct(s0, x0, v128.load(r0)), x1, v128.load(r1)), x2, v128.load(r2)), x3, v128.load(r3));
    if (n > 1) s1 = addProduct(addProduct(addProduct(addProduct(s1, x0, v128.load(r0, 16)), x1, v128.load(r1, 16)), x2, v128.load(r2, 16)), x3, v128.load(r3, 16));
    if (n > 2) s2 = addProduct(addProduct(addProduct(addProduct(s2, x0, v128.load(r0, 32)), x1, v128.load(r1, 32)), x2, v128.load(r2, 32)), x3, v128.load(r3, 32));
    if (n > 3) s3 = addProduct(addProduct(addProduct(addProduct(s3, x0, v128.load(r0, 48)), x1, v128.load(r1, 48)), x2, v128.load(r2, 48)), x3, v128.load(r3, 48));
    if (n > 4) s4 = addProduct(addProduct(addProduct(addProduct(s4, x0, v128.load(r0, 64)), x1, v128.load(r1, 64)), x2, v128.load(r2, 64)), x3, v128.load(r3, 64));
    if (n > 5) s5 = addProduct(addProduct(addProduct(addProduct(s5, x0, v128.load(r0, 80)), x1, v128.load(r1, 80)), x2, v128.load(r2, 80)), x3, v128.load(r3, 80));
    if (n > 6) s6 = addProduct(addProduct(addProduct(addProduct(s6, x0, v128.load(r0, 96)), x1, v128.load(r1, 96)), x2, v128.load(r2, 96)), x3, v128.load(r3, 96));
    if (n > 7) s7 = addProduct(addProduct(addProduct(addProduct(s7, x0, v128.load(r0, 112)), x1, v128.load(r1, 112)), x2, v128.load(r2, 112)), x3, v128.load(r3, 112));
    if (n > 8) s8 = addProduct(addProduct(addProduct(addProduct(s8, x0, v128.load(r0, 128)), x1, v128.load(r1, 128)), x2, v128.load(r2, 128)), x3, v128.load(r3, 128));
    values += 16;
    indices += 16;
  }
  while (values < end) {
    const row = w + <usize>load<u32>(indices) * stride;
    const x = v128.load32_splat(values);
    s0 = addProduct(s0, x, v128.load(row));
    if (n > 1) s1 = addProduct(s1, x, v128.load(row, 16));
    if (n > 2) s2 = addProduct(s2, x, v128.load(row, 32));
    if (n > 3) s3 = addProduct(s3, x, v128.load(row, 48));
    if (n > 4) s4 = addProduct(s4, x, v128.load(row, 64));
    if (n > 5) s5 = addProduct(s5, x, v128.load(row, 80));
    if (n > 6) s6 = addProduct(s6, x, v128.load(row, 96));
    if (n > 7) s7 = addProduct(s7, x, v128.load(row, 112));
    if (n > 8) s8 = addProduct(s8, x, v128.load(row, 128));
    values += 4;
    indices += 4;
  }
  if (n == 1) storeLanes(out, f32x4.mul(s0, scale), lanes);
  else if (n > 1) v128.store(out, f32x4.mul(s0, scale));
  if (n == 2) storeLanes(out + 16, f32x4.mul(s1, scale), lanes);
  else if (n > 2) v128.store(out, f32x4.mul(s1, scale), 16);
  if (n == 3) storeLanes(out + 32, f32x4.mul(s2, scale), lanes);
  else if (n > 3) v128.store(out, f32x4.mul(s2, scale), 32);
  if (n == 4) storeLanes(out + 48, f32x4.mul(s3, scale), lanes);
  else if (n > 4) v128.store(out, f32x4.mul(s3, scale), 48);
  if (n == 5) storeLanes(out + 64, f32x4.mul(s4, scale), lanes);
  else if (n > 5) v128.store(out, f32x4.mul(s4, scale), 64);
  if (n == 6) storeLanes(out + 80, f32x4.mul(s5, scale), lanes);
  else if (n > 6) v128.store(out, f32x4.mul(s5, scale), 80);
  if (n == 7) storeLanes(out + 96, f32x4.mul(s6, scale), lanes);
  else if (n > 7) v128.store(out, f32x4.mul(s6, scale), 96);
  if (n == 8) storeLanes(out + 112, f32x4.mul(s7, scale), lanes);
  else if (n > 8) v128.store(out, f32x4.mul(s7, scale), 112);
  if (n == 9) storeLanes(out + 128, f32x4.mul(s8, scale), lanes);
}

/** How many vectors of columns to take at a time: 9 at most, and about equally many each time. */
// @ts-ignore: decorator
@inline
export function vectorsAtATime(columns: i32): i32 {
  const vectors = (columns + 3) >> 2;
  const passes = (vectors + 8) / 9;
  return (vectors + passes - 1) / passes;
}

function productOf<N>(
  out: usize, bias: usize, indices: usize, values: usize, count: i32, w: usize, stride: usize,
  scale: v128, lanes: i32,
): void {
  product(numberOf<N>(), out, bias, indices, values, count, w, stride, scale, lanes);
}

/** The product of a row and `width` columns, 36 at most; out, bias and w are where these columns begin. */
export function rowProduct(
  out: usize, bias: usize, indices: usize, values: usize, count: i32, w: usize, stride: usize,
  scale: v128, width: i32,
): void {
  const lanes = ((width - 1) & 3) + 1;
  switch ((width + 3) >> 2) {
    case 1: productOf<N1>(out, bias, indices, values, count, w, stride, scale, lanes); break;
    case 2: productOf<N2>(out, bias, indices, values, count, w, stride, scale, lanes); break;
    case 3: productOf<N3>(out, bias, indices, values, count, w, stride, scale, lanes); break;
    case 4: productOf<N4>(out, bias, indices, values, count, w, stride, scale, lanes); break;
    case 5: productOf<N5>(out, bias, indices, values, count, w, stride, scale, lanes); break;
    case 6: productOf<N6>(out, bias, indices, values, count, w, stride, scale, lanes); break;
    case 7: productOf<N7>(out, bias, indices, values, count, w, stride, scale, lanes); break;
    case 8: productOf<N8>(out, bias, indices, values, count, w, stride, scale, lanes); break;
    default: productOf<N9>(out, bias, indices, values, count, w, stride, scale, lanes);
  }
}
