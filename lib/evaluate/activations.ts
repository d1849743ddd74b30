/** The activations of a network's layers, in matrices that are made once for each network. @module */

import type { Matrix, Rows } from "../engine/matrix.ts";
import type { Network } from "../network.ts";

/** Makes a value for a key at the first call, and returns it at later ones: an engine's memory only grows. */
export function onceFor<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const values = new WeakMap<Key, { readonly value: Value }>();
  return (key) => {
    let entry = values.get(key);
    if (entry === undefined) values.set(key, entry = { value: make(key) });
    return entry.value;
  };
}

/** The parts of a network that its activations follow from. */
export type NetworkLayers = Pick<
  Network,
  "engine" | "weights" | "biases" | "activation" | "outputActivation"
>;

/**
 * Runs inputs through a network's first layers: a = f(a·W + b).
 * @param layers where the activations of each layer go, [batch, units]
 */
export function feedLayers(
  { engine, weights, biases, activation, outputActivation }: NetworkLayers,
  inputs: Rows,
  layers: readonly Matrix[],
): void {
  let a = inputs;
  for (const [l, next] of layers.entries()) {
    next.rows = a.rows;
    engine.affine(next, a, weights[l]!, biases[l]!);
    engine.activate(next, l === weights.length - 1 ? outputActivation : activation);
    a = next;
  }
}
