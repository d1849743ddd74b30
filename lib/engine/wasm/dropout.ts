/** The WebAssembly engine's `dropout`: the kernels and the memory that they need. @module */

import type { Mask } from "../engine.ts";
import type { Rows, SparseRows } from "../matrix.ts";
import { keptScale, smallestKept } from "../reference/dropout.ts";
import type { Context } from "./context.ts";

/** The cost of a unit, in multiplications: seven rounds and a half of Threefry. */
const UNIT_COST = 8;

/** Leaves units out, see {@linkcode Engine.dropout}. */
export function dropInto(
  out: Rows,
  x: Rows,
  mask: Mask,
  { store, kernels, workers, run }: Context,
): void {
  const { rows, columns } = x;
  const examples = store.words("examples", rows);
  examples.view.set(mask.examples.subarray(0, rows));
  const size = 8 * Math.ceil(columns / 8);
  const scratch = store.floats("mask", size * workers).address;
  const [key0 = 0, key1 = 0] = mask.key;
  const [smallest, scale] = [smallestKept(mask.rate), keptScale(mask.rate)];
  if (out.kind === "sparse" || x.kind === "sparse") {
    const [to, from] = [store.output(out as SparseRows), store.sparse(x as SparseRows)];
    const drawn = [key0, key1, examples.address, smallest, scale, scratch] as const;
    kernels.dropNonZeros(...to.addresses, ...from.addresses, rows, columns, ...drawn);
  } else {
    const [to, from] = [store.output(out), store.operand(x, "x")];
    run(
      "dropUnits",
      [to, from, columns, key0, key1, examples.address, smallest, scale, scratch, 0, rows],
      { grain: 1, scratchBytes: 4 * size },
      UNIT_COST * rows * columns,
    );
  }
}
