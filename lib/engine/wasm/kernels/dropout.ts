/** Leaves units out: which ones is a bit for each, of random words. */

import { parity, threefry } from "./threefry";

/** The mask of a row: all bits of a unit that stays, none of one that is left out. Whole eights of units are written. */
function drawMask(mask: usize, columns: i32, key0: i32, key1: i32, example: i32, smallest: i32): void {
  const k0 = i32x4.splat(key0);
  const k1 = i32x4.splat(key1);
  const k2 = i32x4.splat(parity(key0, key1));
  const start = i32x4.splat(example + key1);
  const least = i32x4.splat(smallest);
  for (let c = 0; c < columns; c += 8) {
    const at = mask + (<usize>c << 2);
    threefry(at, at + 16, c >> 1, start, k0, k1, k2);
    const even = i32x4.ge_u(v128.load(at), least);
    const odd = i32x4.ge_u(v128.load(at, 16), least);
    v128.store(at, v128.shuffle<i32>(even, odd, 0, 4, 1, 5));
    v128.store(at, v128.shuffle<i32>(even, odd, 2, 6, 3, 7), 16);
  }
}

/**
 * out = x·mask·scale for rows with every element stored; rows [from, to).
 *
 * @param smallest the smallest word that keeps a unit
 * @param scratch room for a row, whole eights of units
 */
export function dropUnits(
  out: usize, x: usize, columns: i32, key0: i32, key1: i32, examples: usize, smallest: i32, scale: f32, scratch: usize,
  from: i32, to: i32,
): void {
  const factor = f32x4.splat(scale);
  const stride = <usize>columns << 2;
  for (let r = from; r < to; r++) {
    drawMask(scratch, columns, key0, key1, load<i32>(examples + (<usize>r << 2)), smallest);
    const row = x + <usize>r * stride;
    const outRow = out + <usize>r * stride;
    let k: usize = 0;
    for (; k + 16 <= stride; k += 16) {
      v128.store(outRow + k, v128.and(f32x4.mul(v128.load(row + k), factor), v128.load(scratch + k)));
    }
    for (; k < stride; k += 4) store<f32>(outRow + k, load<i32>(scratch + k) ? load<f32>(row + k) * scale : 0);
  }
}

/**
 * out = x·mask·scale for sparse rows: units that are left out are not stored.
 *
 * @param mask room for a row, whole eights of units
 */
export function dropNonZeros(
  outStarts: usize, outIndices: usize, outValues: usize, starts: usize, indices: usize, values: usize, rows: i32,
  columns: i32, key0: i32, key1: i32, examples: usize, smallest: i32, scale: f32, mask: usize,
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
