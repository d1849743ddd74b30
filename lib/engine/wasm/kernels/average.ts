/** The running average of parameters, four at a time, with the operations of the reference. */

import { flush } from "./subnormals";

/** t + r·(s − t), or zero if it is below 2⁻¹⁰⁰; NaN stays. */
// @ts-ignore: decorator
@inline
function towards(s: v128, t: v128, r: v128): v128 {
  return flush(f32x4.add(t, f32x4.mul(r, f32x4.sub(s, t))));
}

/** t ← t + r·(s − t); elements [from, to). */
export function average(t: usize, s: usize, r: f32, from: i32, to: i32): void {
  const rate = f32x4.splat(r);
  const end = <usize>to << 2;
  let k = <usize>from << 2;
  for (; k + 16 <= end; k += 16) v128.store(t + k, towards(v128.load(s + k), v128.load(t + k), rate));
  for (; k < end; k += 4) {
    v128.store32_lane(t + k, towards(v128.load32_splat(s + k), v128.load32_splat(t + k), rate), 0);
  }
}
