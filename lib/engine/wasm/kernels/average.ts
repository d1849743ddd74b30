/** The running average of parameters, four at a time, with the operations of the reference. */

import { addProduct } from "./lanes";
import { absoluteBits, flush, smallest } from "./subnormals";

/** t ← t + r·(s − t), or +0 where that is below 2⁻¹⁰⁰; elements [from, to). */
export function average(t: usize, s: usize, r: f32, from: i32, to: i32): void {
  const rate = f32x4.splat(r);
  const limit = smallest();
  const absolute = absoluteBits();
  const end = t + (<usize>to << 2);
  s += <usize>from << 2;
  for (t += <usize>from << 2; t < end; t += 16, s += 16) {
    const before = v128.load(t);
    v128.store(t, flush(addProduct(before, rate, f32x4.sub(v128.load(s), before)), limit, absolute));
  }
}
