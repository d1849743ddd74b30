/** Random numbers for the pixels of an image: `../../../numerics/random.ts`'s Threefry, four counters at a time. */

// @ts-ignore: decorator
@inline
function rotate(x: v128, bits: i32): v128 {
  return v128.or(i32x4.shl(x, bits), i32x4.shr_u(x, 32 - bits));
}

/** The second word after a round whose first word is x0. */
// @ts-ignore: decorator
@inline
function turn(x0: v128, x1: v128, bits: i32): v128 {
  return v128.xor(rotate(x1, bits), x0);
}

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
  const k2 = i32x4.splat(key0 ^ key1 ^ 0x1bd11bda);
  const start1 = i32x4.splat(example + key1);
  for (let r = 0; r < height; r += 2) {
    for (let c = 0; c < width; c += 4) {
      let x0 = i32x4.add(i32x4.add(i32x4.splat((r >> 1) * width + c), i32x4(0, 1, 2, 3)), k0);
      let x1 = start1;
      x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 13);
      x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 15);
      x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 26);
      x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 6);
      x0 = i32x4.add(x0, k1), x1 = i32x4.add(i32x4.add(x1, k2), i32x4.splat(1));
      x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 17);
      x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 29);
      x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 16);
      x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 24);
      x0 = i32x4.add(x0, k2), x1 = i32x4.add(i32x4.add(x1, k0), i32x4.splat(2));
      x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 13);
      x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 15);
      x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 26);
      x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 6);
      x0 = i32x4.add(x0, k0), x1 = i32x4.add(i32x4.add(x1, k1), i32x4.splat(3));
      x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 17);
      x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 29);
      x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 16);
      x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 24);
      x0 = i32x4.add(x0, k1), x1 = i32x4.add(i32x4.add(x1, k2), i32x4.splat(4));
      x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 13);
      x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 15);
      x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 26);
      x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 6);
      x0 = i32x4.add(x0, k2), x1 = i32x4.add(i32x4.add(x1, k0), i32x4.splat(5));
      const at = field + ((<usize>c) << 2);
      spread(at, at + stride, x0);
      spread(at + 2 * stride, at + 3 * stride, x1);
    }
    field += 4 * stride;
  }
}
