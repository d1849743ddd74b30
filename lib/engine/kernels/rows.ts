/**
 * The two loops under almost everything, on rows that are lists of entries (a column and a value): a row times a matrix,
 * and a matrix plus the outer product of a row and another. Both run across independent columns, at most 48 and 32 at a
 * time, which stay in vector registers; the order within a column is that of the list.
 *
 * The last vector of a row may be partly beyond it: it is read whole, since memory goes on, and written by its lanes.
 */

/** Writes the first `lanes` lanes of a vector. */
// @ts-ignore: decorator
@inline
function storeLanes(at: usize, value: v128, lanes: i32): void {
  if (lanes == 4) v128.store(at, value);
  else {
    if (lanes & 2) {
      v128.store64_lane(at, value, 0);
      if (lanes & 1) v128.store32_lane(at, value, 2, 8);
    } else v128.store32_lane(at, value, 0);
  }
}

/**
 * out = (bias · shrink + Σₖ valueₖ · w[indexₖ]) · scale for `n` vectors of columns, of which the last has `lanes` lanes.
 * `bias` of 0 stands for zeros. `stride` is the length of a row of w, in bytes.
 */
// @ts-ignore: decorator
@inline
function product(
  n: i32, out: usize, bias: usize, shrink: v128, indices: usize, values: usize, count: i32, w: usize, stride: usize,
  scale: v128, lanes: i32,
): void {
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  let s4 = f32x4.splat(0);
  let s5 = f32x4.splat(0);
  let s6 = f32x4.splat(0);
  let s7 = f32x4.splat(0);
  let s8 = f32x4.splat(0);
  let s9 = f32x4.splat(0);
  let s10 = f32x4.splat(0);
  let s11 = f32x4.splat(0);
  if (bias) {
    s0 = f32x4.mul(v128.load(bias), shrink);
    if (n > 1) s1 = f32x4.mul(v128.load(bias, 16), shrink);
    if (n > 2) s2 = f32x4.mul(v128.load(bias, 32), shrink);
    if (n > 3) s3 = f32x4.mul(v128.load(bias, 48), shrink);
    if (n > 4) s4 = f32x4.mul(v128.load(bias, 64), shrink);
    if (n > 5) s5 = f32x4.mul(v128.load(bias, 80), shrink);
    if (n > 6) s6 = f32x4.mul(v128.load(bias, 96), shrink);
    if (n > 7) s7 = f32x4.mul(v128.load(bias, 112), shrink);
    if (n > 8) s8 = f32x4.mul(v128.load(bias, 128), shrink);
    if (n > 9) s9 = f32x4.mul(v128.load(bias, 144), shrink);
    if (n > 10) s10 = f32x4.mul(v128.load(bias, 160), shrink);
    if (n > 11) s11 = f32x4.mul(v128.load(bias, 176), shrink);
  }
  // Two entries in a turn of the loop, one after the other.
  const end = values + (<usize>count << 2);
  while (values + 8 <= end) {
    const row = w + <usize>load<u32>(indices) * stride;
    const next = w + <usize>load<u32>(indices, 4) * stride;
    const x = v128.load32_splat(values);
    const y = v128.load32_splat(values, 4);
    s0 = f32x4.add(f32x4.add(s0, f32x4.mul(x, v128.load(row, 0))), f32x4.mul(y, v128.load(next, 0)));
    if (n > 1) s1 = f32x4.add(f32x4.add(s1, f32x4.mul(x, v128.load(row, 16))), f32x4.mul(y, v128.load(next, 16)));
    if (n > 2) s2 = f32x4.add(f32x4.add(s2, f32x4.mul(x, v128.load(row, 32))), f32x4.mul(y, v128.load(next, 32)));
    if (n > 3) s3 = f32x4.add(f32x4.add(s3, f32x4.mul(x, v128.load(row, 48))), f32x4.mul(y, v128.load(next, 48)));
    if (n > 4) s4 = f32x4.add(f32x4.add(s4, f32x4.mul(x, v128.load(row, 64))), f32x4.mul(y, v128.load(next, 64)));
    if (n > 5) s5 = f32x4.add(f32x4.add(s5, f32x4.mul(x, v128.load(row, 80))), f32x4.mul(y, v128.load(next, 80)));
    if (n > 6) s6 = f32x4.add(f32x4.add(s6, f32x4.mul(x, v128.load(row, 96))), f32x4.mul(y, v128.load(next, 96)));
    if (n > 7) s7 = f32x4.add(f32x4.add(s7, f32x4.mul(x, v128.load(row, 112))), f32x4.mul(y, v128.load(next, 112)));
    if (n > 8) s8 = f32x4.add(f32x4.add(s8, f32x4.mul(x, v128.load(row, 128))), f32x4.mul(y, v128.load(next, 128)));
    if (n > 9) s9 = f32x4.add(f32x4.add(s9, f32x4.mul(x, v128.load(row, 144))), f32x4.mul(y, v128.load(next, 144)));
    if (n > 10) s10 = f32x4.add(f32x4.add(s10, f32x4.mul(x, v128.load(row, 160))), f32x4.mul(y, v128.load(next, 160)));
    if (n > 11) s11 = f32x4.add(f32x4.add(s11, f32x4.mul(x, v128.load(row, 176))), f32x4.mul(y, v128.load(next, 176)));
    values += 8;
    indices += 8;
  }
  if (values < end) {
    const row = w + <usize>load<u32>(indices) * stride;
    const x = v128.load32_splat(values);
    s0 = f32x4.add(s0, f32x4.mul(x, v128.load(row, 0)));
    if (n > 1) s1 = f32x4.add(s1, f32x4.mul(x, v128.load(row, 16)));
    if (n > 2) s2 = f32x4.add(s2, f32x4.mul(x, v128.load(row, 32)));
    if (n > 3) s3 = f32x4.add(s3, f32x4.mul(x, v128.load(row, 48)));
    if (n > 4) s4 = f32x4.add(s4, f32x4.mul(x, v128.load(row, 64)));
    if (n > 5) s5 = f32x4.add(s5, f32x4.mul(x, v128.load(row, 80)));
    if (n > 6) s6 = f32x4.add(s6, f32x4.mul(x, v128.load(row, 96)));
    if (n > 7) s7 = f32x4.add(s7, f32x4.mul(x, v128.load(row, 112)));
    if (n > 8) s8 = f32x4.add(s8, f32x4.mul(x, v128.load(row, 128)));
    if (n > 9) s9 = f32x4.add(s9, f32x4.mul(x, v128.load(row, 144)));
    if (n > 10) s10 = f32x4.add(s10, f32x4.mul(x, v128.load(row, 160)));
    if (n > 11) s11 = f32x4.add(s11, f32x4.mul(x, v128.load(row, 176)));
  }
  if (n == 1) storeLanes(out + 0, f32x4.mul(s0, scale), lanes);
  else if (n > 1) v128.store(out, f32x4.mul(s0, scale), 0);
  if (n == 2) storeLanes(out + 16, f32x4.mul(s1, scale), lanes);
  else if (n > 2) v128.store(out, f32x4.mul(s1, scale), 16);
  if (n == 3) storeLanes(out + 32, f32x4.mul(s2, scale), lanes);
  else if (n > 3) v128.store(out, f32x4.mul(s2, scale), 32);
  if (n == 4) storeLanes(out + 48, f32x4.mul(s3, scale), lanes);
  else if (n > 4) v128.store(out, f32x4.mul(s3, scale), 48);
  if (n == 5) storeLanes(out + 64, f32x4.mul(s4, scale), lanes);
  else if (n > 5) v128.store(out, f32x4.mul(s4, scale), 64);
  if (n == 6) storeLanes(out + 80, f32x4.mul(s5, scale), lanes);
  else if (n > 6) v128.store(out, f32x4.mul(s5, scale), 80);
  if (n == 7) storeLanes(out + 96, f32x4.mul(s6, scale), lanes);
  else if (n > 7) v128.store(out, f32x4.mul(s6, scale), 96);
  if (n == 8) storeLanes(out + 112, f32x4.mul(s7, scale), lanes);
  else if (n > 8) v128.store(out, f32x4.mul(s7, scale), 112);
  if (n == 9) storeLanes(out + 128, f32x4.mul(s8, scale), lanes);
  else if (n > 9) v128.store(out, f32x4.mul(s8, scale), 128);
  if (n == 10) storeLanes(out + 144, f32x4.mul(s9, scale), lanes);
  else if (n > 10) v128.store(out, f32x4.mul(s9, scale), 144);
  if (n == 11) storeLanes(out + 160, f32x4.mul(s10, scale), lanes);
  else if (n > 11) v128.store(out, f32x4.mul(s10, scale), 160);
  if (n == 12) storeLanes(out + 176, f32x4.mul(s11, scale), lanes);
}

/** How many vectors of columns a product takes at a time, of `columns` columns: as equal as may be, and 12 at most. */
// @ts-ignore: decorator
@inline
export function vectorsAtATime(columns: i32): i32 {
  const vectors = (columns + 3) >> 2;
  const passes = (vectors + 11) / 12;
  return (vectors + passes - 1) / passes;
}

function product1(
  out: usize, bias: usize, shrink: v128, indices: usize, values: usize, count: i32, w: usize, stride: usize,
  scale: v128, lanes: i32,
): void {
  product(1, out, bias, shrink, indices, values, count, w, stride, scale, lanes);
}

function product2(
  out: usize, bias: usize, shrink: v128, indices: usize, values: usize, count: i32, w: usize, stride: usize,
  scale: v128, lanes: i32,
): void {
  product(2, out, bias, shrink, indices, values, count, w, stride, scale, lanes);
}

function product3(
  out: usize, bias: usize, shrink: v128, indices: usize, values: usize, count: i32, w: usize, stride: usize,
  scale: v128, lanes: i32,
): void {
  product(3, out, bias, shrink, indices, values, count, w, stride, scale, lanes);
}

function product4(
  out: usize, bias: usize, shrink: v128, indices: usize, values: usize, count: i32, w: usize, stride: usize,
  scale: v128, lanes: i32,
): void {
  product(4, out, bias, shrink, indices, values, count, w, stride, scale, lanes);
}

function product5(
  out: usize, bias: usize, shrink: v128, indices: usize, values: usize, count: i32, w: usize, stride: usize,
  scale: v128, lanes: i32,
): void {
  product(5, out, bias, shrink, indices, values, count, w, stride, scale, lanes);
}

function product6(
  out: usize, bias: usize, shrink: v128, indices: usize, values: usize, count: i32, w: usize, stride: usize,
  scale: v128, lanes: i32,
): void {
  product(6, out, bias, shrink, indices, values, count, w, stride, scale, lanes);
}

function product7(
  out: usize, bias: usize, shrink: v128, indices: usize, values: usize, count: i32, w: usize, stride: usize,
  scale: v128, lanes: i32,
): void {
  product(7, out, bias, shrink, indices, values, count, w, stride, scale, lanes);
}

function product8(
  out: usize, bias: usize, shrink: v128, indices: usize, values: usize, count: i32, w: usize, stride: usize,
  scale: v128, lanes: i32,
): void {
  product(8, out, bias, shrink, indices, values, count, w, stride, scale, lanes);
}

function product9(
  out: usize, bias: usize, shrink: v128, indices: usize, values: usize, count: i32, w: usize, stride: usize,
  scale: v128, lanes: i32,
): void {
  product(9, out, bias, shrink, indices, values, count, w, stride, scale, lanes);
}

function product10(
  out: usize, bias: usize, shrink: v128, indices: usize, values: usize, count: i32, w: usize, stride: usize,
  scale: v128, lanes: i32,
): void {
  product(10, out, bias, shrink, indices, values, count, w, stride, scale, lanes);
}

function product11(
  out: usize, bias: usize, shrink: v128, indices: usize, values: usize, count: i32, w: usize, stride: usize,
  scale: v128, lanes: i32,
): void {
  product(11, out, bias, shrink, indices, values, count, w, stride, scale, lanes);
}

function product12(
  out: usize, bias: usize, shrink: v128, indices: usize, values: usize, count: i32, w: usize, stride: usize,
  scale: v128, lanes: i32,
): void {
  product(12, out, bias, shrink, indices, values, count, w, stride, scale, lanes);
}

/**
 * out[r] = (bias + x[r]·w) · scale for three rows x of `length` entries each and `n` vectors of columns, the last with
 * `lanes` lanes: a row alone would wait for its own sums.
 */
// @ts-ignore: decorator
@inline
function threeRows(
  n: i32, out: usize, bias: usize, x: usize, length: i32, w: usize, stride: usize, scale: v128, lanes: i32,
): void {
  const zero = f32x4.splat(0);
  const b0 = bias ? v128.load(bias) : zero;
  const b1 = n > 1 && bias ? v128.load(bias, 16) : zero;
  const b2 = n > 2 && bias ? v128.load(bias, 32) : zero;
  let s00 = b0;
  let s01 = b1;
  let s02 = b2;
  let s10 = b0;
  let s11 = b1;
  let s12 = b2;
  let s20 = b0;
  let s21 = b1;
  let s22 = b2;
  const row = <usize>length << 2;
  const end = x + row;
  for (; x < end; x += 4) {
    const w0 = v128.load(w);
    const w1 = n > 1 ? v128.load(w, 16) : zero;
    const w2 = n > 2 ? v128.load(w, 32) : zero;
    const x0 = v128.load32_splat(x);
    s00 = f32x4.add(s00, f32x4.mul(x0, w0));
    if (n > 1) s01 = f32x4.add(s01, f32x4.mul(x0, w1));
    if (n > 2) s02 = f32x4.add(s02, f32x4.mul(x0, w2));
    const x1 = v128.load32_splat(x + row);
    s10 = f32x4.add(s10, f32x4.mul(x1, w0));
    if (n > 1) s11 = f32x4.add(s11, f32x4.mul(x1, w1));
    if (n > 2) s12 = f32x4.add(s12, f32x4.mul(x1, w2));
    const x2 = v128.load32_splat(x + 2 * row);
    s20 = f32x4.add(s20, f32x4.mul(x2, w0));
    if (n > 1) s21 = f32x4.add(s21, f32x4.mul(x2, w1));
    if (n > 2) s22 = f32x4.add(s22, f32x4.mul(x2, w2));
    w += stride;
  }
  storeRow(n, out, s00, s01, s02, scale, lanes);
  storeRow(n, out + stride, s10, s11, s12, scale, lanes);
  storeRow(n, out + 2 * stride, s20, s21, s22, scale, lanes);
}

/** Writes `n` scaled vectors, the last with `lanes` lanes. */
// @ts-ignore: decorator
@inline
function storeRow(n: i32, out: usize, s0: v128, s1: v128, s2: v128, scale: v128, lanes: i32): void {
  if (n == 1) storeLanes(out, f32x4.mul(s0, scale), lanes);
  else v128.store(out, f32x4.mul(s0, scale));
  if (n == 2) storeLanes(out + 16, f32x4.mul(s1, scale), lanes);
  else if (n > 2) v128.store(out, f32x4.mul(s1, scale), 16);
  if (n == 3) storeLanes(out + 32, f32x4.mul(s2, scale), lanes);
}

/** The product of three rows of `length` entries each with a w of at most 12 columns. */
export function threeRowsProduct(
  out: usize, bias: usize, x: usize, length: i32, w: usize, columns: i32, scale: v128,
): void {
  if (columns <= 4) threeRows1(out, bias, x, length, w, columns, scale);
  else if (columns <= 8) threeRows2(out, bias, x, length, w, columns, scale);
  else threeRows3(out, bias, x, length, w, columns, scale);
}

function threeRows1(
  out: usize, bias: usize, x: usize, length: i32, w: usize, columns: i32, scale: v128,
): void {
  threeRows(1, out, bias, x, length, w, <usize>columns << 2, scale, ((columns - 1) & 3) + 1);
}

function threeRows2(
  out: usize, bias: usize, x: usize, length: i32, w: usize, columns: i32, scale: v128,
): void {
  threeRows(2, out, bias, x, length, w, <usize>columns << 2, scale, ((columns - 1) & 3) + 1);
}

function threeRows3(
  out: usize, bias: usize, x: usize, length: i32, w: usize, columns: i32, scale: v128,
): void {
  threeRows(3, out, bias, x, length, w, <usize>columns << 2, scale, ((columns - 1) & 3) + 1);
}

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
  const end = row + (<usize>(columns & -4) << 2);
  for (; row < end; row += 16) {
    let sum = f32x4.add(f32x4.mul(v128.load(row), shrink), f32x4.mul(x0, v128.load(d0)));
    if (n > 1) sum = f32x4.add(sum, f32x4.mul(x1, v128.load(d1)));
    if (n > 2) sum = f32x4.add(sum, f32x4.mul(x2, v128.load(d2)));
    if (n > 3) sum = f32x4.add(sum, f32x4.mul(x3, v128.load(d3)));
    if (n > 4) sum = f32x4.add(sum, f32x4.mul(x4, v128.load(d4)));
    if (n > 5) sum = f32x4.add(sum, f32x4.mul(x5, v128.load(d5)));
    if (n > 6) sum = f32x4.add(sum, f32x4.mul(x6, v128.load(d6)));
    if (n > 7) sum = f32x4.add(sum, f32x4.mul(x7, v128.load(d7)));
    v128.store(row, sum);
    d0 += 16;
    if (n > 1) d1 += 16;
    if (n > 2) d2 += 16;
    if (n > 3) d3 += 16;
    if (n > 4) d4 += 16;
    if (n > 5) d5 += 16;
    if (n > 6) d6 += 16;
    if (n > 7) d7 += 16;
  }
  if (columns & 3) {
    let sum = f32x4.add(f32x4.mul(v128.load(row), shrink), f32x4.mul(x0, v128.load(d0)));
    if (n > 1) sum = f32x4.add(sum, f32x4.mul(x1, v128.load(d1)));
    if (n > 2) sum = f32x4.add(sum, f32x4.mul(x2, v128.load(d2)));
    if (n > 3) sum = f32x4.add(sum, f32x4.mul(x3, v128.load(d3)));
    if (n > 4) sum = f32x4.add(sum, f32x4.mul(x4, v128.load(d4)));
    if (n > 5) sum = f32x4.add(sum, f32x4.mul(x5, v128.load(d5)));
    if (n > 6) sum = f32x4.add(sum, f32x4.mul(x6, v128.load(d6)));
    if (n > 7) sum = f32x4.add(sum, f32x4.mul(x7, v128.load(d7)));
    storeLanes(row, sum, columns & 3);
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

/**
 * One row of a product, `width` columns of it, of which there are at most 48: out, bias and w are where these columns
 * begin. `stride` is the length of a row of w, in bytes.
 */
// @ts-ignore: decorator
@inline
export function rowProduct(
  out: usize, bias: usize, shrink: v128, indices: usize, values: usize, count: i32, w: usize, stride: usize,
  scale: v128, width: i32,
): void {
  const lanes = ((width - 1) & 3) + 1;
  switch ((width + 3) >> 2) {
    case 1: product1(out, bias, shrink, indices, values, count, w, stride, scale, lanes); break;
    case 2: product2(out, bias, shrink, indices, values, count, w, stride, scale, lanes); break;
    case 3: product3(out, bias, shrink, indices, values, count, w, stride, scale, lanes); break;
    case 4: product4(out, bias, shrink, indices, values, count, w, stride, scale, lanes); break;
    case 5: product5(out, bias, shrink, indices, values, count, w, stride, scale, lanes); break;
    case 6: product6(out, bias, shrink, indices, values, count, w, stride, scale, lanes); break;
    case 7: product7(out, bias, shrink, indices, values, count, w, stride, scale, lanes); break;
    case 8: product8(out, bias, shrink, indices, values, count, w, stride, scale, lanes); break;
    case 9: product9(out, bias, shrink, indices, values, count, w, stride, scale, lanes); break;
    case 10: product10(out, bias, shrink, indices, values, count, w, stride, scale, lanes); break;
    case 11: product11(out, bias, shrink, indices, values, count, w, stride, scale, lanes); break;
    default: product12(out, bias, shrink, indices, values, count, w, stride, scale, lanes);
  }
}

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
