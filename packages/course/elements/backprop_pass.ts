/** One example through a small network, forward and back: every number of it, by the library's own network. @module */

import {
  activations,
  type DataRows,
  dataRows,
  type Matrix,
  matrix,
  Network,
} from "../../../mod.ts";

/** What a network computes of one example; layers count from 0, the inputs. */
export interface Pass {
  /** z of each layer but the inputs. */
  readonly z: readonly Float32Array[];
  /** a of each layer, x first. */
  readonly a: readonly Float32Array[];
  /** δ = ∂C/∂z = ∂C/∂b of each layer but the inputs. */
  readonly deltas: readonly Float32Array[];
  /** ∂C/∂w between each pair of layers, [inputs, outputs]. */
  readonly gradients: readonly Float32Array[];
  /** w between each pair of layers, [inputs, outputs]. */
  readonly weights: readonly Float32Array[];
  /** b of each layer but the inputs. */
  readonly biases: readonly Float32Array[];
  /** What the outputs should be. */
  readonly y: readonly number[];
  /** C of the example. */
  readonly cost: number;
}

/** The pass of an example through a network of sigmoid units, and of its numbers a copy. */
export function passOf(network: Network, x: readonly number[], y: readonly number[]): Pass {
  const [inputs, targets] = [dataRows([x]), matrix([y])];
  const copies = (matrices: readonly Matrix[]) => matrices.map(({ values }) => values.slice());
  const gradient = network.backprop({ inputs, targets });
  return {
    z: weightedInputs(network, inputs),
    a: activationsOf(network, x),
    deltas: copies(gradient.biases), // BP3
    gradients: copies(gradient.weights),
    weights: copies(network.weights),
    biases: copies(network.biases),
    y,
    cost: network.cost.of(network.feedforward([x]), targets, 0),
  };
}

/** What the outputs of a pass want: of themselves, and each of them of each hidden neuron; above 0 is up. */
export interface Wishes {
  /** [outputs]: −δ, how fast the cost falls if z of the output rises. */
  readonly own: readonly number[];
  /** [outputs][hidden neurons]: the output's own wish times the weight that leads to it. */
  readonly each: readonly (readonly number[])[];
  /** [hidden neurons]: the sums over all outputs. */
  readonly together: readonly number[];
}

/** The wishes of a pass. */
export function wishesOf({ deltas, weights, a }: Pass): Wishes {
  const own = Array.from(deltas.at(-1)!, (delta) => -delta);
  const w = weights.at(-1)!; // [hidden neurons, outputs]
  const hidden = Array.from(a.at(-2)!.keys());
  const each = own.map((wish, j) => hidden.map((k) => wish * w[k * own.length + j]!));
  const together = hidden.map((k) => each.reduce((sum, wishes) => sum + wishes[k]!, 0));
  return { own, each, together };
}

/** One step down the gradient of one example. */
export function learn(
  network: Network,
  x: readonly number[],
  y: readonly number[],
  learningRate: number,
): void {
  network.updateMiniBatch({ inputs: dataRows([x]), targets: matrix([y]) }, learningRate);
}

/** a of each layer of a network of sigmoid units, x first. */
export function activationsOf(network: Network, x: ArrayLike<number>): Float32Array[] {
  const inputs = dataRows([x]);
  const z = weightedInputs(network, inputs);
  return [inputs.values.slice(), ...z.map((layer) => layer.map(activations.sigmoid.of))];
}

/** The networks up to each layer, with outputs as they are; made once for each network. */
const starts = new WeakMap<Network, readonly Network[]>();

/** z of each layer but the inputs. */
function weightedInputs(network: Network, x: DataRows): Float32Array[] {
  const { sizes, weights, biases, engine } = network;
  let found = starts.get(network);
  if (found === undefined) {
    found = weights.map((_, l) =>
      new Network(sizes.slice(0, l + 2), { outputActivation: "linear", engine })
    );
    starts.set(network, found);
  }
  return found.map((start) => {
    for (const [l, { values }] of start.weights.entries()) {
      values.set(weights[l]!.values);
      start.biases[l]!.values.set(biases[l]!.values);
    }
    return start.feedforward(x).values;
  });
}
