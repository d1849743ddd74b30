/** The gradients of penalties, as `../../engine.ts` describes them. */

import { addProduct } from "./lanes";

/** g ← g + s·w; elements [from, to). */
export function addScaled(g: usize, w: usize, s: f32, from: i32, to: i32): void {
  const scale = f32x4.splat(s);
  const end = g + (<usize>to << 2);
  w += <usize>from << 2;
  for (g += <usize>from << 2; g < end; g += 16, w += 16) {
    v128.store(g, addProduct(v128.load(g), scale, v128.load(w)));
  }
}

/** s·sgn(w): zeros stay what they are, and so does NaN. */
// @ts-ignore: decorator
@inline
function signs(w: v128, s: v128): v128 {
  const zero = f32x4.splat(0);
  const above = f32x4.gt(w, zero);
  return v128.bitselect(v128.bitselect(s, f32x4.neg(s), above), w, v128.or(above, f32x4.lt(w, zero)));
}

/** g ← g + s·sgn(w); elements [from, to). */
export function addSigns(g: usize, w: usize, s: f32, from: i32, to: i32): void {
  const scale = f32x4.splat(s);
  const end = g + (<usize>to << 2);
  w += <usize>from << 2;
  for (g += <usize>from << 2; g < end; g += 16, w += 16) {
    v128.store(g, f32x4.add(v128.load(g), signs(v128.load(w), scale)));
  }
}
