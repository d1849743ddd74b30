/**
 * The kernels, one loop nest each, as `../../engine.ts` describes what they compute. Matrices are addresses in memory, sizes
 * and ranges are in elements. A range, `from` to `to`, is the part of the independent results that this call makes.
 */

import { dropRow } from "./non_zeros";
import { threeRowsProduct } from "./dense_product";
import { rowAccumulate } from "./sparse_accumulate";
import { scaleElements } from "./norms";
import { rowProduct, vectorsAtATime } from "./row_product";
import { addShortSums } from "./transposed_accumulate";

/** Where the memory is free: before it are the kernels' constants. */
export const heapBase: i32 = <i32>__heap_base;

export { average } from "./average";
export { deformImages } from "./deform";
export { dropEntries, dropUnits } from "./dropout";
export {
  activateLeakyRelu, activateRelu, activateScaledTanh, activateSigmoid, activateSoftmax, activateTanh, backwardLeakyRelu,
  backwardRelu, backwardScaledTanh, backwardSigmoid, backwardTanh,
} from "./activations";
export { dropZeros, transposeEntries } from "./non_zeros";
export { compactBytes, countBytes, gatherCompact } from "./gather";
export { addScaled, updateAdam, updateMomentum, updateNesterov } from "./optimizers";
export { denseAccumulate } from "./dense_accumulate";
export { packedProduct } from "./packed_product";
export { decayElements, flushElements } from "./subnormals";
export { addSigns, limitNorms, scaleElements, squareRows } from "./norms";

/** The bytes between the rows of a panel of `width` columns. */
// @ts-ignore: decorator
@inline
function panelStride(width: i32): usize {
  return <usize>((width + 3) & -4) << 2;
}

/** How many panels are packed at a time: each row is then read in a longer stretch, and the panels stay in a core's cache. */
const PANELS = 4;

/** Copies the columns [j0, j1) of w to panels of `step` columns, one panel after the other, reading w in order. */
function packPanels(panels: usize, w: usize, inner: i32, stride: usize, j0: i32, j1: i32, step: i32): void {
  for (let r = 0; r < inner; r++) {
    for (let j = j0; j < j1; j += step) {
      const size = panelStride(min(step, j1 - j));
      const to = panels + (<usize>((j - j0) * inner) << 2) + <usize>r * size;
      const from = w + (<usize>j << 2);
      for (let c: usize = 0; c < size; c += 16) v128.store(to + c, v128.load(from + c));
    }
    w += stride;
  }
}

/**
 * out[r] = (bias + Σ x[r]·w) · scale for rows x of entries: [r0, r1) × [j0, j1) of out.
 *
 * @param bias 0 for zeros
 * @param inner the rows of w
 * @param panels room for a copy of w; 0 if w is small enough for the cache as it is
 */
export function sparseProduct(
  out: usize, starts: usize, indices: usize, values: usize, w: usize, bias: usize, columns: i32, scale: f32, inner: i32, panels: usize, r0: i32, r1: i32, j0: i32, j1: i32,
): void {
  const s = f32x4.splat(scale);
  const step = vectorsAtATime(j1 - j0) << 2;
  const stride = <usize>columns << 2;
  // Row after row; or, of a large w, a panel of columns for every row in turn, which then stays in the cache.
  const block = panels ? step : j1 - j0;
  panels += panels ? <usize>(j0 * inner) << 2 : 0;
  for (let j = j0; j < j1; j += block) {
    const end = min(j + block, j1);
    const place = (j - j0) / block % PANELS;
    if (panels && place == 0) packPanels(panels, w, inner, stride, j, min(j + PANELS * step, j1), step);
    const panel = panels + (<usize>(place * step * inner) << 2);
    const rowStride = panels ? panelStride(end - j) : stride;
    for (let r = r0; r < r1; r++) {
      const first = load<u32>(starts + (<usize>r << 2));
      const count = load<u32>(starts + (<usize>r << 2), 4) - first;
      const skip = <usize>first << 2;
      const row = out + <usize>r * stride;
      for (let i = j; i < end; i += step) {
        const at = <usize>i << 2;
        rowProduct(
          row + at, bias ? bias + at : 0, indices + skip, values + skip, count, panels ? panel : w + at, rowStride,
          s, min(step, end - i),
        );
      }
    }
  }
}

/** The same for rows of `length` entries each, all columns in order: `indices` counts 0, 1, 2, … */
export function denseProduct(
  out: usize, indices: usize, values: usize, length: i32, w: usize, bias: usize, columns: i32, scale: f32, r0: i32,
  r1: i32, j0: i32, j1: i32,
): void {
  const s = f32x4.splat(scale);
  const step = vectorsAtATime(j1 - j0) << 2;
  const stride = <usize>columns << 2;
  let r = r0;
  for (; r + 3 <= r1; r += 3) {
    const x = values + (<usize>(r * length) << 2);
    for (let j = j0; j < j1; j += 12) {
      const at = <usize>j << 2;
      threeRowsProduct(
        out + <usize>r * stride + at, bias ? bias + at : 0, x, length, w + at, stride, s, min(12, j1 - j),
      );
    }
  }
  for (; r < r1; r++) {
    const entries = values + (<usize>(r * length) << 2);
    const row = out + <usize>r * stride;
    for (let j = j0; j < j1; j += step) {
      const at = <usize>j << 2;
      rowProduct(
        row + at, bias ? bias + at : 0, indices, entries, length, w + at, stride, s, min(step, j1 - j),
      );
    }
  }
}

/** w ← w + x[r]ᵀ·d[r], row after row. Columns [j0, j1) of w. */
export function sparseAccumulate(
  w: usize, starts: usize, indices: usize, values: usize, d: usize, rows: i32, columns: i32, j0: i32, j1: i32,
): void {
  for (let r = 0; r < rows; r++) {
    const first = load<u32>(starts + (<usize>r << 2));
    const count = load<u32>(starts + (<usize>r << 2), 4) - first;
    const skip = <usize>first << 2;
    rowAccumulate(w, columns, indices + skip, values + skip, count, d + (<usize>(r * columns) << 2), j0, j1);
  }
}

/**
 * w[i] ← w[i] · shrink + Σ x[i]·d for `rows` rows x of few entries. Columns [j0, j1) of w.
 *
 * @param lists room for nine lists of all rows, and nine words more
 */
export function turnedAccumulate(
  w: usize, starts: usize, indices: usize, values: usize, d: usize, rows: i32, columns: i32, shrink: f32, lists: usize,
  j0: i32, j1: i32,
): void {
  const at = <usize>j0 << 2;
  addShortSums(w + at, shrink, lists, starts, indices, values, d + at, rows, <usize>columns << 2, j1 - j0);
}

/** b ← b + d[r], row after row. */
export function addRows(b: usize, d: usize, rows: i32, columns: i32): void {
  for (let r = 0; r < rows; r++) {
    let j: usize = 0;
    const end = <usize>columns << 2;
    for (; j + 16 <= end; j += 16) v128.store(b + j, f32x4.add(v128.load(b + j), v128.load(d + j)));
    for (; j < end; j += 4) store<f32>(b + j, load<f32>(b + j) + load<f32>(d + j));
    d += end;
  }
}

/** b = s · Σᵣ d[r], from zero, row after row. */
export function sumRows(b: usize, d: usize, rows: i32, columns: i32, s: f32): void {
  memory.fill(b, 0, <usize>columns << 2);
  addRows(b, d, rows, columns);
  scaleElements(b, s, 0, columns);
}

/** out [columns, rows] becomes the transpose of a [rows, columns]: squares of four by four, then the rest. */
export function transpose(out: usize, a: usize, rows: i32, columns: i32): void {
  const from = <usize>columns << 2;
  const to = <usize>rows << 2;
  const wholeRows = rows & -4;
  const wholeColumns = columns & -4;
  for (let c = 0; c < wholeColumns; c += 4) {
    for (let r = 0; r < wholeRows; r += 4) {
      const at = a + <usize>r * from + (<usize>c << 2);
      const r0 = v128.load(at);
      const r1 = v128.load(at + from);
      const r2 = v128.load(at + 2 * from);
      const r3 = v128.load(at + 3 * from);
      const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
      const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
      const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      const place = out + <usize>c * to + (<usize>r << 2);
      v128.store(place, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
      v128.store(place + to, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
      v128.store(place + 2 * to, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
      v128.store(place + 3 * to, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
    }
  }
  for (let r = 0; r < rows; r++) {
    for (let c = r < wholeRows ? wholeColumns : 0; c < columns; c++) {
      store<f32>(out + <usize>c * to + (<usize>r << 2), load<f32>(a + <usize>r * from + (<usize>c << 2)));
    }
  }
}

/** out[r] = bias + x[r]·w for rows x of `inner` entries each, the zeros left out: [r0, r1) of out. `scratch` has room for a row. */
export function dataProduct(
  out: usize, x: usize, inner: i32, w: usize, bias: usize, columns: i32, fronts: usize, scratch: usize, r0: i32, r1: i32,
): void {
  const one = f32x4.splat(1);
  const step = vectorsAtATime(columns) << 2;
  const stride = <usize>columns << 2;
  const values = scratch + (<usize>(inner + 4) << 2);
  for (let r = r0; r < r1; r++) {
    const count = dropRow(scratch, values, x + (<usize>(r * inner) << 2), inner, fronts);
    const row = out + <usize>r * stride;
    for (let j = 0; j < columns; j += step) {
      const at = <usize>j << 2;
      rowProduct(row + at, bias + at, scratch, values, count, w + at, stride, one, min(step, columns - j));
    }
  }
}
