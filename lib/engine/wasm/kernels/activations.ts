/** The activation functions of `../../../network/activations.ts`, four numbers at a time, with the same operations. */

import { expm1, sigmoid, tanh } from "./elementary";
import { restoreTail } from "./lanes";

/** height·tanh(slope·z) */
// @ts-ignore: decorator
@inline
function scaledTanh(z: v128, slope: v128, height: v128): v128 {
  return f32x4.mul(height, tanh(f32x4.mul(slope, z)));
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

/** λ and λ·α of the scaled exponential linear unit. */
export const SELU_SCALE: f32 = 1.0507009873554805;
export const SELU_DEPTH: f32 = 1.7580993408473766;

// @ts-ignore: decorator
@inline
function selu(z: v128): v128 {
  const above = f32x4.mul(f32x4.splat(SELU_SCALE), z);
  return v128.bitselect(above, f32x4.mul(f32x4.splat(SELU_DEPTH), expm1(z)), f32x4.gt(z, f32x4.splat(0)));
}

/** a = σ(z), in place, elements [from, to): two vectors at a time, which need not wait for each other. */
export function activateSigmoid(z: usize, from: i32, to: i32): void {
  const end = z + (<usize>to << 2);
  const beyond = v128.load(end);
  z += <usize>from << 2;
  for (; z + 32 <= end; z += 32) {
    const first = sigmoid(v128.load(z));
    const second = sigmoid(v128.load(z, 16));
    v128.store(z, first);
    v128.store(z, second, 16);
  }
  for (; z < end; z += 16) v128.store(z, sigmoid(v128.load(z)));
  restoreTail(end, z, beyond);
}

/** a = height·tanh(slope·z), in place, elements [from, to); both are 1 for the hyperbolic tangent itself. */
export function activateTanh(z: usize, slope: f32, height: f32, from: i32, to: i32): void {
  const slopes = f32x4.splat(slope);
  const heights = f32x4.splat(height);
  const end = z + (<usize>to << 2);
  const beyond = v128.load(end);
  for (z += <usize>from << 2; z < end; z += 16) v128.store(z, scaledTanh(v128.load(z), slopes, heights));
  restoreTail(end, z, beyond);
}

/** a = max(0, z), in place, elements [from, to). */
export function activateRelu(z: usize, from: i32, to: i32): void {
  const end = z + (<usize>to << 2);
  const beyond = v128.load(end);
  for (z += <usize>from << 2; z < end; z += 16) v128.store(z, relu(v128.load(z)));
  restoreTail(end, z, beyond);
}

/** a = z, or 0.01·z below zero, in place, elements [from, to). */
export function activateLeakyRelu(z: usize, from: i32, to: i32): void {
  const end = z + (<usize>to << 2);
  const beyond = v128.load(end);
  for (z += <usize>from << 2; z < end; z += 16) v128.store(z, leakyRelu(v128.load(z)));
  restoreTail(end, z, beyond);
}

/** a = λ·z, or λ·α·(eᶻ − 1) below zero, in place, elements [from, to). */
export function activateSelu(z: usize, from: i32, to: i32): void {
  const end = z + (<usize>to << 2);
  const beyond = v128.load(end);
  for (z += <usize>from << 2; z < end; z += 16) v128.store(z, selu(v128.load(z)));
  restoreTail(end, z, beyond);
}
