/**
 * A matrix plus the outer products of sparse rows and other rows: the step in place, image by image. At most 32 columns
 * at a time: those of the other row stay in vector registers.
 */

import { addProduct, N1, N2, N3, N4, N8, numberOf, storeLanes } from "./lanes";

/**
 * w[indexₖ] ← w[indexₖ] + valueₖ · d for `n` vectors of columns. The last one, `last` bytes from the first column, may
 * overlap the one before: it is read before that is written, so that both write the same numbers where they overlap.
 */
// @ts-ignore: decorator
@inline
function accumulate(
  n: i32, w: usize, stride: usize, indices: usize, values: usize, count: i32, d: usize, last: usize,
): void {
  const zero = f32x4.splat(0);
  const d0 = n > 1 ? v128.load(d) : zero;
  const d1 = n > 2 ? v128.load(d, 16) : zero;
  const d2 = n > 3 ? v128.load(d, 32) : zero;
  const d3 = n > 4 ? v128.load(d, 48) : zero;
  const d4 = n > 5 ? v128.load(d, 64) : zero;
  const d5 = n > 6 ? v128.load(d, 80) : zero;
  const d6 = n > 7 ? v128.load(d, 96) : zero;
  const dLast = v128.load(d + last);
  const end = values + (<usize>count << 2);
  // Two non-zeros in a turn of the loop: their rows of w are not the same.
  while (values + 8 <= end) {
    const row = w + <usize>load<u32>(indices) * stride;
    const next = w + <usize>load<u32>(indices, 4) * stride;
    const x = v128.load32_splat(values);
    const y = v128.load32_splat(values, 4);
    const sum = addProduct(v128.load(row + last), x, dLast);
    if (n > 1) v128.store(row, addProduct(v128.load(row), x, d0));
    if (n > 2) v128.store(row, addProduct(v128.load(row, 16), x, d1), 16);
    if (n > 3) v128.store(row, addProduct(v128.load(row, 32), x, d2), 32);
    if (n > 4) v128.store(row, addProduct(v128.load(row, 48), x, d3), 48);
    if (n > 5) v128.store(row, addProduct(v128.load(row, 64), x, d4), 64);
    if (n > 6) v128.store(row, addProduct(v128.load(row, 80), x, d5), 80);
    if (n > 7) v128.store(row, addProduct(v128.load(row, 96), x, d6), 96);
    v128.store(row + last, sum);
    const nextSum = addProduct(v128.load(next + last), y, dLast);
    if (n > 1) v128.store(next, addProduct(v128.load(next), y, d0));
    if (n > 2) v128.store(next, addProduct(v128.load(next, 16), y, d1), 16);
    if (n > 3) v128.store(next, addProduct(v128.load(next, 32), y, d2), 32);
    if (n > 4) v128.store(next, addProduct(v128.load(next, 48), y, d3), 48);
    if (n > 5) v128.store(next, addProduct(v128.load(next, 64), y, d4), 64);
    if (n > 6) v128.store(next, addProduct(v128.load(next, 80), y, d5), 80);
    if (n > 7) v128.store(next, addProduct(v128.load(next, 96), y, d6), 96);
    v128.store(next + last, nextSum);
    values += 8;
    indices += 8;
  }
  if (values < end) {
    const row = w + <usize>load<u32>(indices) * stride;
    const x = v128.load32_splat(values);
    const sum = addProduct(v128.load(row + last), x, dLast);
    if (n > 1) v128.store(row, addProduct(v128.load(row), x, d0));
    if (n > 2) v128.store(row, addProduct(v128.load(row, 16), x, d1), 16);
    if (n > 3) v128.store(row, addProduct(v128.load(row, 32), x, d2), 32);
    if (n > 4) v128.store(row, addProduct(v128.load(row, 48), x, d3), 48);
    if (n > 5) v128.store(row, addProduct(v128.load(row, 64), x, d4), 64);
    if (n > 6) v128.store(row, addProduct(v128.load(row, 80), x, d5), 80);
    if (n > 7) v128.store(row, addProduct(v128.load(row, 96), x, d6), 96);
    v128.store(row + last, sum);
  }
}

/** w[indexₖ] ← w[indexₖ] + valueₖ · d for fewer than four columns. */
function accumulateLanes(
  w: usize, stride: usize, indices: usize, values: usize, count: i32, d: usize, lanes: i32,
): void {
  const row = v128.load(d);
  const end = values + (<usize>count << 2);
  while (values < end) {
    const at = w + <usize>load<u32>(indices) * stride;
    storeLanes(at, addProduct(v128.load(at), v128.load32_splat(values), row), lanes);
    values += 4;
    indices += 4;
  }
}

function accumulateOf<N>(
  w: usize, stride: usize, indices: usize, values: usize, count: i32, d: usize, last: usize,
): void {
  accumulate(numberOf<N>(), w, stride, indices, values, count, d, last);
}

/** How many of the columns that are left to take at a time: there are functions for up to 16, and for 29 to 32. */
// @ts-ignore: decorator
@inline
function columnsAtATime(left: i32): i32 {
  return left > 28 ? min(32, left) : min(16, left);
}

/** w[indexₖ] ← w[indexₖ] + valueₖ · d for `n` vectors, one to four, or eight, by a function of its own for each. */
// @ts-ignore: decorator
@inline
function accumulateVectors(
  n: i32, w: usize, stride: usize, indices: usize, values: usize, count: i32, d: usize, last: usize,
): void {
  switch (n) {
    case 1: accumulateOf<N1>(w, stride, indices, values, count, d, last); break;
    case 2: accumulateOf<N2>(w, stride, indices, values, count, d, last); break;
    case 3: accumulateOf<N3>(w, stride, indices, values, count, d, last); break;
    case 4: accumulateOf<N4>(w, stride, indices, values, count, d, last); break;
    default: accumulateOf<N8>(w, stride, indices, values, count, d, last);
  }
}

/** w ← w + xᵀ·d for one row of x. */
// @ts-ignore: decorator
@inline
function rowAccumulate(w: usize, columns: i32, indices: usize, values: usize, count: i32, d: usize): void {
  const stride = <usize>columns << 2;
  let left = 0;
  for (let j = 0; j < columns; j += left) {
    const at = <usize>j << 2;
    left = columnsAtATime(columns - j);
    if (left < 4) {
      accumulateLanes(w + at, stride, indices, values, count, d + at, left);
      continue;
    }
    const last = <usize>(left - 4) << 2;
    accumulateVectors((left + 3) >> 2, w + at, stride, indices, values, count, d + at, last);
  }
}

/** w ← w + xᵀ·d for one row of x and the `vectors` of a panel, one to four or eight, with room for whole vectors. */
// @ts-ignore: decorator
@inline
export function panelAccumulate(
  vectors: i32, panel: usize, stride: usize, indices: usize, values: usize, count: i32, d: usize,
): void {
  accumulateVectors(vectors, panel, stride, indices, values, count, d, <usize>(vectors - 1) << 4);
}

/** w ← w + xᵀ·d for sparse rows x and d [rows, columns], row after row. */
export function sparseAccumulate(
  w: usize, starts: usize, indices: usize, values: usize, d: usize, rows: i32, columns: i32,
): void {
  for (let r = 0; r < rows; r++) {
    const first = load<u32>(starts + (<usize>r << 2));
    const count = load<u32>(starts + (<usize>r << 2), 4) - first;
    const skip = <usize>first << 2;
    rowAccumulate(w, columns, indices + skip, values + skip, count, d + (<usize>(r * columns) << 2));
  }
}
