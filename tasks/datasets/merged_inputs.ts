/** Inputs of a file that the network's float32 cannot tell apart. @module */

import { mergedInFloat32 } from "../../lib/train/warnings.ts";

/**
 * What to tell of inputs as a file has them: mostly nothing.
 *
 * @param numbers [examples, features]
 */
export function warningsOfMerged(
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
