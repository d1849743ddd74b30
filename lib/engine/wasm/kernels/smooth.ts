/**
 * Smooths displacements: a product with the Gaussian from above, then one from the right. Each sum begins with zero and
 * goes over the index in increasing order. Taps beyond the reach are zero and add nothing, so a tile may include them.
 */

import { addProduct } from "./lanes";

/**
 * out[i] = Σₖ a[k + i·aRow]·b[k] for four rows i of two vectors, `count` terms: of a one number is read at a time, of b
 * two vectors.
 */
function tileOfTwo(
  out: usize, outRow: usize, a: usize, aRow: usize, b: usize, bStep: usize, count: i32,
): void {
  let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
  for (let end = a + (<usize>count << 2); a < end; a += 4, b += bStep) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    s00 = addProduct(s00, x, b0), s01 = addProduct(s01, x, b1);
    x = v128.load32_splat(a + aRow);
    s10 = addProduct(s10, x, b0), s11 = addProduct(s11, x, b1);
    x = v128.load32_splat(a + 2 * aRow);
    s20 = addProduct(s20, x, b0), s21 = addProduct(s21, x, b1);
    x = v128.load32_splat(a + 3 * aRow);
    s30 = addProduct(s30, x, b0), s31 = addProduct(s31, x, b1);
  }
  v128.store(out, s00), v128.store(out, s01, 16), out += outRow;
  v128.store(out, s10), v128.store(out, s11, 16), out += outRow;
  v128.store(out, s20), v128.store(out, s21, 16), out += outRow;
  v128.store(out, s30), v128.store(out, s31, 16);
}

/** out[i] = Σₖ a[k + i·aRow]·b[k] for four rows i of one vector, `count` terms. */
function tileOfOne(
  out: usize, outRow: usize, a: usize, aRow: usize, b: usize, bStep: usize, count: i32,
): void {
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  for (let end = a + (<usize>count << 2); a < end; a += 4, b += bStep) {
    const b0 = v128.load(b);
    s0 = addProduct(s0, v128.load32_splat(a), b0);
    s1 = addProduct(s1, v128.load32_splat(a + aRow), b0);
    s2 = addProduct(s2, v128.load32_splat(a + 2 * aRow), b0);
    s3 = addProduct(s3, v128.load32_splat(a + 3 * aRow), b0);
  }
  v128.store(out, s0), out += outRow;
  v128.store(out, s1), out += outRow;
  v128.store(out, s2), out += outRow;
  v128.store(out, s3);
}

/**
 * Smooths a field of displacements, [height, 2, stride] as `noise.ts` draws it, with room for whole fours of rows.
 *
 * @param between a field for what is smoothed in one direction only
 * @param stride the bytes of a row, whole vectors
 * @param middle the middle of the taps. On each side of it there are as many as the image's longer side has pixels, and 8
 *   more; the last of them are zeros
 * @param reach how far from the middle the last tap is that is not zero
 */
export function smooth(
  field: usize, between: usize, stride: usize, width: i32, height: i32, middle: usize, reach: i32,
): void {
  const pair: usize = 2 * stride; // whole twos of vectors
  for (let r = 0; r < height; r += 4) {
    const from = max(0, r - reach);
    const count = min(height, r + 4 + reach) - from;
    const taps = middle + (<usize>(from - r) << 2);
    const to = between + <usize>r * pair;
    const noise = field + <usize>from * pair;
    for (let at: usize = 0; at < pair; at += 32) tileOfTwo(to + at, pair, taps, -4, noise + at, pair, count);
  }
  for (let r = 0; r < 2 * height; r += 4) {
    const row = <usize>r * stride;
    let c = 0;
    while (c < width) {
      const two = c + 4 < width;
      const from = max(0, c - reach);
      const count = min(width, c + (two ? 8 : 4) + reach) - from;
      const at = between + row + (<usize>from << 2);
      const to = field + row + (<usize>c << 2);
      const taps = middle + (<usize>(c - from) << 2);
      if (two) tileOfTwo(to, stride, at, stride, taps, -4, count);
      else tileOfOne(to, stride, at, stride, taps, -4, count);
      c += two ? 8 : 4;
    }
  }
}
