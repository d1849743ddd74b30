/** δ ← δ·f′(z), from a = f(z), with the operations of `../../../network/activations.ts`; a δ that is too small becomes +0. */

import { restoreTail } from "./lanes";
import { absoluteBits, flush, smallestFactor } from "./subnormals";

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

/** δ ← δ·sigmoid′; elements [from, to). */
export function backwardSigmoid(delta: usize, a: usize, from: i32, to: i32): void {
  const limit = smallestFactor();
  const absolute = absoluteBits();
  const end = delta + (<usize>to << 2);
  const beyond = v128.load(end);
  a += <usize>from << 2;
  for (delta += <usize>from << 2; delta < end; delta += 16, a += 16) {
    v128.store(delta, flush(f32x4.mul(v128.load(delta), sigmoidDerivative(v128.load(a))), limit, absolute));
  }
  restoreTail(end, delta, beyond);
}

/** δ ← δ·tanh′; elements [from, to). */
export function backwardTanh(delta: usize, a: usize, from: i32, to: i32): void {
  const limit = smallestFactor();
  const absolute = absoluteBits();
  const end = delta + (<usize>to << 2);
  const beyond = v128.load(end);
  a += <usize>from << 2;
  for (delta += <usize>from << 2; delta < end; delta += 16, a += 16) {
    v128.store(delta, flush(f32x4.mul(v128.load(delta), tanhDerivative(v128.load(a))), limit, absolute));
  }
  restoreTail(end, delta, beyond);
}

/** δ ← δ·scaledTanh′; elements [from, to). */
export function backwardScaledTanh(delta: usize, a: usize, from: i32, to: i32): void {
  const limit = smallestFactor();
  const absolute = absoluteBits();
  const end = delta + (<usize>to << 2);
  const beyond = v128.load(end);
  a += <usize>from << 2;
  for (delta += <usize>from << 2; delta < end; delta += 16, a += 16) {
    v128.store(delta, flush(f32x4.mul(v128.load(delta), scaledTanhDerivative(v128.load(a))), limit, absolute));
  }
  restoreTail(end, delta, beyond);
}

/** δ ← δ·relu′; elements [from, to). */
export function backwardRelu(delta: usize, a: usize, from: i32, to: i32): void {
  const limit = smallestFactor();
  const absolute = absoluteBits();
  const end = delta + (<usize>to << 2);
  const beyond = v128.load(end);
  a += <usize>from << 2;
  for (delta += <usize>from << 2; delta < end; delta += 16, a += 16) {
    v128.store(delta, flush(f32x4.mul(v128.load(delta), reluDerivative(v128.load(a))), limit, absolute));
  }
  restoreTail(end, delta, beyond);
}

/** δ ← δ·leakyRelu′; elements [from, to). */
export function backwardLeakyRelu(delta: usize, a: usize, from: i32, to: i32): void {
  const limit = smallestFactor();
  const absolute = absoluteBits();
  const end = delta + (<usize>to << 2);
  const beyond = v128.load(end);
  a += <usize>from << 2;
  for (delta += <usize>from << 2; delta < end; delta += 16, a += 16) {
    v128.store(delta, flush(f32x4.mul(v128.load(delta), leakyReluDerivative(v128.load(a))), limit, absolute));
  }
  restoreTail(end, delta, beyond);
}
