/** Arrays of files as the inputs of a network. @module */

import { checkFinite, type Examples } from "../../lib/dataset/source.ts";
import type { IdxData } from "../../lib/formats/idx.ts";
import type { NpyArray } from "../../lib/formats/read_npz.ts";
import { mergedInFloat32 } from "../../lib/train/warnings.ts";

type Numbers = NpyArray["data"] | IdxData;

/**
 * Examples of a shape: a byte k is the gray level k/255; other numbers are inputs as they are.
 * @param data [examples, …shape]
 * @param isGray whether bytes are gray levels; those of truth values are not
 * @throws {RangeError} if a number is not finite, or float32 cannot hold it
 */
export function examplesOf(data: Numbers, shape: readonly number[], isGray = true): Examples {
  const features = shape.reduce((product, length) => product * length, 1);
  const details = { features, ...shape.length > 1 ? { shape } : {} };
  if (data instanceof Uint8Array && isGray) return { pixels: data, ...details };
  const inputs = float32(data);
  checkFinite("input", inputs, features, data instanceof Float64Array ? data : inputs);
  return { inputs, ...details };
}

/** Numbers of any type in 32 bits. */
export function float32(data: Numbers): Float32Array {
  if (data instanceof Float32Array) return data;
  const numbers = new Float32Array(data.length);
  for (let k = 0; k < data.length; k++) numbers[k] = Number(data[k]);
  return numbers;
}

/** Warns of inputs [examples, features] in a file that the network's float32 cannot tell apart. */
export function mergedInputWarnings(
  numbers: ArrayLike<number> | ArrayLike<bigint>,
  features: number,
): string[] {
  if (numbers instanceof Uint8Array || numbers instanceof Float32Array) return []; // held as they are
  const merged = mergedInFloat32<number | bigint>(numbers, features);
  if (merged === undefined) return [];
  const [j, a, b] = merged;
  return [
    `float32 cannot tell numbers of feature ${j} apart, such as ${a} and ${b}: ` +
    "subtract what they have in common before they are saved",
  ];
}
