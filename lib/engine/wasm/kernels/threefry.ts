/** Random words: `../../../numerics/random.ts`'s Threefry, for four counters at a time. */

/** The second word after a round whose first word is x0. */
// @ts-ignore: decorator
@inline
function rotateXor(x0: v128, x1: v128, bits: i32): v128 {
  return v128.xor(v128.or(i32x4.shl(x1, bits), i32x4.shr_u(x1, 32 - bits)), x0);
}

/** The third word of a key. */
// @ts-ignore: decorator
@inline
export function parity(key0: i32, key1: i32): i32 {
  return key0 ^ key1 ^ 0x1bd11bda;
}

/**
 * Threefry of the counters (counter, example), (counter + 1, example), … (counter + 3, example).
 *
 * @param first room for the first word of each, `second` for the second words
 * @param k0 a word of the key in each lane, as in k1; k2 is their parity
 * @param start the example plus k1, in each lane
 */
// @ts-ignore: decorator
@inline
export function threefry(first: usize, second: usize, counter: i32, start: v128, k0: v128, k1: v128, k2: v128): void {
  let x0 = i32x4.add(i32x4.add(i32x4.splat(counter), i32x4(0, 1, 2, 3)), k0);
  let x1 = start;
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
