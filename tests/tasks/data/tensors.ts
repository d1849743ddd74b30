/** Tensors for the tests of NPZ files. @module */

import type { Tensor, TensorType } from "../../../lib/formats/safetensors.ts";

/** Tensors by their names in a file. */
export type Tensors = { readonly [name: string]: Tensor };

const ARRAYS = { U8: Uint8Array, I32: Int32Array, F32: Float32Array, F64: Float64Array } as const;

/** A tensor of numbers; each is `at(k)`. */
export function tensor(
  dtype: keyof typeof ARRAYS,
  shape: number[],
  at: (k: number) => number = (k) => k,
): Tensor {
  const length = shape.reduce((product, n) => product * n, 1);
  const numbers = new ARRAYS[dtype](Array.from({ length }, (_, k) => at(k)));
  return { dtype: dtype as TensorType, shape, bytes: new Uint8Array(numbers.buffer) };
}

/** A tensor of whole numbers in 64 bits; each is `at(k)`. */
export function longs(
  shape: number[],
  at: (k: number) => bigint,
  dtype: "I64" | "U64" = "I64",
): Tensor {
  const length = shape.reduce((product, n) => product * n, 1);
  const numbers = BigInt64Array.from({ length }, (_, k) => BigInt.asIntN(64, at(k)));
  return { dtype, shape, bytes: new Uint8Array(numbers.buffer) };
}

/** An id of 19 digits; float64 has one number for those that follow it. */
export const idOf = (k: number): bigint => 1_234_567_890_123_456_780n + BigInt(k);
