/** Which inputs count for a network's answer, and which against. @module */

import type { Network } from "../network.ts";
import { argmax } from "../numerics/argmax.ts";
import { feedLayers, onceFor } from "./activations.ts";

/** A network's answer to one example, and how much each input counts for it. */
export interface Relevance {
  /** The class with the largest output, the first of equals; -1 if an output is NaN. */
  readonly label: number;
  /** [outputs] */
  readonly outputs: Float32Array;
  /** [inputs] xᵢ·∂z/∂xᵢ, z the winning output before its activation function: above 0 for the answer, below against. */
  readonly relevance: Float32Array;
}

/** a of each layer but the inputs, and ∂z/∂a of each layer, the inputs too; each [1, units]. */
const layersOf = onceFor(({ engine, sizes }: Network) => ({
  activations: sizes.slice(1).map((units) => engine.matrix(1, units)),
  deltas: sizes.map((units) => engine.matrix(1, units)),
}));

/**
 * Runs an example through a network, and back: δ = δ⁺·Wᵀ ∘ f′(z), layer by layer, from one at the winning output
 * (gradient times input: Shrikumar, Greenside, Shcherbina and Kundaje 2016, “Not Just a Black Box”).
 * @param inputs [inputs]
 */
export function relevanceOf(network: Network, inputs: Float32Array): Relevance {
  const { engine, weights, activation } = network;
  const last = weights.length - 1;
  const { activations, deltas } = layersOf(network);
  const row = { kind: "dense", rows: 1, columns: inputs.length, values: inputs } as const;
  feedLayers(network, row, activations);
  const outputs = activations[last]!.values.slice(0, weights[last]!.columns);
  const label = outputs.some(Number.isNaN) ? -1 : argmax(outputs);

  const winner = deltas.at(-1)!.values.fill(0);
  if (label !== -1) winner[label] = 1;
  for (let l = last; l >= 0; l--) {
    engine.backpropagate(deltas[l]!, deltas[l + 1]!, weights[l]!);
    if (l > 0) engine.activateBackward(deltas[l]!, activations[l - 1]!, activation);
  }
  const slopes = deltas[0]!.values;
  return { label, outputs, relevance: inputs.map((x, k) => x * slopes[k]!) };
}
