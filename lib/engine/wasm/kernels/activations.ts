/** The activation functions of `../../../network/activations.ts`, four numbers at a time, with the same operations. */

import { flush } from "./subnormals";

/**
 * The constants of `exp` and `tanh`, as `../../../numerics/elementary.ts` has them. They are more than there are registers, and V8 makes
 * a constant anew where it is used, in three steps: from memory it is one.
 */
const CONSTANTS = memory.data<f32>([
  -87, 87, 1.44269504088896341, 0.5, 0.693359375, -2.12194440e-4,
  1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
  1, 12582912,
  -5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1, 0.625, 2,
]);

/** Four times the constant of a place. */
// @ts-ignore: decorator
@inline
function constant(place: usize): v128 {
  return v128.load32_splat(CONSTANTS + (place << 2));
}

/** eˣ as `../../../numerics/elementary.ts` has it. */
// @ts-ignore: decorator
@inline
function exp(x: v128): v128 {
  x = f32x4.pmin(f32x4.pmax(x, constant(0)), constant(1)); // with x first, NaN passes both
  const n = f32x4.floor(f32x4.add(f32x4.mul(x, constant(2)), constant(3)));
  const r = f32x4.sub(f32x4.sub(x, f32x4.mul(n, constant(4))), f32x4.mul(n, constant(5)));
  let p = f32x4.add(f32x4.mul(constant(6), r), constant(7));
  p = f32x4.add(f32x4.mul(p, r), constant(8));
  p = f32x4.add(f32x4.mul(p, r), constant(9));
  p = f32x4.add(f32x4.mul(p, r), constant(10));
  p = f32x4.add(f32x4.mul(p, r), constant(11));
  const y = f32x4.add(f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r), constant(12));
  // n sits in the last bits of n + 1.5·2²³; the shift leaves nothing but those. The bits of 1 are 127 in the same place.
  const bits = i32x4.shl(f32x4.add(n, constant(13)), 23);
  return f32x4.mul(y, i32x4.add(bits, constant(12)));
}

// @ts-ignore: decorator
@inline
function sigmoid(z: v128): v128 {
  const one = constant(12);
  return f32x4.div(one, f32x4.add(one, exp(f32x4.neg(z))));
}

/** tanh x as `../../../numerics/elementary.ts` has it; which of the two ways it goes is chosen at the end. */
// @ts-ignore: decorator
@inline
function tanh(x: v128): v128 {
  const size = f32x4.abs(x);
  const power = f32x4.add(exp(f32x4.add(size, size)), constant(12));
  const large = f32x4.sub(constant(12), f32x4.div(constant(20), power));
  const square = f32x4.mul(size, size);
  let p = f32x4.add(f32x4.mul(constant(14), square), constant(15));
  p = f32x4.add(f32x4.mul(p, square), constant(16));
  p = f32x4.add(f32x4.mul(p, square), constant(17));
  p = f32x4.add(f32x4.mul(p, square), constant(18));
  const small = f32x4.add(f32x4.mul(f32x4.mul(p, square), size), size);
  const y = v128.bitselect(large, small, f32x4.ge(size, constant(19)));
  return v128.or(y, v128.and(x, i32x4.splat(1 << 31)));
}

// @ts-ignore: decorator
@inline
function scaledTanh(z: v128): v128 {
  return f32x4.mul(f32x4.splat(<f32>1.7159), tanh(f32x4.mul(f32x4.splat(<f32>(2.0 / 3.0)), z)));
}

// @ts-ignore: decorator
@inline
function leakyRelu(z: v128): v128 {
  return v128.bitselect(f32x4.mul(f32x4.splat(<f32>0.01), z), z, f32x4.lt(z, f32x4.splat(0)));
}

// @ts-ignore: decorator
@inline
function relu(z: v128): v128 {
  return v128.bitselect(f32x4.splat(0), z, f32x4.lt(z, f32x4.splat(0)));
}

// @ts-ignore: decorator
@inline
function sigmoidDerivative(a: v128): v128 {
  return f32x4.mul(a, f32x4.sub(f32x4.splat(1), a));
}

// @ts-ignore: decorator
@inline
function tanhDerivative(a: v128): v128 {
  return f32x4.sub(f32x4.splat(1), f32x4.mul(a, a));
}

// @ts-ignore: decorator
@inline
function scaledTanhDerivative(a: v128): v128 {
  const height = f32x4.splat(<f32>1.7159);
  return f32x4.mul(
    f32x4.splat(<f32>(2.0 / 3.0 / 1.7159)),
    f32x4.mul(f32x4.sub(height, a), f32x4.add(height, a)),
  );
}

// @ts-ignore: decorator
@inline
function leakyReluDerivative(a: v128): v128 {
  const zero = f32x4.splat(0);
  const leak = f32x4.splat(<f32>0.01);
  return v128.bitselect(f32x4.splat(1), v128.bitselect(leak, a, f32x4.le(a, zero)), f32x4.gt(a, zero));
}

// @ts-ignore: decorator
@inline
function reluDerivative(a: v128): v128 {
  const zero = f32x4.splat(0);
  return v128.bitselect(f32x4.splat(1), v128.bitselect(zero, a, f32x4.le(a, zero)), f32x4.gt(a, zero));
}

/** a = σ(z), in place, elements [from, to): two vectors at a time, which wait for nothing of each other. */
export function activateSigmoid(z: usize, from: i32, to: i32): void {
  const end = z + (<usize>to << 2);
  let at = z + (<usize>from << 2);
  for (; at + 32 <= end; at += 32) {
    const first = sigmoid(v128.load(at));
    const second = sigmoid(v128.load(at, 16));
    v128.store(at, first);
    v128.store(at, second, 16);
  }
  for (; at + 16 <= end; at += 16) v128.store(at, sigmoid(v128.load(at)));
  for (; at < end; at += 4) v128.store32_lane(at, sigmoid(v128.load32_splat(at)), 0);
}

/** a = max(0, z), in place, elements [from, to). */
export function activateRelu(z: usize, from: i32, to: i32): void {
  const end = z + (<usize>to << 2);
  let at = z + (<usize>from << 2);
  for (; at + 16 <= end; at += 16) v128.store(at, relu(v128.load(at)));
  for (; at < end; at += 4) v128.store32_lane(at, relu(v128.load32_splat(at)), 0);
}

/** a = tanh z, in place, elements [from, to). */
export function activateTanh(z: usize, from: i32, to: i32): void {
  const end = z + (<usize>to << 2);
  let at = z + (<usize>from << 2);
  for (; at + 32 <= end; at += 32) {
    const first = tanh(v128.load(at));
    const second = tanh(v128.load(at, 16));
    v128.store(at, first);
    v128.store(at, second, 16);
  }
  for (; at + 16 <= end; at += 16) v128.store(at, tanh(v128.load(at)));
  for (; at < end; at += 4) v128.store32_lane(at, tanh(v128.load32_splat(at)), 0);
}

/** a = 1.7159·tanh(2z/3), in place, elements [from, to). */
export function activateScaledTanh(z: usize, from: i32, to: i32): void {
  const end = z + (<usize>to << 2);
  let at = z + (<usize>from << 2);
  for (; at + 32 <= end; at += 32) {
    const first = scaledTanh(v128.load(at));
    const second = scaledTanh(v128.load(at, 16));
    v128.store(at, first);
    v128.store(at, second, 16);
  }
  for (; at + 16 <= end; at += 16) v128.store(at, scaledTanh(v128.load(at)));
  for (; at < end; at += 4) v128.store32_lane(at, scaledTanh(v128.load32_splat(at)), 0);
}

/** a = z, or 0.01·z below zero, in place, elements [from, to). */
export function activateLeakyRelu(z: usize, from: i32, to: i32): void {
  const end = z + (<usize>to << 2);
  let at = z + (<usize>from << 2);
  for (; at + 16 <= end; at += 16) v128.store(at, leakyRelu(v128.load(at)));
  for (; at < end; at += 4) v128.store32_lane(at, leakyRelu(v128.load32_splat(at)), 0);
}

/** δ ← δ·σ′, or +0 where that is too small; elements [from, to). */
export function backwardSigmoid(delta: usize, a: usize, from: i32, to: i32): void {
  const end = delta + (<usize>to << 2);
  delta += <usize>from << 2;
  a += <usize>from << 2;
  for (; delta + 16 <= end; delta += 16, a += 16) {
    v128.store(delta, flush(f32x4.mul(v128.load(delta), sigmoidDerivative(v128.load(a)))));
  }
  for (; delta < end; delta += 4, a += 4) {
    v128.store32_lane(delta, flush(f32x4.mul(v128.load32_splat(delta), sigmoidDerivative(v128.load32_splat(a)))), 0);
  }
}

/** δ ← δ·relu′, or +0 where that is too small; elements [from, to). */
export function backwardRelu(delta: usize, a: usize, from: i32, to: i32): void {
  const end = delta + (<usize>to << 2);
  delta += <usize>from << 2;
  a += <usize>from << 2;
  for (; delta + 16 <= end; delta += 16, a += 16) {
    v128.store(delta, flush(f32x4.mul(v128.load(delta), reluDerivative(v128.load(a)))));
  }
  for (; delta < end; delta += 4, a += 4) {
    v128.store32_lane(delta, flush(f32x4.mul(v128.load32_splat(delta), reluDerivative(v128.load32_splat(a)))), 0);
  }
}

/** δ ← δ·tanh′, or +0 where that is too small; elements [from, to). */
export function backwardTanh(delta: usize, a: usize, from: i32, to: i32): void {
  const end = delta + (<usize>to << 2);
  delta += <usize>from << 2;
  a += <usize>from << 2;
  for (; delta + 16 <= end; delta += 16, a += 16) {
    v128.store(delta, flush(f32x4.mul(v128.load(delta), tanhDerivative(v128.load(a)))));
  }
  for (; delta < end; delta += 4, a += 4) {
    v128.store32_lane(delta, flush(f32x4.mul(v128.load32_splat(delta), tanhDerivative(v128.load32_splat(a)))), 0);
  }
}

/** δ ← δ·scaledTanh′, or +0 where that is too small; elements [from, to). */
export function backwardScaledTanh(delta: usize, a: usize, from: i32, to: i32): void {
  const end = delta + (<usize>to << 2);
  delta += <usize>from << 2;
  a += <usize>from << 2;
  for (; delta + 16 <= end; delta += 16, a += 16) {
    v128.store(delta, flush(f32x4.mul(v128.load(delta), scaledTanhDerivative(v128.load(a)))));
  }
  for (; delta < end; delta += 4, a += 4) {
    v128.store32_lane(delta, flush(f32x4.mul(v128.load32_splat(delta), scaledTanhDerivative(v128.load32_splat(a)))), 0);
  }
}

/** δ ← δ·leakyRelu′, or +0 where that is too small; elements [from, to). */
export function backwardLeakyRelu(delta: usize, a: usize, from: i32, to: i32): void {
  const end = delta + (<usize>to << 2);
  delta += <usize>from << 2;
  a += <usize>from << 2;
  for (; delta + 16 <= end; delta += 16, a += 16) {
    v128.store(delta, flush(f32x4.mul(v128.load(delta), leakyReluDerivative(v128.load(a)))));
  }
  for (; delta < end; delta += 4, a += 4) {
    v128.store32_lane(delta, flush(f32x4.mul(v128.load32_splat(delta), leakyReluDerivative(v128.load32_splat(a)))), 0);
  }
}

/** a = softmax(z), in place, of each of the rows [r0, r1): the sums in float64, in order. */
export function activateSoftmax(z: usize, columns: i32, r0: i32, r1: i32): void {
  for (let r = r0; r < r1; r++) {
    const row = z + (<usize>(r * columns) << 2);
    const end = row + (<usize>columns << 2);
    let largest: f32 = -Infinity;
    for (let at = row; at < end; at += 4) largest = max(largest, load<f32>(at));
    const least = f32x4.splat(largest);
    let at = row;
    for (; at + 16 <= end; at += 16) v128.store(at, exp(f32x4.sub(v128.load(at), least)));
    for (; at < end; at += 4) v128.store32_lane(at, exp(f32x4.sub(v128.load32_splat(at), least)), 0);
    let sum: f64 = 0;
    for (let at = row; at < end; at += 4) sum += <f64>load<f32>(at);
    for (let at = row; at < end; at += 4) store<f32>(at, <f32>(<f64>load<f32>(at) / sum));
  }
}
