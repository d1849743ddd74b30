/** What a network's layers answer: units that never change, and which inputs count for an answer. @module */

import type { Matrix, Rows } from "../engine/matrix.ts";
import type { Dataset } from "../dataset.ts";
import { EVALUATION_BATCH, evaluationBatches } from "../dataset/batch.ts";
import type { Network } from "../network.ts";
import { argmax } from "../numerics/argmax.ts";

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
 * @param zs where z of each layer goes. Default: it is not kept
 */
export function feedLayers(
  { engine, weights, biases, activation, outputActivation }: NetworkLayers,
  inputs: Rows,
  layers: readonly Matrix[],
  zs = layers,
): void {
  let a = inputs;
  for (const [l, next] of layers.entries()) {
    const z = zs[l]!;
    z.rows = next.rows = a.rows;
    engine.affine(z, a, weights[l]!, biases[l]!);
    engine.activate(next, l === weights.length - 1 ? outputActivation : activation, z);
    a = next;
  }
}

/** a of each hidden layer, [batch, units]. */
const hiddenLayersOf = /* @__PURE__ */ onceFor(({ engine, weights }: NetworkLayers): Matrix[] =>
  weights.slice(0, -1).map(({ columns }) => engine.matrix(EVALUATION_BATCH, columns))
);

/**
 * Counts the hidden units whose activation is the same for every example: rectifiers that are 0 for all, and sigmoids that
 * are 1. No gradient reaches the weights before a dead rectifier, so that it stays dead.
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

/** A network's answer to one example, and how much each input counts for it. */
export interface Relevance {
  /** The class with the largest output, the first of equals; -1 if an output is NaN. */
  readonly label: number;
  /** [units] of each layer but the inputs: copies. */
  readonly activations: readonly Float32Array[];
  /** [outputs], the last of them */
  readonly outputs: Float32Array;
  /** [inputs] xᵢ·∂z/∂xᵢ, z the winning output before its activation function: above 0 for the answer, below against. */
  readonly relevance: Float32Array;
}

/** a and z of each layer but the inputs, and ∂z/∂a of each layer, the inputs too; each [1, units]. */
const layersOf = onceFor(({ engine, sizes }: Network) => {
  const rows = (layers: readonly number[]) => layers.map((units) => engine.matrix(1, units));
  return { activations: rows(sizes.slice(1)), zs: rows(sizes.slice(1)), deltas: rows(sizes) };
});

/**
 * Runs an example through a network, and back: δ = δ⁺·Wᵀ ∘ f′(z), layer by layer, from one at the winning output
 * (gradient times input: Shrikumar, Greenside, Shcherbina and Kundaje 2016, “Not Just a Black Box”).
 * @param inputs [inputs]
 */
export function relevanceOf(network: Network, inputs: Float32Array): Relevance {
  const { engine, weights, activation } = network;
  const last = weights.length - 1;
  const { activations: layers, zs, deltas } = layersOf(network);
  const row = { kind: "dense", rows: 1, columns: inputs.length, values: inputs } as const;
  feedLayers(network, row, layers, zs);
  const activations = layers.map(({ values, columns }) => values.slice(0, columns));
  const outputs = activations[last]!;
  const label = outputs.some(Number.isNaN) ? -1 : argmax(outputs);

  const winner = deltas.at(-1)!.values.fill(0);
  if (label !== -1) winner[label] = 1;
  for (let l = last; l >= 0; l--) {
    engine.backpropagate(deltas[l]!, deltas[l + 1]!, weights[l]!);
    if (l > 0) engine.activateBackward(deltas[l]!, layers[l - 1]!, activation, zs[l - 1]);
  }
  const slopes = deltas[0]!.values;
  return { label, activations, outputs, relevance: inputs.map((x, k) => x * slopes[k]!) };
}
