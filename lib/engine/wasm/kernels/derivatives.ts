/** δ ← δ·f′(z), from a = f(z), with the operations of `../../../network/activations.ts`; a δ that is too small becomes +0. */

import { SELU_DEPTH, SELU_SCALE } from "./activations";
import { restoreTail } from "./lanes";
import { absoluteBits, flush, smallestFactor } from "./subnormals";

const enum Activation { Sigmoid, Tanh, ScaledTanh, Relu, LeakyRelu, Selu }

/** f′(z) in terms of a = f(z). */
// @ts-ignore: decorator
@inline
function derivative(f: Activation, a: v128): v128 {
  const one = f32x4.splat(1);
  if (f == Activation.Sigmoid) return f32x4.mul(a, f32x4.sub(one, a));
  if (f == Activation.Tanh) return f32x4.sub(one, f32x4.mul(a, a));
  if (f == Activation.ScaledTanh) {
    const height = f32x4.splat(<f32>1.7159);
    const product = f32x4.mul(f32x4.sub(height, a), f32x4.add(height, a));
    return f32x4.mul(f32x4.splat(<f32>(2.0 / 3.0 / 1.7159)), product);
  }
  const zero = f32x4.splat(0);
  if (f == Activation.Selu) {
    const below = f32x4.add(a, f32x4.splat(SELU_DEPTH));
    return v128.bitselect(f32x4.splat(SELU_SCALE), below, f32x4.gt(a, zero));
  }
  const below = f == Activation.Relu ? zero : f32x4.splat(<f32>0.01);
  return v128.bitselect(one, v128.bitselect(below, a, f32x4.le(a, zero)), f32x4.gt(a, zero));
}

/** δ ← δ·f′(z); elements [from, to). */
// @ts-ignore: decorator
@inline
function backward(f: Activation, delta: usize, a: usize, from: i32, to: i32): void {
  const limit = smallestFactor();
  const absolute = absoluteBits();
  const end = delta + (<usize>to << 2);
  const beyond = v128.load(end);
  a += <usize>from << 2;
  for (delta += <usize>from << 2; delta < end; delta += 16, a += 16) {
    v128.store(delta, flush(f32x4.mul(v128.load(delta), derivative(f, v128.load(a))), limit, absolute));
  }
  restoreTail(end, delta, beyond);
}

export function backwardSigmoid(delta: usize, a: usize, from: i32, to: i32): void {
  backward(Activation.Sigmoid, delta, a, from, to);
}

export function backwardTanh(delta: usize, a: usize, from: i32, to: i32): void {
  backward(Activation.Tanh, delta, a, from, to);
}

export function backwardScaledTanh(delta: usize, a: usize, from: i32, to: i32): void {
  backward(Activation.ScaledTanh, delta, a, from, to);
}

export function backwardRelu(delta: usize, a: usize, from: i32, to: i32): void {
  backward(Activation.Relu, delta, a, from, to);
}

export function backwardLeakyRelu(delta: usize, a: usize, from: i32, to: i32): void {
  backward(Activation.LeakyRelu, delta, a, from, to);
}

export function backwardSelu(delta: usize, a: usize, from: i32, to: i32): void {
  backward(Activation.Selu, delta, a, from, to);
}
