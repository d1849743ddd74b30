/** Leaves units out, in plain loops: the specification of every engine's `dropout`. @module */

import { threefry } from "../../numerics/random.ts";
import type { Mask } from "../engine.ts";
import type { Rows, SparseRows } from "../matrix.ts";

const { floor, fround } = Math;

/** The smallest word that keeps a unit: a part `rate` of all 2³² words is smaller. */
export function smallestKept(rate: number): number {
  return floor(rate * 4294967296);
}

/** What the units that stay are multiplied by. */
export function keptScale(rate: number): number {
  return fround(1 / (1 - rate));
}

const words = new Uint32Array(2);

function stays({ rate, key }: Mask, example: number, unit: number): boolean {
  threefry(words, key, unit >>> 1, example);
  return words[unit & 1]! >= smallestKept(rate);
}

/** out = x·mask/(1 − p) for rows with every element stored. */
export function dropUnits(out: Exclude<Rows, SparseRows>, x: typeof out, mask: Mask): void {
  const { rows, columns } = x;
  const scale = keptScale(mask.rate);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const k = r * columns + c;
      out.values[k] = stays(mask, mask.examples[r]!, c) ? fround(x.values[k]! * scale) : 0;
    }
  }
}

/** out = x·mask/(1 − p) for sparse rows: units that are left out are not stored. */
export function dropNonZeros(out: SparseRows, x: SparseRows, mask: Mask): void {
  const scale = keptScale(mask.rate);
  let end = 0;
  for (let r = 0; r < x.rows; r++) {
    out.starts[r] = end;
    for (let k = x.starts[r]!; k < x.starts[r + 1]!; k++) {
      if (!stays(mask, mask.examples[r]!, x.indices[k]!)) continue;
      out.indices[end] = x.indices[k]!;
      out.values[end++] = fround(x.values[k]! * scale);
    }
  }
  out.starts[x.rows] = end;
}
