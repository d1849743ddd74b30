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
