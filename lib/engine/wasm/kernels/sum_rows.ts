/** Sums of the rows of a matrix: what biases learn by. */

import { storeUpTo } from "./lanes";
import { scaleElements } from "./scale";

/** b ← b + d[r], row after row. */
export function addRows(b: usize, d: usize, rows: i32, columns: i32): void {
  const size = <usize>columns << 2;
  const end = b + size;
  for (let r = 0; r < rows; r++) {
    for (let at: usize = 0; at < size; at += 16) {
      storeUpTo(end, b + at, f32x4.add(v128.load(b + at), v128.load(d + at)));
    }
    d += size;
  }
}

/** b = s · Σᵣ d[r], from zero, row after row. */
export function sumRows(b: usize, d: usize, rows: i32, columns: i32, s: f32): void {
  memory.fill(b, 0, <usize>columns << 2);
  addRows(b, d, rows, columns);
  scaleElements(b, s, 0, columns);
}
