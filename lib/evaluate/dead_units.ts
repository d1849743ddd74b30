/** Units that say nothing: the same for every example. @module */

import type { Dataset } from "../dataset.ts";
import { EVALUATION_BATCH, evaluationBatches } from "../dataset/batch.ts";
import type { Matrix, Rows } from "../engine/matrix.ts";
import type { Network } from "../network.ts";
import { onceFor } from "./once_for.ts";

/** What is looked at of a network. */
type Looked = Pick<Network, "engine" | "weights" | "biases" | "activation">;

/** a of each hidden layer, [batch, units]. */
const hiddenLayersOf = onceFor(({ engine, weights }: Looked): Matrix[] =>
  weights.slice(0, -1).map(({ columns }) => engine.matrix(EVALUATION_BATCH, columns))
);

/**
 * Counts the hidden units whose activation is the same for every example: rectifiers that are 0 for all, and sigmoids that
 * are 1. No gradient reaches the weights before a dead rectifier, so that it stays dead.
 *
 * @param data as the network was trained on, standardized if it was
 * @param limit how many examples to look at
 * @returns for every hidden layer, how many of its units
 */
export function deadUnits(network: Looked, data: Dataset, limit = 2000): number[] {
  const { engine, weights, biases, activation } = network;
  const hidden = weights.slice(0, -1);
  const lowest = hidden.map(({ columns }) => new Float32Array(columns).fill(Infinity));
  const highest = hidden.map(({ columns }) => new Float32Array(columns).fill(-Infinity));
  const layers = hiddenLayersOf(network);
  for (const { inputs } of evaluationBatches(data, engine, Math.min(data.size, limit))) {
    let a: Rows = inputs;
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
  return lowest.map((values, l) =>
    values.reduce((sum, value, unit) => sum + Number(value === highest[l]![unit]), 0)
  );
}
