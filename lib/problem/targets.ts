/** Targets that were given as they are. @module */

import type { Wanted } from "./contract.ts";

/** Copies y of some examples, see {@linkcode Problem.writeTargets}. */
export function copyTargets(
  { targets, outputs }: Wanted,
  examples: Uint32Array,
  rows: number,
  out: Float32Array,
): void {
  for (let r = 0; r < rows; r++) {
    const start = examples[r]! * outputs;
    for (let k = 0; k < outputs; k++) out[r * outputs + k] = targets![start + k]!;
  }
}
