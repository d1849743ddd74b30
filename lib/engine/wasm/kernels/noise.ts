/** Random displacements for the pixels of an image. */

import { parity, threefry } from "./threefry";

/** The lower halves of words become numbers from −1 to 1, the displacements along x; the upper halves those along y. */
// @ts-ignore: decorator
@inline
function spread(x: usize, y: usize, words: v128): void {
  const one = i32x4.splat(1);
  const scale = f32x4.splat(1.0 / 65536);
  const low = i32x4.shr_s(i32x4.shl(words, 16), 16);
  const high = i32x4.shr_s(words, 16);
  v128.store(x, f32x4.mul(f32x4.convert_i32x4_s(v128.or(i32x4.shl(low, 1), one)), scale));
  v128.store(y, f32x4.mul(f32x4.convert_i32x4_s(v128.or(i32x4.shl(high, 1), one)), scale));
}

/**
 * Random displacements of every pixel of the image numbered `example`.
 *
 * @param field [height, 2, stride]: a row's along x, then along y; written in whole vectors and whole pairs of rows
 * @param stride the bytes of a row
 */
export function drawNoise(
  field: usize, stride: usize, width: i32, height: i32, key0: i32, key1: i32, example: i32,
): void {
  const k0 = i32x4.splat(key0);
  const k1 = i32x4.splat(key1);
  const k2 = i32x4.splat(parity(key0, key1));
  const start = i32x4.splat(example + key1);
  for (let r = 0; r < height; r += 2) {
    for (let c = 0; c < width; c += 4) {
      const at = field + (<usize>c << 2);
      const next = at + 2 * stride;
      threefry(at, next, (r >> 1) * width + c, start, k0, k1, k2);
      spread(at, at + stride, v128.load(at));
      spread(next, next + stride, v128.load(next));
    }
    field += 4 * stride;
  }
}
