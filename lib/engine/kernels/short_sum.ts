/** A row plus the sum of a few other rows, each times a value: the step in place, once the entries of a batch are turned. */

import { storeLanes } from "./lanes";

/**
 * row ← row · shrink + Σ valueₖ · d[indexₖ] over `n` entries, for `columns` columns: an entry's value stays in a register
 * while its row of d goes by, which is the better way round for few entries.
 */
// @ts-ignore: decorator
@inline
function add(
  n: i32, row: usize, shrink: v128, indices: usize, values: usize, d: usize, stride: usize, columns: i32,
): void {
  const x0 = v128.load32_splat(values);
  const x1 = n > 1 ? v128.load32_splat(values, 4) : f32x4.splat(0);
  const x2 = n > 2 ? v128.load32_splat(values, 8) : f32x4.splat(0);
  const x3 = n > 3 ? v128.load32_splat(values, 12) : f32x4.splat(0);
  const x4 = n > 4 ? v128.load32_splat(values, 16) : f32x4.splat(0);
  const x5 = n > 5 ? v128.load32_splat(values, 20) : f32x4.splat(0);
  const x6 = n > 6 ? v128.load32_splat(values, 24) : f32x4.splat(0);
  const x7 = n > 7 ? v128.load32_splat(values, 28) : f32x4.splat(0);
  let d0 = d + <usize>load<u32>(indices) * stride;
  let d1 = n > 1 ? d + <usize>load<u32>(indices, 4) * stride : 0;
  let d2 = n > 2 ? d + <usize>load<u32>(indices, 8) * stride : 0;
  let d3 = n > 3 ? d + <usize>load<u32>(indices, 12) * stride : 0;
  let d4 = n > 4 ? d + <usize>load<u32>(indices, 16) * stride : 0;
  let d5 = n > 5 ? d + <usize>load<u32>(indices, 20) * stride : 0;
  let d6 = n > 6 ? d + <usize>load<u32>(indices, 24) * stride : 0;
  let d7 = n > 7 ? d + <usize>load<u32>(indices, 28) * stride : 0;
  // Two vectors in a turn of the loop.
  const end = row + (<usize>(columns & -8) << 2);
  for (; row < end; row += 32) {
    let sum = f32x4.add(f32x4.mul(v128.load(row), shrink), f32x4.mul(x0, v128.load(d0)));
    let next = f32x4.add(f32x4.mul(v128.load(row, 16), shrink), f32x4.mul(x0, v128.load(d0, 16)));
    if (n > 1) sum = f32x4.add(sum, f32x4.mul(x1, v128.load(d1)));
    if (n > 1) next = f32x4.add(next, f32x4.mul(x1, v128.load(d1, 16)));
    if (n > 2) sum = f32x4.add(sum, f32x4.mul(x2, v128.load(d2)));
    if (n > 2) next = f32x4.add(next, f32x4.mul(x2, v128.load(d2, 16)));
    if (n > 3) sum = f32x4.add(sum, f32x4.mul(x3, v128.load(d3)));
    if (n > 3) next = f32x4.add(next, f32x4.mul(x3, v128.load(d3, 16)));
    if (n > 4) sum = f32x4.add(sum, f32x4.mul(x4, v128.load(d4)));
    if (n > 4) next = f32x4.add(next, f32x4.mul(x4, v128.load(d4, 16)));
    if (n > 5) sum = f32x4.add(sum, f32x4.mul(x5, v128.load(d5)));
    if (n > 5) next = f32x4.add(next, f32x4.mul(x5, v128.load(d5, 16)));
    if (n > 6) sum = f32x4.add(sum, f32x4.mul(x6, v128.load(d6)));
    if (n > 6) next = f32x4.add(next, f32x4.mul(x6, v128.load(d6, 16)));
    if (n > 7) sum = f32x4.add(sum, f32x4.mul(x7, v128.load(d7)));
    if (n > 7) next = f32x4.add(next, f32x4.mul(x7, v128.load(d7, 16)));
    v128.store(row, sum);
    v128.store(row, next, 16);
    d0 += 32;
    if (n > 1) d1 += 32;
    if (n > 2) d2 += 32;
    if (n > 3) d3 += 32;
    if (n > 4) d4 += 32;
    if (n > 5) d5 += 32;
    if (n > 6) d6 += 32;
    if (n > 7) d7 += 32;
  }
  for (let rest = columns & 7; rest > 0; rest -= 4) {
    let sum = f32x4.add(f32x4.mul(v128.load(row), shrink), f32x4.mul(x0, v128.load(d0)));
    if (n > 1) sum = f32x4.add(sum, f32x4.mul(x1, v128.load(d1)));
    if (n > 2) sum = f32x4.add(sum, f32x4.mul(x2, v128.load(d2)));
    if (n > 3) sum = f32x4.add(sum, f32x4.mul(x3, v128.load(d3)));
    if (n > 4) sum = f32x4.add(sum, f32x4.mul(x4, v128.load(d4)));
    if (n > 5) sum = f32x4.add(sum, f32x4.mul(x5, v128.load(d5)));
    if (n > 6) sum = f32x4.add(sum, f32x4.mul(x6, v128.load(d6)));
    if (n > 7) sum = f32x4.add(sum, f32x4.mul(x7, v128.load(d7)));
    storeLanes(row, sum, min(rest, 4));
    row += 16;
    d0 += 16;
    if (n > 1) d1 += 16;
    if (n > 2) d2 += 16;
    if (n > 3) d3 += 16;
    if (n > 4) d4 += 16;
    if (n > 5) d5 += 16;
    if (n > 6) d6 += 16;
    if (n > 7) d7 += 16;
  }
}

function add1(
  row: usize, shrink: v128, indices: usize, values: usize, d: usize, stride: usize, columns: i32,
): void {
  add(1, row, shrink, indices, values, d, stride, columns);
}

function add2(
  row: usize, shrink: v128, indices: usize, values: usize, d: usize, stride: usize, columns: i32,
): void {
  add(2, row, shrink, indices, values, d, stride, columns);
}

function add3(
  row: usize, shrink: v128, indices: usize, values: usize, d: usize, stride: usize, columns: i32,
): void {
  add(3, row, shrink, indices, values, d, stride, columns);
}

function add4(
  row: usize, shrink: v128, indices: usize, values: usize, d: usize, stride: usize, columns: i32,
): void {
  add(4, row, shrink, indices, values, d, stride, columns);
}

function add5(
  row: usize, shrink: v128, indices: usize, values: usize, d: usize, stride: usize, columns: i32,
): void {
  add(5, row, shrink, indices, values, d, stride, columns);
}

function add6(
  row: usize, shrink: v128, indices: usize, values: usize, d: usize, stride: usize, columns: i32,
): void {
  add(6, row, shrink, indices, values, d, stride, columns);
}

function add7(
  row: usize, shrink: v128, indices: usize, values: usize, d: usize, stride: usize, columns: i32,
): void {
  add(7, row, shrink, indices, values, d, stride, columns);
}

function add8(
  row: usize, shrink: v128, indices: usize, values: usize, d: usize, stride: usize, columns: i32,
): void {
  add(8, row, shrink, indices, values, d, stride, columns);
}

/** row ← row · shrink + Σ valueₖ · d[indexₖ], eight entries at a time. */
export function rowAdd(
  row: usize, shrink: v128, indices: usize, values: usize, count: i32, d: usize, stride: usize, columns: i32,
): void {
  while (count > 0) {
    switch (count) {
      case 1: add1(row, shrink, indices, values, d, stride, columns); break;
      case 2: add2(row, shrink, indices, values, d, stride, columns); break;
      case 3: add3(row, shrink, indices, values, d, stride, columns); break;
      case 4: add4(row, shrink, indices, values, d, stride, columns); break;
      case 5: add5(row, shrink, indices, values, d, stride, columns); break;
      case 6: add6(row, shrink, indices, values, d, stride, columns); break;
      case 7: add7(row, shrink, indices, values, d, stride, columns); break;
      default: add8(row, shrink, indices, values, d, stride, columns);
    }
    shrink = f32x4.splat(1);
    indices += 32;
    values += 32;
    count -= 8;
  }
}
