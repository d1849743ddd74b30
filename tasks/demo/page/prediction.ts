/** What a network makes of an image, and why. @module */

import { argmax } from "../../../lib/numerics/argmax.ts";
import { createEngine, type Matrix, Network } from "../../../mod.ts";

/** A network's answer. */
export interface Prediction {
  /** The class with the largest output, the first of equals; -1 if an output is NaN. */
  readonly digit: number;
  /** [classes] */
  readonly outputs: Float32Array;
  /**
   * [pixels] How much each pixel spoke for the answer: xᵢ·∂z/∂xᵢ, z the winning output before its activation function.
   */
  readonly relevance: Float32Array;
}

/** Opens a file of weights for single images: plain loops are fast enough for one, and their memory is collected. */
export function openNetwork(file: Uint8Array): Network {
  return Network.fromSafetensors(file, { engine: createEngine("reference") });
}

/**
 * Runs an image through a network, and back: δ = δ⁺·Wᵀ ∘ f′(z), layer by layer, from one at the winning output.
 *
 * @param pixels [inputs], 0 to 1
 */
export function predict(network: Network, pixels: Float32Array): Prediction {
  const { engine, weights, biases, activation, outputActivation } = network;
  const last = weights.length - 1;
  const activations: Matrix[] = [];
  for (const [l, { columns }] of weights.entries()) { // a = f(a·W + b)
    const x = l === 0
      ? { kind: "dense", rows: 1, columns: pixels.length, values: pixels } as const
      : activations[l - 1]!;
    const a = engine.matrix(1, columns);
    engine.affine(a, x, weights[l]!, biases[l]!);
    engine.activate(a, l === last ? outputActivation : activation);
    activations.push(a);
  }
  const outputs = activations[last]!.values.slice(0, weights[last]!.columns);
  const digit = outputs.some(Number.isNaN) ? -1 : argmax(outputs);

  let delta = engine.matrix(1, outputs.length);
  delta.values[digit] = 1;
  for (let l = last; l >= 0; l--) {
    const before = engine.matrix(1, weights[l]!.rows);
    engine.backpropagate(before, delta, weights[l]!);
    if (l > 0) engine.activateBackward(before, activations[l - 1]!, activation);
    delta = before;
  }
  return { digit, outputs, relevance: pixels.map((x, k) => x * delta.values[k]!) };
}
