/** Units whose activation is the same for every example. @module */

import type { Dataset } from "../dataset.ts";
import { EVALUATION_BATCH, evaluationBatches } from "../dataset/batch.ts";
import type { Matrix } from "../engine/matrix.ts";
import { feedLayers, type NetworkLayers, onceFor } from "./activations.ts";

/** a of each hidden layer, [batch, units]. */
const hiddenLayersOf = /* @__PURE__ */ onceFor(({ engine, weights }: NetworkLayers): Matrix[] =>
  weights.slice(0, -1).map(({ columns }) => engine.matrix(EVALUATION_BATCH, columns))
);

/**
 * Counts the hidden units whose activation is the same for every example: rectifiers that are 0 for all, and sigmoids that
 * are 1. No gradient reaches the weights before a dead rectifier, so that it stays dead.
 * @param data as the network was trained on, standardized if it was
 * @param limit how many examples to look at
 * @returns for every hidden layer, how many of its units
 */
export function deadUnits(network: NetworkLayers, data: Dataset, limit = 2000): number[] {
  const layers = hiddenLayersOf(network);
  const lowest = layers.map(({ columns }) => new Float32Array(columns).fill(Infinity));
  const highest = layers.map(({ columns }) => new Float32Array(columns).fill(-Infinity));
  for (const { inputs } of evaluationBatches(data, network.engine, Math.min(data.size, limit))) {
    feedLayers(network, inputs, layers);
    for (const [l, { rows, columns, values }] of layers.entries()) {
      for (let k = 0; k < rows * columns; k++) {
        const [unit, value] = [k % columns, values[k]!];
        if (value < lowest[l]![unit]!) lowest[l]![unit] = value;
        if (value > highest[l]![unit]!) highest[l]![unit] = value;
      }
    }
  }
  return lowest.map((values, l) =>
    values.reduce((sum, value, unit) => sum + Number(value === highest[l]![unit]), 0)
  );
}
