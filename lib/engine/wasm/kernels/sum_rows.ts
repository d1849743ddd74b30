/** Sums of the rows of a matrix: what biases learn by. */

import { scaleElements } from "./scale";

/** b ← b + d[r], row after row. */
export function addRows(b: usize, d: usize, rows: i32, columns: i32): void {
  const size = <usize>columns << 2;
  for (let r = 0; r < rows; r++) {
    for (let j: usize = 0; j < size; j += 16) v128.store(b + j, f32x4.add(v128.load(b + j), v128.load(d + j)));
    d += size;
  }
}

/** b = s · Σᵣ d[r], from zero, row after row. */
export function sumRows(b: usize, d: usize, rows: i32, columns: i32, s: f32): void {
  memory.fill(b, 0, <usize>columns << 2);
  addRows(b, d, rows, columns);
  scaleElements(b, s, 0, columns);
}
