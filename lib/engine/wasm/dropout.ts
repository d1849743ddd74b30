/** The WebAssembly engine's `dropout`: what the kernels need, put where they find it. @module */

import type { ArenaSparseRows } from "./arena.ts";
import type { Mask } from "../engine.ts";
import type { Rows, SparseRows } from "../matrix.ts";
import type { Kernels } from "./instantiate.ts";
import { checkKinds, keptScale, smallestKept } from "../reference/dropout.ts";
import type { Run } from "./pool.ts";
import type { Store } from "./store.ts";

/** What a unit costs, in multiplications: seven turns of Threefry and a half. */
const DRAW = 8;

/**
 * Leaves units out, see {@linkcode Engine.dropout}.
 *
 * @param store of the engine
 * @param workers how many may run a kernel at once
 * @param run the engine's
 */
export function dropInto(
  out: Rows,
  x: Rows,
  mask: Mask,
  { store, kernels, workers, run }: { store: Store; kernels: Kernels; workers: number; run: Run },
): void {
  checkKinds(out, x);
  const { rows, columns } = x;
  const examples = store.words("examples", rows);
  const numbers = examples.view;
  for (let r = 0; r < rows; r++) numbers[r] = mask.examples[r]!;
  const length = 8 * Math.ceil(columns / 8);
  const room = store.floats("mask", length * workers).address;
  const [key0, key1] = mask.key as unknown as [number, number];
  const drawn = [key0, key1, examples.address, smallestKept(mask.rate), keptScale(mask.rate), room];
  if (out.kind === "sparse" || x.kind === "sparse") {
    const [to, from] = [store.result(out as SparseRows), store.entries(x as SparseRows)];
    kernels.dropEntries(...placesOf(to), ...placesOf(from), columns, ...drawn, rows);
  } else {
    const args = [store.result(out), store.factor(x, "x"), columns, ...drawn, 0, rows];
    const split = { at: 9, grain: 1, scratch: { at: 8, bytes: 4 * length } };
    run("dropUnits", args, split, DRAW * rows * columns);
  }
}

function placesOf({ startsAddress, indicesAddress, valuesAddress }: ArenaSparseRows): number[] {
  return [startsAddress, indicesAddress, valuesAddress];
}
