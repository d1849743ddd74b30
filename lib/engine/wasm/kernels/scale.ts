/** A matrix times a number. */

import { flush } from "./subnormals";
import { storeUpTo } from "./lanes";

/** a ← a·s; elements [from, to). */
export function scaleElements(a: usize, s: f32, from: i32, to: i32): void {
  const factor = f32x4.splat(s);
  const end = a + (<usize>to << 2);
  for (a += <usize>from << 2; a < end; a += 16) storeUpTo(end, a, f32x4.mul(v128.load(a), factor));
}

/** a ← a·s, or +0 where that is below 2⁻¹⁰⁰; elements [from, to). */
export function scaleAndFlush(a: usize, s: f32, from: i32, to: i32): void {
  const factor = f32x4.splat(s);
  const end = a + (<usize>to << 2);
  for (a += <usize>from << 2; a < end; a += 16) storeUpTo(end, a, flush(f32x4.mul(v128.load(a), factor)));
}
