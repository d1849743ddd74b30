/** The product of rows of data in compressed form and a matrix. */

import { rowProduct, vectorsAtATime } from "./row_product";

/** How many panels are copied at a time: a row of w is then read in longer stretches, and the panels stay in a core's cache. */
const PANELS = 4;

/** The bytes between the rows of a panel of `width` columns. */
// @ts-ignore: decorator
@inline
function panelStride(width: i32): usize {
  return <usize>((width + 3) & -4) << 2;
}

/** Copies the columns [from, to) of w to panels of `step` columns, one panel after the other; reads w row by row. */
function packPanels(panels: usize, w: usize, inner: i32, stride: usize, from: i32, to: i32, step: i32): void {
  for (let i = 0; i < inner; i++) {
    for (let j = from; j < to; j += step) {
      const size = panelStride(min(step, to - j));
      const panel = panels + (<usize>((j - from) * inner) << 2) + <usize>i * size;
      const row = w + (<usize>j << 2);
      for (let c: usize = 0; c < size; c += 16) v128.store(panel + c, v128.load(row + c));
    }
    w += stride;
  }
}

/**
 * out = (bias + x·w) · scale for sparse rows x and w [inner, columns].
 *
 * @param bias 0 for zeros
 * @param byColumns whether `from` and `to` are columns of out, else they are rows
 * @param scratch room for 144 columns of w, or all if there are fewer; 0 if w is small enough for the cache as it is
 */
export function sparseProduct(
  out: usize, starts: usize, indices: usize, values: usize, w: usize, bias: usize, rows: i32, inner: i32, columns: i32,
  scale: f32, byColumns: i32, scratch: usize, from: i32, to: i32,
): void {
  const r0 = byColumns ? 0 : from;
  const r1 = byColumns ? rows : to;
  const j0 = byColumns ? from : 0;
  const j1 = byColumns ? to : columns;
  const s = f32x4.splat(scale);
  const step = vectorsAtATime(j1 - j0) << 2;
  const stride = <usize>columns << 2;
  // Row after row. If w is large, then a panel of its columns for all rows, and the next: a panel stays in the cache.
  const block = scratch ? step : j1 - j0;
  for (let j = j0; j < j1; j += block) {
    const end = min(j + block, j1);
    const panelIndex = (j - j0) / block % PANELS;
    if (scratch && panelIndex == 0) packPanels(scratch, w, inner, stride, j, min(j + PANELS * step, j1), step);
    const panel = scratch + (<usize>(panelIndex * step * inner) << 2);
    const rowStride = scratch ? panelStride(end - j) : stride;
    for (let r = r0; r < r1; r++) {
      const first = load<u32>(starts + (<usize>r << 2));
      const count = load<u32>(starts + (<usize>r << 2), 4) - first;
      const skip = <usize>first << 2;
      const row = out + <usize>r * stride;
      for (let i = j; i < end; i += step) {
        const at = <usize>i << 2;
        rowProduct(
          row + at, bias ? bias + at : 0, indices + skip, values + skip, count, scratch ? panel : w + at, rowStride,
          s, min(step, end - i),
        );
      }
    }
  }
}
