/**
 * What several kernels share. The last vector of a row may reach beyond it: it is read whole, since there is memory behind
 * every matrix. Kernels that write whole matrices write whole vectors as well. Others leave what is beyond as it was.
 */

/** Writes the first `lanes` lanes of a vector, 1 to 4. */
// @ts-ignore: decorator
@inline
export function storeLanes(at: usize, value: v128, lanes: i32): void {
  if (lanes == 4) v128.store(at, value);
  else {
    if (lanes & 2) {
      v128.store64_lane(at, value, 0);
      if (lanes & 1) v128.store32_lane(at, value, 2, 8);
    } else v128.store32_lane(at, value, 0);
  }
}

/**
 * Ends a loop that wrote whole vectors up to `at`, beyond the `end` of what it should write: restores what was there.
 *
 * @param beyond the vector that was at `end`
 */
// @ts-ignore: decorator
@inline
export function restoreTail(end: usize, at: usize, beyond: v128): void {
  if (at > end) v128.store(end, beyond);
}

/** Writes `n` vectors of a row, at most three, the last with `lanes` lanes. */
// @ts-ignore: decorator
@inline
export function storeRow(n: i32, at: usize, s0: v128, s1: v128, s2: v128, lanes: i32): void {
  if (n == 1) storeLanes(at, s0, lanes);
  else v128.store(at, s0);
  if (n == 2) storeLanes(at + 16, s1, lanes);
  else if (n > 2) v128.store(at, s1, 16);
  if (n == 3) storeLanes(at + 32, s2, lanes);
}

/** sum + x · y, each rounded. */
// @ts-ignore: decorator
@inline
export function addProduct(sum: v128, x: v128, y: v128): v128 {
  return f32x4.add(sum, f32x4.mul(x, y));
}

/**
 * Numbers as types. The compiler makes a function for each type that a generic one is called with, and `numberOf` is a
 * constant in it.
 */
export class N1 { a: u8; }
export class N2 extends N1 { b: u8; }
export class N3 extends N2 { c: u8; }
export class N4 extends N3 { d: u8; }
export class N5 extends N4 { e: u8; }
export class N6 extends N5 { f: u8; }
export class N7 extends N6 { g: u8; }
export class N8 extends N7 { h: u8; }
export class N9 extends N8 { i: u8; }

/** The number that a type stands for. */
// @ts-ignore: decorator
@inline
export function numberOf<N>(): i32 {
  return <i32>offsetof<N>();
}
