/**
 * Rows plus the sums of a few other rows, each times a value: the step in place of a wide first layer, from the transpose
 * of the batch. A row of weights is read and written once for the batch, not once for each image.
 *
 * Rows with the same number of non-zeros are taken together, so that every branch is predicted.
 */

import { addProduct, N1, N2, N3, N4, N5, N6, numberOf, storeLanes } from "./lanes";
import { firstVector } from "./panels";
import { scaleAndFlush } from "./scale";
import { absoluteBits, flush, smallestDecayed } from "./subnormals";

/** w · shrink, or +0 below a limit; w itself unless it `shrinks`. */
// @ts-ignore: decorator
@inline
function shrunk(shrinks: bool, w: v128, shrink: v128, limit: v128, absolute: v128): v128 {
  return shrinks ? flush(f32x4.mul(w, shrink), limit, absolute) : w;
}

/**
 * row ← row · shrink + Σ valueₖ · d[indexₖ] over `n` non-zeros, for `columns` columns. The values stay in registers while
 * the rows of d are read, which is the faster order for few non-zeros.
 */
// @ts-ignore: decorator
@inline
function add(
  n: i32, shrinks: bool, row: usize, shrink: v128, limit: v128, absolute: v128, indices: usize, values: usize, d: usize, stride: usize, columns: i32,
): void {
  const x0 = v128.load32_splat(values);
  const x1 = n > 1 ? v128.load32_splat(values, 4) : f32x4.splat(0);
  const x2 = n > 2 ? v128.load32_splat(values, 8) : f32x4.splat(0);
  const x3 = n > 3 ? v128.load32_splat(values, 12) : f32x4.splat(0);
  const x4 = n > 4 ? v128.load32_splat(values, 16) : f32x4.splat(0);
  const x5 = n > 5 ? v128.load32_splat(values, 20) : f32x4.splat(0);
  let d0 = d + <usize>load<u32>(indices) * stride;
  let d1 = n > 1 ? d + <usize>load<u32>(indices, 4) * stride : 0;
  let d2 = n > 2 ? d + <usize>load<u32>(indices, 8) * stride : 0;
  let d3 = n > 3 ? d + <usize>load<u32>(indices, 12) * stride : 0;
  let d4 = n > 4 ? d + <usize>load<u32>(indices, 16) * stride : 0;
  let d5 = n > 5 ? d + <usize>load<u32>(indices, 20) * stride : 0;
  // Two vectors in a turn of the loop.
  const end = row + (<usize>(columns & -8) << 2);
  for (; row < end; row += 32) {
    let sum = addProduct(shrunk(shrinks, v128.load(row), shrink, limit, absolute), x0, v128.load(d0));
    let next = addProduct(shrunk(shrinks, v128.load(row, 16), shrink, limit, absolute), x0, v128.load(d0, 16));
    if (n > 1) sum = addProduct(sum, x1, v128.load(d1));
    if (n > 1) next = addProduct(next, x1, v128.load(d1, 16));
    if (n > 2) sum = addProduct(sum, x2, v128.load(d2));
    if (n > 2) next = addProduct(next, x2, v128.load(d2, 16));
    if (n > 3) sum = addProduct(sum, x3, v128.load(d3));
    if (n > 3) next = addProduct(next, x3, v128.load(d3, 16));
    if (n > 4) sum = addProduct(sum, x4, v128.load(d4));
    if (n > 4) next = addProduct(next, x4, v128.load(d4, 16));
    if (n > 5) sum = addProduct(sum, x5, v128.load(d5));
    if (n > 5) next = addProduct(next, x5, v128.load(d5, 16));
    v128.store(row, sum);
    v128.store(row, next, 16);
    d0 += 32;
    if (n > 1) d1 += 32;
    if (n > 2) d2 += 32;
    if (n > 3) d3 += 32;
    if (n > 4) d4 += 32;
    if (n > 5) d5 += 32;
  }
  for (let rest = columns & 7; rest > 0; rest -= 4) {
    let sum = addProduct(shrunk(shrinks, v128.load(row), shrink, limit, absolute), x0, v128.load(d0));
    if (n > 1) sum = addProduct(sum, x1, v128.load(d1));
    if (n > 2) sum = addProduct(sum, x2, v128.load(d2));
    if (n > 3) sum = addProduct(sum, x3, v128.load(d3));
    if (n > 4) sum = addProduct(sum, x4, v128.load(d4));
    if (n > 5) sum = addProduct(sum, x5, v128.load(d5));
    storeLanes(row, sum, min(rest, 4));
    row += 16;
    d0 += 16;
    if (n > 1) d1 += 16;
    if (n > 2) d2 += 16;
    if (n > 3) d3 += 16;
    if (n > 4) d4 += 16;
    if (n > 5) d5 += 16;
  }
}

/** Adds to each row of w in the list up to `end`, with its first `n` non-zeros; rows of w are `wStride` bytes apart. */
// @ts-ignore: decorator
@inline
function addEach(
  n: i32, list: usize, end: usize, w: usize, wStride: usize, shrink: v128, limit: v128, absolute: v128, starts: usize,
  indices: usize, values: usize, d: usize, stride: usize, columns: i32,
): void {
  for (; list < end; list += 4) {
    const i = <usize>load<u32>(list);
    const skip = <usize>load<u32>(starts + (i << 2)) << 2;
    add(n, true, w + i * wStride, shrink, limit, absolute, indices + skip, values + skip, d, stride, columns);
  }
}

function addEachOf<N>(
  list: usize, end: usize, w: usize, wStride: usize, shrink: v128, limit: v128, absolute: v128, starts: usize, indices: usize,
  values: usize, d: usize, stride: usize, columns: i32,
): void {
  addEach(numberOf<N>(), list, end, w, wStride, shrink, limit, absolute, starts, indices, values, d, stride, columns);
}

/** Adds the non-zeros after the first six, for each row in the list. */
function addRest(
  list: usize, end: usize, w: usize, wStride: usize, starts: usize, indices: usize, values: usize, d: usize, stride: usize,
  columns: i32,
): void {
  const none = f32x4.splat(0);
  for (; list < end; list += 4) {
    const i = <usize>load<u32>(list);
    const row = w + i * wStride;
    const last = load<u32>(starts + (i << 2), 4);
    let k = load<u32>(starts + (i << 2)) + 6;
    for (; k + 6 <= last; k += 6) {
      add(6, false, row, none, none, none, indices + (<usize>k << 2), values + (<usize>k << 2), d, stride, columns);
    }
    for (; k < last; k++) {
      add(1, false, row, none, none, none, indices + (<usize>k << 2), values + (<usize>k << 2), d, stride, columns);
    }
  }
}

/** How many lists of rows there are: of those with no non-zero, with one, with two, … with six, with more. */
const LISTS = 8;

/**
 * w ← w · shrink + Σ x[i]·d for w [inputs, columns], sparse rows x [inputs, …] of few non-zeros and d [batch, columns];
 * panels [from, to) of w, see `panels.ts`.
 *
 * @param panelSize the bytes of a panel; 0 if w is not in panels, but row after row
 * @param stride the bytes between the rows of a panel, or of w
 * @param scratch room for eight lists of all inputs, and eight words more
 */
export function transposedAccumulate(
  w: usize, starts: usize, indices: usize, values: usize, panelSize: usize, stride: usize, count: i32, d: usize, inputs: i32,
  columns: i32, shrink: f32, scratch: usize, from: i32, to: i32,
): void {
  const t = f32x4.splat(shrink);
  const limit = smallestDecayed(shrink);
  const absolute = absoluteBits();
  const dStride = <usize>columns << 2;
  const size = <usize>inputs << 2;
  const ends = scratch + size * LISTS;
  for (let n: usize = 0; n < <usize>LISTS; n++) store<u32>(ends + (n << 2), scratch + n * size);
  let start = load<u32>(starts);
  for (let i: usize = 0; i < <usize>inputs; i++) {
    const next = load<u32>(starts + (i << 2), 4);
    const end = ends + (<usize>min(next - start, LISTS - 1) << 2);
    const slot = load<u32>(end);
    store<u32>(slot, <u32>i);
    store<u32>(end, slot + 4);
    start = next;
  }
  for (let p = from; p < to; p++) {
    const first = firstVector(p, count, columns) << 2;
    const width = min(firstVector(p + 1, count, columns) << 2, columns) - first;
    const at = <usize>first << 2;
    const panel = w + (panelSize ? <usize>p * panelSize : at);
    const error = d + at;
    let list = scratch;
    if (shrink != 1) {
      for (const end = <usize>load<u32>(ends); list < end; list += 4) {
        scaleAndFlush(panel + <usize>load<u32>(list) * stride, shrink, 0, width);
      }
    }
    list = scratch + size;
    addEachOf<N1>(list, load<u32>(ends, 4), panel, stride, t, limit, absolute, starts, indices, values, error, dStride, width);
    list += size;
    addEachOf<N2>(list, load<u32>(ends, 8), panel, stride, t, limit, absolute, starts, indices, values, error, dStride, width);
    list += size;
    addEachOf<N3>(list, load<u32>(ends, 12), panel, stride, t, limit, absolute, starts, indices, values, error, dStride, width);
    list += size;
    addEachOf<N4>(list, load<u32>(ends, 16), panel, stride, t, limit, absolute, starts, indices, values, error, dStride, width);
    list += size;
    addEachOf<N5>(list, load<u32>(ends, 20), panel, stride, t, limit, absolute, starts, indices, values, error, dStride, width);
    list += size;
    addEachOf<N6>(list, load<u32>(ends, 24), panel, stride, t, limit, absolute, starts, indices, values, error, dStride, width);
    list += size;
    const end = load<u32>(ends, 28);
    addEachOf<N6>(list, end, panel, stride, t, limit, absolute, starts, indices, values, error, dStride, width);
    addRest(list, end, panel, stride, starts, indices, values, error, dStride, width);
  }
}
