/** Units that say nothing: the same for every example. @module */

import type { Dataset } from "../dataset.ts";
import { borrowBatch, returnBatch } from "../dataset/batch.ts";
import type { Matrix } from "../engine/matrix.ts";
import type { Network } from "../network.ts";

/** How many examples go through the network at once; it does not change the result. */
const BATCH = 250;

/**
 * Counts the hidden units whose activation is the same for every example: rectifiers that are 0 for all, and sigmoids that
 * are 1. No gradient reaches the weights before a dead rectifier, so that it stays dead.
 *
 * @param data as the network was trained on, standardized if it was
 * @param limit how many examples to look at
 * @returns for every hidden layer, how many of its units
 */
export function deadUnits(
  network: Pick<Network, "engine" | "weights" | "biases" | "activation">,
  data: Dataset,
  limit = 2000,
): number[] {
  const { engine, weights, biases, activation } = network;
  const hidden = weights.slice(0, -1);
  const lowest = hidden.map(({ columns }) => new Float32Array(columns).fill(Infinity));
  const highest = hidden.map(({ columns }) => new Float32Array(columns).fill(-Infinity));
  const batch = borrowBatch(data, BATCH, engine);
  const layers = hidden.map(({ columns }) => engine.matrix(BATCH, columns));
  const size = Math.min(data.size, limit);
  const order = Uint32Array.from({ length: size }, (_, example) => example);
  for (let start = 0; start < size; start += BATCH) {
    data.gather(batch, order, start, Math.min(start + BATCH, size));
    let a: typeof batch.inputs | Matrix = batch.inputs;
    for (const [l, { columns }] of hidden.entries()) { // a = f(a·W + b)
      const z = layers[l]!;
      z.rows = a.rows;
      engine.affine(z, a, weights[l]!, biases[l]!);
      engine.activate(z, activation);
      for (let k = 0; k < a.rows * columns; k++) {
        const [unit, value] = [k % columns, z.values[k]!];
        if (value < lowest[l]![unit]!) lowest[l]![unit] = value;
        if (value > highest[l]![unit]!) highest[l]![unit] = value;
      }
      a = z;
    }
  }
  returnBatch(batch);
  return lowest.map((values, l) =>
    values.reduce((sum, value, unit) => sum + Number(value === highest[l]![unit]), 0)
  );
}
