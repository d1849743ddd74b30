/** Which inputs speak for a network's answer, and which against. @module */

import type { Matrix } from "../engine/matrix.ts";
import type { Network } from "../network.ts";
import { argmax } from "../numerics/argmax.ts";

/** A network's answer to one example, and what speaks for it. */
export interface Relevance {
  /** The class with the largest output, the first of equals; -1 if an output is NaN. */
  readonly label: number;
  /** [outputs] */
  readonly outputs: Float32Array;
  /** [inputs] xᵢ·∂z/∂xᵢ, z the winning output before its activation function: above 0 for the answer, below against. */
  readonly relevance: Float32Array;
}

/**
 * Runs an example through a network, and back: δ = δ⁺·Wᵀ ∘ f′(z), layer by layer, from one at the winning output
 * (gradient times input: Shrikumar, Greenside, Shcherbina and Kundaje 2016, “Not Just a Black Box”).
 *
 * @param inputs [inputs]
 */
export function relevanceOf(network: Network, inputs: Float32Array): Relevance {
  const { engine, weights, biases, activation, outputActivation } = network;
  const last = weights.length - 1;
  const activations: Matrix[] = [];
  for (const [l, { columns }] of weights.entries()) { // a = f(a·W + b)
    const x = l === 0
      ? { kind: "dense", rows: 1, columns: inputs.length, values: inputs } as const
      : activations[l - 1]!;
    const a = engine.matrix(1, columns);
    engine.affine(a, x, weights[l]!, biases[l]!);
    engine.activate(a, l === last ? outputActivation : activation);
    activations.push(a);
  }
  const outputs = activations[last]!.values.slice(0, weights[last]!.columns);
  const label = outputs.some(Number.isNaN) ? -1 : argmax(outputs);

  let delta = engine.matrix(1, outputs.length);
  delta.values[label] = 1;
  for (let l = last; l >= 0; l--) {
    const before = engine.matrix(1, weights[l]!.rows);
    engine.backpropagate(before, delta, weights[l]!);
    if (l > 0) engine.activateBackward(before, activations[l - 1]!, activation);
    delta = before;
  }
  return { label, outputs, relevance: inputs.map((x, k) => x * delta.values[k]!) };
}
