/** Sums of squares, and the limit on the norms of weights, as `../../engine.ts` describes them. */

/** The squares of the low two of four float32, in float64. */
// @ts-ignore: decorator
@inline
function squares(low: v128): v128 {
  const values = f64x2.promote_low_f32x4(low);
  return f64x2.mul(values, values);
}

/** The sums of squares of eight rows at once, two in a vector: a row alone would wait for its own additions. */
function squareEightRows(sums: usize, a: usize, columns: i32): void {
  const stride = <usize>columns << 2;
  let s01 = f64x2.splat(0);
  let s23 = f64x2.splat(0);
  let s45 = f64x2.splat(0);
  let s67 = f64x2.splat(0);
  let c = 0;
  for (; c + 2 <= columns; c += 2) {
    let at = a + (<usize>c << 2);
    // Of two rows r and s: r0 s0 r1 s1.
    let pair = v128.shuffle<f32>(v128.load64_zero(at), v128.load64_zero(at + stride), 0, 4, 1, 5);
    s01 = f64x2.add(f64x2.add(s01, squares(pair)), squares(v128.shuffle<f32>(pair, pair, 2, 3, 2, 3)));
    at += 2 * stride;
    pair = v128.shuffle<f32>(v128.load64_zero(at), v128.load64_zero(at + stride), 0, 4, 1, 5);
    s23 = f64x2.add(f64x2.add(s23, squares(pair)), squares(v128.shuffle<f32>(pair, pair, 2, 3, 2, 3)));
    at += 2 * stride;
    pair = v128.shuffle<f32>(v128.load64_zero(at), v128.load64_zero(at + stride), 0, 4, 1, 5);
    s45 = f64x2.add(f64x2.add(s45, squares(pair)), squares(v128.shuffle<f32>(pair, pair, 2, 3, 2, 3)));
    at += 2 * stride;
    pair = v128.shuffle<f32>(v128.load64_zero(at), v128.load64_zero(at + stride), 0, 4, 1, 5);
    s67 = f64x2.add(f64x2.add(s67, squares(pair)), squares(v128.shuffle<f32>(pair, pair, 2, 3, 2, 3)));
  }
  v128.store(sums, s01);
  v128.store(sums, s23, 16);
  v128.store(sums, s45, 32);
  v128.store(sums, s67, 48);
  if (c < columns) {
    for (let r: usize = 0; r < 8; r++) {
      const value = <f64>load<f32>(a + r * stride + (<usize>c << 2));
      store<f64>(sums + (r << 3), load<f64>(sums + (r << 3)) + value * value);
    }
  }
}

/** sums[r] = Σ a[r]², float64 in the order of the columns; rows [from, to). */
export function squareRows(sums: usize, a: usize, columns: i32, from: i32, to: i32): void {
  const stride = <usize>columns << 2;
  let r = from;
  for (; r + 8 <= to; r += 8) squareEightRows(sums + (<usize>r << 3), a + <usize>r * stride, columns);
  for (; r < to; r++) {
    let sum: f64 = 0;
    const row = a + <usize>r * stride;
    for (let c: usize = 0; c < stride; c += 4) {
      const value = <f64>load<f32>(row + c);
      sum += value * value;
    }
    store<f64>(sums + (<usize>r << 3), sum);
  }
}

/**
 * Columns of w whose norm is above `limit` are scaled down to it; columns [from, to). Two passes over w, row after row:
 * the first adds up the squares, the second multiplies by the factors.
 *
 * @param sums room for a float64 for each column
 * @param factors room for a float32 for each column
 */
export function limitNorms(
  w: usize, rows: i32, columns: i32, limit: f64, sums: usize, factors: usize, from: i32, to: i32,
): void {
  const stride = <usize>columns << 2;
  memory.fill(sums + (<usize>from << 3), 0, <usize>(to - from) << 3);
  for (let r = 0; r < rows; r++) addSquares(sums, w + <usize>r * stride, from, to);
  let limited = false;
  for (let j = from; j < to; j++) {
    const norm = sqrt(load<f64>(sums + (<usize>j << 3)));
    const above = norm > limit;
    store<f32>(factors + (<usize>j << 2), above ? <f32>(limit / norm) : 1);
    if (above) limited = true;
  }
  if (!limited) return;
  for (let r = 0; r < rows; r++) multiplyRow(w + <usize>r * stride, factors, from, to);
}

function addSquares(sums: usize, row: usize, from: i32, to: i32): void {
  let j = from;
  for (; j + 4 <= to; j += 4) {
    const values = v128.load(row + (<usize>j << 2));
    const at = sums + (<usize>j << 3);
    v128.store(at, f64x2.add(v128.load(at), squares(values)));
    v128.store(at, f64x2.add(v128.load(at, 16), squares(v128.shuffle<f32>(values, values, 2, 3, 2, 3))), 16);
  }
  for (; j < to; j++) {
    const value = <f64>load<f32>(row + (<usize>j << 2));
    const at = sums + (<usize>j << 3);
    store<f64>(at, load<f64>(at) + value * value);
  }
}

function multiplyRow(row: usize, factors: usize, from: i32, to: i32): void {
  let j = <usize>from << 2;
  const end = <usize>to << 2;
  for (; j + 16 <= end; j += 16) v128.store(row + j, f32x4.mul(v128.load(row + j), v128.load(factors + j)));
  for (; j < end; j += 4) store<f32>(row + j, load<f32>(row + j) * load<f32>(factors + j));
}
