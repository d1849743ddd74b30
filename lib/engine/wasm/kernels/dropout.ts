/** Leaves units out: a bit for each from `../../../numerics/random.ts`'s Threefry, four counters at a time. */

/** The second word after a round whose first word is x0. */
// @ts-ignore: decorator
@inline
function turn(x0: v128, x1: v128, bits: i32): v128 {
  return v128.xor(v128.or(i32x4.shl(x1, bits), i32x4.shr_u(x1, 32 - bits)), x0);
}

/** The mask of a row: all bits of a unit that stays, none of one that is dropped; whole eights of units are written. */
function drawMask(mask: usize, columns: i32, key0: i32, key1: i32, example: i32, smallest: i32): void {
  const k0 = i32x4.splat(key0);
  const k1 = i32x4.splat(key1);
  const k2 = i32x4.splat(key0 ^ key1 ^ 0x1bd11bda);
  const start1 = i32x4.splat(example + key1);
  const least = i32x4.splat(smallest);
  for (let c = 0; c < columns; c += 8) {
    let x0 = i32x4.add(i32x4.add(i32x4.splat(c >> 1), i32x4(0, 1, 2, 3)), k0);
    let x1 = start1;
    x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 13);
    x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 15);
    x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 26);
    x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 6);
    x0 = i32x4.add(x0, k1), x1 = i32x4.add(x1, i32x4.add(k2, i32x4.splat(1)));
    x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 17);
    x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 29);
    x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 16);
    x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 24);
    x0 = i32x4.add(x0, k2), x1 = i32x4.add(x1, i32x4.add(k0, i32x4.splat(2)));
    x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 13);
    x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 15);
    x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 26);
    x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 6);
    x0 = i32x4.add(x0, k0), x1 = i32x4.add(x1, i32x4.add(k1, i32x4.splat(3)));
    x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 17);
    x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 29);
    x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 16);
    x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 24);
    x0 = i32x4.add(x0, k1), x1 = i32x4.add(x1, i32x4.add(k2, i32x4.splat(4)));
    x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 13);
    x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 15);
    x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 26);
    x0 = i32x4.add(x0, x1), x1 = turn(x0, x1, 6);
    x0 = i32x4.add(x0, k2), x1 = i32x4.add(x1, i32x4.add(k0, i32x4.splat(5)));
    const even = i32x4.ge_u(x0, least);
    const odd = i32x4.ge_u(x1, least);
    const at = mask + (<usize>c << 2);
    v128.store(at, v128.shuffle<i32>(even, odd, 0, 4, 1, 5));
    v128.store(at, v128.shuffle<i32>(even, odd, 2, 6, 3, 7), 16);
  }
}

/**
 * out = x·mask·scale for rows with every entry stored; rows [r0, r1).
 *
 * @param smallest the smallest word that keeps a unit
 * @param mask room for a row, whole eights of units
 */
export function dropUnits(
  out: usize, x: usize, columns: i32, key0: i32, key1: i32, examples: usize, smallest: i32, scale: f32, mask: usize,
  r0: i32, r1: i32,
): void {
  const vector = f32x4.splat(scale);
  const end = <usize>columns << 2;
  for (let r = r0; r < r1; r++) {
    drawMask(mask, columns, key0, key1, load<i32>(examples + (<usize>r << 2)), smallest);
    const from = x + <usize>r * end;
    const to = out + <usize>r * end;
    let k: usize = 0;
    for (; k + 16 <= end; k += 16) {
      v128.store(to + k, v128.and(f32x4.mul(v128.load(from + k), vector), v128.load(mask + k)));
    }
    for (; k < end; k += 4) store<f32>(to + k, load<i32>(mask + k) ? load<f32>(from + k) * scale : 0);
  }
}

/** The same for rows of entries, of which those that are dropped are left out. */
export function dropEntries(
  outStarts: usize, outIndices: usize, outValues: usize, starts: usize, indices: usize, values: usize, columns: i32,
  key0: i32, key1: i32, examples: usize, smallest: i32, scale: f32, mask: usize, rows: i32,
): void {
  let end: usize = 0;
  store<u32>(outStarts, 0);
  for (let r = 0; r < rows; r++) {
    drawMask(mask, columns, key0, key1, load<i32>(examples + (<usize>r << 2)), smallest);
    const last = <usize>load<u32>(starts + (<usize>r << 2), 4) << 2;
    for (let k = <usize>load<u32>(starts + (<usize>r << 2)) << 2; k < last; k += 4) {
      const index = load<u32>(indices + k);
      store<u32>(outIndices + end, index);
      store<f32>(outValues + end, load<f32>(values + k) * scale);
      end += load<i32>(mask + (<usize>index << 2)) & 4;
    }
    store<u32>(outStarts + (<usize>r << 2), <u32>(end >> 2), 4);
  }
}
