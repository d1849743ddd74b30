/** Random words: `../../../numerics/random.ts`'s Threefry, for four counters at a time. */

/** The second word after a round whose first word is x0. */
// @ts-ignore: decorator
@inline
function rotateXor(x0: v128, x1: v128, bits: i32): v128 {
  return v128.xor(v128.or(i32x4.shl(x1, bits), i32x4.shr_u(x1, 32 - bits)), x0);
}

/**
 * Threefry of the counters (counter, example), (counter + 1, example), … (counter + 3, example).
 *
 * @param first room for the first word of each, `second` for the second words
 */
export function threefry(first: usize, second: usize, counter: i32, example: i32, key0: i32, key1: i32): void {
  const k0 = i32x4.splat(key0);
  const k1 = i32x4.splat(key1);
  const k2 = i32x4.splat(key0 ^ key1 ^ 0x1bd11bda);
  let x0 = i32x4.add(i32x4.splat(counter + key0), i32x4(0, 1, 2, 3));
  let x1 = i32x4.splat(example + key1);
  x0 = i32x4.add(x0, x1), x1 = rotateXor(x0, x1, 13);
  x0 = i32x4.add(x0, x1), x1 = rotateXor(x0, x1, 15);
  x0 = i32x4.add(x0, x1), x1 = rotateXor(x0, x1, 26);
  x0 = i32x4.add(x0, x1), x1 = rotateXor(x0, x1, 6);
  x0 = i32x4.add(x0, k1), x1 = i32x4.add(x1, i32x4.add(k2, i32x4.splat(1)));
  x0 = i32x4.add(x0, x1), x1 = rotateXor(x0, x1, 17);
  x0 = i32x4.add(x0, x1), x1 = rotateXor(x0, x1, 29);
  x0 = i32x4.add(x0, x1), x1 = rotateXor(x0, x1, 16);
  x0 = i32x4.add(x0, x1), x1 = rotateXor(x0, x1, 24);
  x0 = i32x4.add(x0, k2), x1 = i32x4.add(x1, i32x4.add(k0, i32x4.splat(2)));
  x0 = i32x4.add(x0, x1), x1 = rotateXor(x0, x1, 13);
  x0 = i32x4.add(x0, x1), x1 = rotateXor(x0, x1, 15);
  x0 = i32x4.add(x0, x1), x1 = rotateXor(x0, x1, 26);
  x0 = i32x4.add(x0, x1), x1 = rotateXor(x0, x1, 6);
  x0 = i32x4.add(x0, k0), x1 = i32x4.add(x1, i32x4.add(k1, i32x4.splat(3)));
  x0 = i32x4.add(x0, x1), x1 = rotateXor(x0, x1, 17);
  x0 = i32x4.add(x0, x1), x1 = rotateXor(x0, x1, 29);
  x0 = i32x4.add(x0, x1), x1 = rotateXor(x0, x1, 16);
  x0 = i32x4.add(x0, x1), x1 = rotateXor(x0, x1, 24);
  x0 = i32x4.add(x0, k1), x1 = i32x4.add(x1, i32x4.add(k2, i32x4.splat(4)));
  x0 = i32x4.add(x0, x1), x1 = rotateXor(x0, x1, 13);
  x0 = i32x4.add(x0, x1), x1 = rotateXor(x0, x1, 15);
  x0 = i32x4.add(x0, x1), x1 = rotateXor(x0, x1, 26);
  x0 = i32x4.add(x0, x1), x1 = rotateXor(x0, x1, 6);
  x0 = i32x4.add(x0, k2), x1 = i32x4.add(x1, i32x4.add(k0, i32x4.splat(5)));
  v128.store(first, x0);
  v128.store(second, x1);
}
