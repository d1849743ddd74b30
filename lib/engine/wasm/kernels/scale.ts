/** A matrix times a number. */

import { restoreTail } from "./lanes";
import { absoluteBits, flush, smallest, smallestFactor } from "./subnormals";

/** a ← a·s; elements [from, to). */
export function scaleElements(a: usize, s: f32, from: i32, to: i32): void {
  const factor = f32x4.splat(s);
  const end = a + (<usize>to << 2);
  const beyond = v128.load(end);
  for (a += <usize>from << 2; a < end; a += 16) v128.store(a, f32x4.mul(v128.load(a), factor));
  restoreTail(end, a, beyond);
}

/** a ← a·s, or +0 where that is below 2⁻¹⁰⁰; elements [from, to). */
export function scaleAndFlush(a: usize, s: f32, from: i32, to: i32): void {
  const factor = f32x4.splat(s);
  const limit = smallest();
  const absolute = absoluteBits();
  const end = a + (<usize>to << 2);
  const beyond = v128.load(end);
  a += <usize>from << 2;
  for (; a + 32 <= end; a += 32) {
    const first = flush(f32x4.mul(v128.load(a), factor), limit, absolute);
    const second = flush(f32x4.mul(v128.load(a, 16), factor), limit, absolute);
    v128.store(a, first);
    v128.store(a, second, 16);
  }
  for (; a < end; a += 16) v128.store(a, flush(f32x4.mul(v128.load(a), factor), limit, absolute));
  restoreTail(end, a, beyond);
}

/** a ← a, or +0 where that is below 2⁻⁶³; elements [from, to). */
export function flushFactors(a: usize, from: i32, to: i32): void {
  const limit = smallestFactor();
  const absolute = absoluteBits();
  const end = a + (<usize>to << 2);
  const beyond = v128.load(end);
  for (a += <usize>from << 2; a < end; a += 16) v128.store(a, flush(v128.load(a), limit, absolute));
  restoreTail(end, a, beyond);
}
