/** The steps of the optimizers of `../../../network/optimizers.ts`, four parameters at a time, with the same operations. */

import { absoluteBits, flush, smallest, smallestFactor } from "./subnormals";

/** v ← μ·v − η·g, w ← w + v; elements [from, to). */
export function updateMomentum(w: usize, g: usize, v: usize, mu: f32, rate: f32, from: i32, to: i32): void {
  const mus = f32x4.splat(mu);
  const rates = f32x4.splat(rate);
  const limit = smallest();
  const absolute = absoluteBits();
  const end = <usize>to << 2;
  for (let k = <usize>from << 2; k < end; k += 16) {
    const sum = f32x4.sub(f32x4.mul(mus, v128.load(v + k)), f32x4.mul(rates, v128.load(g + k)));
    const velocity = flush(sum, limit, absolute);
    v128.store(v + k, velocity);
    v128.store(w + k, f32x4.add(v128.load(w + k), velocity));
  }
}

/** v ← μ·v − η·g, w ← w + (μ·v − η·g); elements [from, to). */
export function updateNesterov(w: usize, g: usize, v: usize, mu: f32, rate: f32, from: i32, to: i32): void {
  const mus = f32x4.splat(mu);
  const rates = f32x4.splat(rate);
  const limit = smallest();
  const absolute = absoluteBits();
  const end = <usize>to << 2;
  for (let k = <usize>from << 2; k < end; k += 16) {
    const step = f32x4.mul(rates, v128.load(g + k));
    const velocity = flush(f32x4.sub(f32x4.mul(mus, v128.load(v + k)), step), limit, absolute);
    v128.store(v + k, velocity);
    v128.store(w + k, f32x4.add(v128.load(w + k), f32x4.sub(f32x4.mul(mus, velocity), step)));
  }
}

/** Adam's step, from weights that may have decayed; elements [from, to). The scalars, eight float32, are at `scalars`. */
export function updateAdam(w: usize, g: usize, m: usize, v: usize, scalars: usize, from: i32, to: i32): void {
  const beta1 = v128.load32_splat(scalars);
  const rest1 = v128.load32_splat(scalars, 4);
  const beta2 = v128.load32_splat(scalars, 8);
  const rest2 = v128.load32_splat(scalars, 12);
  const rate = v128.load32_splat(scalars, 16);
  const correction = v128.load32_splat(scalars, 20);
  const epsilon = v128.load32_splat(scalars, 24);
  const decay = v128.load32_splat(scalars, 28);
  const limit = smallest();
  const squareLimit = smallestFactor();
  const decays = load<f32>(scalars, 28) != 1;
  const absolute = absoluteBits();
  const end = <usize>to << 2;
  for (let k = <usize>from << 2; k < end; k += 16) {
    const gradient = v128.load(g + k);
    let decayed = v128.load(w + k);
    const large = flush(gradient, squareLimit, absolute);
    const square = f32x4.mul(large, large);
    const first = f32x4.add(f32x4.mul(beta1, v128.load(m + k)), f32x4.mul(rest1, gradient));
    const second = f32x4.add(f32x4.mul(beta2, v128.load(v + k)), f32x4.mul(rest2, square));
    const mean = flush(first, limit, absolute);
    const spread = flush(second, limit, absolute);
    const root = f32x4.add(f32x4.mul(f32x4.sqrt(spread), correction), epsilon);
    if (decays) decayed = flush(f32x4.mul(decayed, decay), limit, absolute);
    const updated = f32x4.sub(decayed, f32x4.div(f32x4.mul(rate, mean), root));
    v128.store(m + k, mean);
    v128.store(v + k, spread);
    v128.store(w + k, updated);
  }
}
