/** The WebAssembly engine's `descend`: which kernel takes the step, and the room that it needs. @module */

import type { ArenaSparseRows } from "./arena.ts";
import type { Matrix, Rows } from "../matrix.ts";
import type { Kernels } from "./instantiate.ts";
import type { Run, Split } from "./pool.ts";
import { LINE, SPARSITY } from "./products.ts";
import type { Store } from "./store.ts";

/** From this many outputs on, the entries of the batch are turned first. */
const WIDE = 80;

/** The lists of rows that `turnedAccumulate` makes: of those with 1 to 8 entries, and of those with more. */
const LISTS = 9;

/** How `turnedAccumulate` is cut: as `sparseProduct` is, so that each worker finds its columns in its own cache. */
const TURNED_BY_COLUMNS: Split = { at: 9, grain: LINE };

/** How `denseAccumulate` is cut: by rows of weights, into whole fours of them. */
const DENSE_BY_INPUTS: Split = { at: 7, grain: LINE };

/** The step of a layer. */
export interface Step {
  readonly weights: Matrix;
  readonly biases: Matrix;
  readonly x: Rows;
  readonly delta: Matrix;
  readonly rate: number;
  readonly decay: number;
}

/**
 * Takes a step of plain stochastic gradient descent in place, see {@linkcode Engine.descend}.
 *
 * @param store of the engine
 * @param workers how many may run a kernel at once
 * @param run the engine's
 */
export function descendInPlace(
  { weights, biases, x, delta, rate, decay }: Step,
  { store, kernels, workers, run }: { store: Store; kernels: Kernels; workers: number; run: Run },
): void {
  const { rows: inputs, columns: outputs } = weights;
  const w = store.result(weights);
  const b = store.result(biases);
  const d = store.result(delta);
  // w − x·(δ·s) is w + x·(δ·−s), to the bit.
  kernels.scaleElements(d, -Math.fround(rate), 0, x.rows * outputs);
  kernels.addRows(b, d, x.rows, outputs);
  const shrink = Math.fround(decay);
  const products = x.rows * inputs * outputs;
  if (x.kind === "matrix") {
    const args = [w, store.factor(x, "x"), inputs, d, x.rows, outputs, shrink, 0, inputs];
    run("denseAccumulate", args, DENSE_BY_INPUTS, products);
  } else if (outputs >= WIDE) {
    // A row of weights is read and written once for the batch, not once for each image.
    const turned = store.turned(store.entries(x));
    const room = LISTS * (inputs + 1);
    const lists = store.words("lists", workers * room).address;
    const args = [w, ...placesOf(turned), d, inputs, outputs, shrink, lists, 0, outputs];
    const split = { ...TURNED_BY_COLUMNS, scratch: { at: 8, bytes: 4 * room } };
    run("turnedAccumulate", args, split, products / SPARSITY);
  } else {
    if (shrink !== 1) kernels.decayElements(w, shrink, 0, inputs * outputs);
    const entries = placesOf(store.entries(x));
    kernels.sparseAccumulate(w, ...entries, d, x.rows, outputs, 0, outputs);
  }
}

function placesOf(rows: ArenaSparseRows): [number, number, number] {
  return [rows.startsAddress, rows.indicesAddress, rows.valuesAddress];
}
