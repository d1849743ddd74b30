/** The product of rows of data with every element stored and a matrix. */

import { dropRow } from "./non_zeros";
import { rowProduct, vectorsAtATime } from "./row_product";

/**
 * out = bias + x·w for x [rows, inner], of which zeros take no part, and w [inner, columns]; rows [from, to) of out.
 *
 * @param leftPackTable see `non_zeros.ts`
 * @param scratch room for the indices and the values of a row, each with four more
 */
export function dataProduct(
  out: usize, x: usize, inner: i32, w: usize, bias: usize, columns: i32, leftPackTable: usize, scratch: usize, from: i32,
  to: i32,
): void {
  const one = f32x4.splat(1);
  const step = vectorsAtATime(columns) << 2;
  const stride = <usize>columns << 2;
  const values = scratch + (<usize>(inner + 4) << 2);
  for (let r = from; r < to; r++) {
    const count = dropRow(scratch, values, x + (<usize>(r * inner) << 2), inner, leftPackTable);
    const row = out + <usize>r * stride;
    for (let j = 0; j < columns; j += step) {
      const at = <usize>j << 2;
      rowProduct(row + at, bias + at, scratch, values, count, w + at, stride, one, min(step, columns - j));
    }
  }
}
