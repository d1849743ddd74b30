/**
 * A matrix plus the outer product of a row of entries and another row: the step in place, image by image. It runs across
 * columns, at most 32 at a time, which stay in vector registers.
 */

import { storeLanes } from "./lanes";

/** w[indexₖ] ← w[indexₖ] + valueₖ · d for `n` whole vectors of columns and `rest` columns after them. */
// @ts-ignore: decorator
@inline
function accumulate(
  n: i32, w: usize, stride: usize, indices: usize, values: usize, count: i32, d: usize, rest: i32,
): void {
  const d0 = v128.load(d);
  const d1 = v128.load(d, 16);
  const d2 = v128.load(d, 32);
  const d3 = v128.load(d, 48);
  const d4 = v128.load(d, 64);
  const d5 = v128.load(d, 80);
  const d6 = v128.load(d, 96);
  const d7 = v128.load(d, 112);
  const last = v128.load(d + (<usize>n << 4));
  const end = values + (<usize>count << 2);
  while (values < end) {
    const row = w + <usize>load<u32>(indices) * stride;
    const x = v128.load32_splat(values);
    if (n > 0) v128.store(row, f32x4.add(v128.load(row), f32x4.mul(x, d0)));
    if (n > 1) v128.store(row, f32x4.add(v128.load(row, 16), f32x4.mul(x, d1)), 16);
    if (n > 2) v128.store(row, f32x4.add(v128.load(row, 32), f32x4.mul(x, d2)), 32);
    if (n > 3) v128.store(row, f32x4.add(v128.load(row, 48), f32x4.mul(x, d3)), 48);
    if (n > 4) v128.store(row, f32x4.add(v128.load(row, 64), f32x4.mul(x, d4)), 64);
    if (n > 5) v128.store(row, f32x4.add(v128.load(row, 80), f32x4.mul(x, d5)), 80);
    if (n > 6) v128.store(row, f32x4.add(v128.load(row, 96), f32x4.mul(x, d6)), 96);
    if (n > 7) v128.store(row, f32x4.add(v128.load(row, 112), f32x4.mul(x, d7)), 112);
    else if (rest) {
      const at = row + (<usize>n << 4);
      storeLanes(at, f32x4.add(v128.load(at), f32x4.mul(x, last)), rest);
    }
    values += 4;
    indices += 4;
  }
}

function accumulate0(
  w: usize, stride: usize, indices: usize, values: usize, count: i32, d: usize, rest: i32,
): void {
  accumulate(0, w, stride, indices, values, count, d, rest);
}

function accumulate1(
  w: usize, stride: usize, indices: usize, values: usize, count: i32, d: usize, rest: i32,
): void {
  accumulate(1, w, stride, indices, values, count, d, rest);
}

function accumulate2(
  w: usize, stride: usize, indices: usize, values: usize, count: i32, d: usize, rest: i32,
): void {
  accumulate(2, w, stride, indices, values, count, d, rest);
}

function accumulate3(
  w: usize, stride: usize, indices: usize, values: usize, count: i32, d: usize, rest: i32,
): void {
  accumulate(3, w, stride, indices, values, count, d, rest);
}

function accumulate4(
  w: usize, stride: usize, indices: usize, values: usize, count: i32, d: usize, rest: i32,
): void {
  accumulate(4, w, stride, indices, values, count, d, rest);
}

function accumulate5(
  w: usize, stride: usize, indices: usize, values: usize, count: i32, d: usize, rest: i32,
): void {
  accumulate(5, w, stride, indices, values, count, d, rest);
}

function accumulate6(
  w: usize, stride: usize, indices: usize, values: usize, count: i32, d: usize, rest: i32,
): void {
  accumulate(6, w, stride, indices, values, count, d, rest);
}

function accumulate7(
  w: usize, stride: usize, indices: usize, values: usize, count: i32, d: usize, rest: i32,
): void {
  accumulate(7, w, stride, indices, values, count, d, rest);
}

function accumulate8(
  w: usize, stride: usize, indices: usize, values: usize, count: i32, d: usize, rest: i32,
): void {
  accumulate(8, w, stride, indices, values, count, d, rest);
}

/** w ← w + xᵀ·d of one row x, for the columns `from` to `to` − 1. */
// @ts-ignore: decorator
@inline
export function rowAccumulate(
  w: usize, columns: i32, indices: usize, values: usize, count: i32, d: usize, from: i32, to: i32,
): void {
  const stride = <usize>columns << 2;
  for (let j = from; j < to; j += 32) {
    const at = <usize>j << 2;
    const left = min(32, to - j);
    const rest = left & 3;
    switch (left >> 2) {
      case 0: accumulate0(w + at, stride, indices, values, count, d + at, rest); break;
      case 1: accumulate1(w + at, stride, indices, values, count, d + at, rest); break;
      case 2: accumulate2(w + at, stride, indices, values, count, d + at, rest); break;
      case 3: accumulate3(w + at, stride, indices, values, count, d + at, rest); break;
      case 4: accumulate4(w + at, stride, indices, values, count, d + at, rest); break;
      case 5: accumulate5(w + at, stride, indices, values, count, d + at, rest); break;
      case 6: accumulate6(w + at, stride, indices, values, count, d + at, rest); break;
      case 7: accumulate7(w + at, stride, indices, values, count, d + at, rest); break;
      default: accumulate8(w + at, stride, indices, values, count, d + at, 0);
    }
  }
}
