/**
 * Weights in panels: some of the columns, row after row, and then the next columns. Rows of a panel begin where a cache line
 * does, and what a worker reads and writes is its own.
 *
 * Of `count` panels, panel p has the vectors of columns from ⌊p · vectors / count⌋ on. What is in a panel beyond the last
 * column is of no meaning.
 */

import { storeLanes } from "./lanes";
import { rowProduct, vectorsAtATime } from "./row_product";
import { scaleAndFlush } from "./scale";
import { panelAccumulate } from "./sparse_accumulate";

/** Where a panel begins among the vectors of columns. */
// @ts-ignore: decorator
@inline
export function firstVector(panel: i32, count: i32, columns: i32): i32 {
  return panel * ((columns + 3) >> 2) / count;
}

/** Copies w [rows, columns] to panels whose rows are `stride` bytes apart. */
export function packPanels(panels: usize, stride: usize, count: i32, w: usize, rows: i32, columns: i32): void {
  const wStride = <usize>columns << 2;
  for (let p = 0; p < count; p++) {
    let row = w + (<usize>firstVector(p, count, columns) << 4);
    const size = (<usize>firstVector(p + 1, count, columns) << 4) - (row - w);
    for (let i = 0; i < rows; i++) {
      for (let c: usize = 0; c < size; c += 16) v128.store(panels + c, v128.load(row + c));
      row += wStride;
      panels += stride;
    }
  }
}

/** Copies panels back to w [rows, columns]. */
export function unpackPanels(w: usize, panels: usize, stride: usize, count: i32, rows: i32, columns: i32): void {
  const wStride = <usize>columns << 2;
  for (let p = 0; p < count; p++) {
    const first = firstVector(p, count, columns) << 2;
    const width = min(firstVector(p + 1, count, columns) << 2, columns) - first;
    let row = w + (<usize>first << 2);
    for (let i = 0; i < rows; i++) {
      for (let c = 0; c < width; c += 4) {
        const at = <usize>c << 2;
        storeLanes(row + at, v128.load(panels + at), min(4, width - c));
      }
      row += wStride;
      panels += stride;
    }
  }
}

/** out = bias + x·w for sparse rows x and w [inner, columns] in panels; panels [from, to). */
export function panelProduct(
  out: usize, starts: usize, indices: usize, values: usize, panels: usize, stride: usize, count: i32, bias: usize, rows: i32,
  inner: i32, columns: i32, from: i32, to: i32,
): void {
  const one = f32x4.splat(1);
  const outStride = <usize>columns << 2;
  for (let p = from; p < to; p++) {
    const panel = panels + <usize>(p * inner) * stride;
    const first = firstVector(p, count, columns) << 2;
    const width = min(firstVector(p + 1, count, columns) << 2, columns) - first;
    const step = vectorsAtATime(width) << 2;
    const at = <usize>first << 2;
    let row = out + at;
    for (let r: usize = 0; r < <usize>rows; r++) {
      const begin = load<u32>(starts + (r << 2));
      const nonZeros = load<u32>(starts + (r << 2), 4) - begin;
      const skip = <usize>begin << 2;
      for (let j = 0; j < width; j += step) {
        const next = <usize>j << 2;
        rowProduct(
          row + next, bias + at + next, indices + skip, values + skip, nonZeros, panel + next, stride, one,
          min(step, width - j),
        );
      }
      row += outStride;
    }
  }
}

/**
 * w ← w · shrink + xᵀ·d for w [inputs, columns] in panels, sparse rows x and d [rows, columns], row after row; panels
 * [from, to).
 */
export function panelsAccumulate(
  panels: usize, starts: usize, indices: usize, values: usize, stride: usize, count: i32, d: usize, rows: i32, inputs: i32,
  columns: i32, shrink: f32, from: i32, to: i32,
): void {
  const dStride = <usize>columns << 2;
  for (let p = from; p < to; p++) {
    const panel = panels + <usize>(p * inputs) * stride;
    const first = firstVector(p, count, columns);
    const vectors = firstVector(p + 1, count, columns) - first;
    if (shrink != 1) scaleAndFlush(panel, shrink, 0, <i32>((<usize>inputs * stride) >> 2));
    let row = d + (<usize>first << 4);
    for (let r: usize = 0; r < <usize>rows; r++) {
      const begin = load<u32>(starts + (r << 2));
      const nonZeros = load<u32>(starts + (r << 2), 4) - begin;
      const skip = <usize>begin << 2;
      for (let v = 0; v < vectors;) {
        const next = <usize>v << 4;
        const n = vectors - v > 7 ? 8 : min(4, vectors - v);
        panelAccumulate(n, panel + next, stride, indices + skip, values + skip, nonZeros, row + next);
        v += n;
      }
      row += dStride;
    }
  }
}
