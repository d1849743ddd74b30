/** The steps of the optimizers of `../../../network/optimizers.ts`, four parameters at a time, with the same operations. */

import { decayLimit, flush, flushBelow, flushToSquare } from "./subnormals";

/** v ← μ·v − η·g, w ← w + v; elements [from, to). */
export function updateMomentum(
  w: usize, g: usize, v: usize, mu: f32, rate: f32, from: i32, to: i32,
): void {
  const muVector = f32x4.splat(mu);
  const rateVector = f32x4.splat(rate);
  const end = <usize>to << 2;
  let k = <usize>from << 2;
  for (; k + 16 <= end; k += 16) {
    const velocity = flush(
      f32x4.sub(f32x4.mul(muVector, v128.load(v + k)), f32x4.mul(rateVector, v128.load(g + k))),
    );
    v128.store(v + k, velocity);
    v128.store(w + k, f32x4.add(v128.load(w + k), velocity));
  }
  for (; k < end; k += 4) {
    const velocity = flush(
      f32x4.sub(f32x4.mul(muVector, v128.load32_splat(v + k)), f32x4.mul(rateVector, v128.load32_splat(g + k))),
    );
    v128.store32_lane(v + k, velocity, 0);
    v128.store32_lane(w + k, f32x4.add(v128.load32_splat(w + k), velocity), 0);
  }
}

/** v ← μ·v − η·g, w ← w + (μ·v − η·g); elements [from, to). */
export function updateNesterov(
  w: usize, g: usize, v: usize, mu: f32, rate: f32, from: i32, to: i32,
): void {
  const muVector = f32x4.splat(mu);
  const rateVector = f32x4.splat(rate);
  const end = <usize>to << 2;
  let k = <usize>from << 2;
  for (; k + 16 <= end; k += 16) {
    const step = f32x4.mul(rateVector, v128.load(g + k));
    const velocity = flush(f32x4.sub(f32x4.mul(muVector, v128.load(v + k)), step));
    v128.store(v + k, velocity);
    v128.store(w + k, f32x4.add(v128.load(w + k), f32x4.sub(f32x4.mul(muVector, velocity), step)));
  }
  for (; k < end; k += 4) {
    const step = f32x4.mul(rateVector, v128.load32_splat(g + k));
    const velocity = flush(f32x4.sub(f32x4.mul(muVector, v128.load32_splat(v + k)), step));
    v128.store32_lane(v + k, velocity, 0);
    const ahead = f32x4.sub(f32x4.mul(muVector, velocity), step);
    v128.store32_lane(w + k, f32x4.add(v128.load32_splat(w + k), ahead), 0);
  }
}

/** The parameter after Adam's step, its moments at m and v; vectors of equal numbers but for the first three. */
// @ts-ignore: decorator
@inline
function adam(
  w: v128, m: v128, v: v128, rate: v128, correction: v128, epsilon: v128, decay: v128, limit: v128,
): v128 {
  const root = f32x4.add(f32x4.mul(f32x4.sqrt(v), correction), epsilon);
  return f32x4.sub(flushBelow(limit, f32x4.mul(w, decay)), f32x4.div(f32x4.mul(rate, m), root));
}

/** Adam's step, from weights that may have decayed; elements [from, to). The scalars, eight float32, are at `scalars`. */
export function updateAdam(
  w: usize, g: usize, m: usize, v: usize, scalars: usize, from: i32, to: i32,
): void {
  const beta1 = v128.load32_splat(scalars);
  const rest1 = v128.load32_splat(scalars, 4);
  const beta2 = v128.load32_splat(scalars, 8);
  const rest2 = v128.load32_splat(scalars, 12);
  const rate = v128.load32_splat(scalars, 16);
  const correction = v128.load32_splat(scalars, 20);
  const epsilon = v128.load32_splat(scalars, 24);
  const decay = v128.load32_splat(scalars, 28);
  const limit = decayLimit(load<f32>(scalars, 28));
  const end = <usize>to << 2;
  let k = <usize>from << 2;
  for (; k + 16 <= end; k += 16) {
    const gradient = v128.load(g + k);
    const large = flushToSquare(gradient);
    const first = flush(f32x4.add(f32x4.mul(beta1, v128.load(m + k)), f32x4.mul(rest1, gradient)));
    const second = flush(
      f32x4.add(f32x4.mul(beta2, v128.load(v + k)), f32x4.mul(rest2, f32x4.mul(large, large))),
    );
    v128.store(m + k, first);
    v128.store(v + k, second);
    v128.store(w + k, adam(v128.load(w + k), first, second, rate, correction, epsilon, decay, limit));
  }
  for (; k < end; k += 4) {
    const gradient = v128.load32_splat(g + k);
    const large = flushToSquare(gradient);
    const first = flush(f32x4.add(f32x4.mul(beta1, v128.load32_splat(m + k)), f32x4.mul(rest1, gradient)));
    const second = flush(
      f32x4.add(f32x4.mul(beta2, v128.load32_splat(v + k)), f32x4.mul(rest2, f32x4.mul(large, large))),
    );
    v128.store32_lane(m + k, first, 0);
    v128.store32_lane(v + k, second, 0);
    v128.store32_lane(w + k, adam(v128.load32_splat(w + k), first, second, rate, correction, epsilon, decay, limit), 0);
  }
}

/** g ← g + s·w; elements [from, to). */
export function addScaled(g: usize, w: usize, s: f32, from: i32, to: i32): void {
  const vector = f32x4.splat(s);
  const end = <usize>to << 2;
  let k = <usize>from << 2;
  for (; k + 16 <= end; k += 16) {
    v128.store(g + k, f32x4.add(v128.load(g + k), f32x4.mul(vector, v128.load(w + k))));
  }
  for (; k < end; k += 4) store<f32>(g + k, load<f32>(g + k) + s * load<f32>(w + k));
}
