/**
 * What training can show of a network's layers after every epoch: norms of gradients and weights, and units that are
 * saturated or dead. Programs that do not ask for it do not hold this module: `train` is handed what it makes. @module
 */

import { expectedBy } from "../checks/options.ts";
import { describe } from "../checks/texts.ts";
import type { Dataset } from "../dataset.ts";
import { batchesInOrder } from "../dataset/batch.ts";
import type { Activation } from "../engine/engine.ts";
import type { DataRows, Matrix, Rows } from "../engine/matrix.ts";
import type { Network } from "../network.ts";
import { relu, scaledTanh, sigmoid, tanh } from "../network/activations.ts";
import { type Observable, OBSERVABLES } from "../options.ts";

const { min, sqrt } = Math;

/** What was observed after an epoch: lists with a value for each layer, from the first hidden one to the outputs. */
export interface Observed {
  /** ‖∂C/∂W‖₂ of the weights into each layer, where C is the mean cost of the probe without penalties. */
  gradientNorms?: number[];
  /** ‖W‖₂ of the weights into each layer. */
  weightNorms?: number[];
  /**
   * The share of a layer's activations on the probe, from 0 to 1, within 1 % of an end of the function's range; null
   * where the range has not two ends. Absent if no layer has them.
   */
  saturated?: (number | null)[];
  /** The share of a layer's units, from 0 to 1, that are 0 for the whole probe; null but for relu. Absent without relu. */
  dead?: (number | null)[];
}

/** Starts to observe a training run; the returned function is called after every epoch. {@linkcode observer} makes one. */
export type Observer = (network: Network, data: Dataset) => () => Observed;

/** The most examples of the probe: they take 2 % of the time of an epoch on 50,000. */
const MAX_PROBE = 1000;

/** How near to an end of its range an activation is saturated, as a part of the range. */
const SATURATION = 0.01;

/** The ends of an activation function's range, where it has two that it comes near to. */
const RANGES = new Map<Activation, readonly [low: number, high: number]>([
  [sigmoid, [0, 1]],
  [tanh, [-1, 1]],
  [scaledTanh, [-1.7159, 1.7159]],
]);

/**
 * An option `observe` of {@linkcode train} and {@linkcode fit}, by which every epoch has `observed`. It changes nothing of
 * training.
 *
 * Gradients and activations come from a probe: the first 1,000 training examples, not deformed, without
 * dropout or smoothed labels. The network is the one that is evaluated, with averaged weights if there are any.
 * @param what the names of what is observed
 * @throws {RangeError} if one of them is not a name of {@linkcode Observable}
 *
 * @example
 * ```ts
 * import { Dataset, fit, Network } from "@inkling/inkling";
 * import { observer } from "@inkling/inkling/train";
 * import { assertEquals } from "@std/assert";
 *
 * const data = Dataset.from({ inputs: [[0, 0], [0, 1], [1, 0], [1, 1]], labels: [0, 1, 1, 0] });
 * const network = new Network([2, 4, 2], { seed: 1 });
 * const observe = observer(["gradientNorms", "activations"]);
 * const { epochs } = await fit(network, data, { epochs: 9, batchSize: 4, learningRate: 3, observe });
 * const { gradientNorms, saturated } = epochs.at(-1)!.observed!;
 * assertEquals([gradientNorms!.length, saturated!.length], [2, 2]); // of the hidden layer and the outputs
 * ```
 */
export function observer(what: readonly Observable[]): Observer {
  for (const name of what) {
    const expected = expectedBy({ type: "choice", of: OBSERVABLES }, name);
    if (expected !== undefined) {
      throw new RangeError(`Cannot observe ${describe(name)}: expected ${expected}`);
    }
  }
  const [gradients, weights, activations] = OBSERVABLES.map((name) => what.includes(name));
  return (network, data) => {
    const order = Uint32Array.from({ length: min(MAX_PROBE, data.size) }, (_, example) => example);
    const probe = () =>
      gradients || activations ? batchesInOrder(data, order, order.length, network.engine) : [];
    for (const _ of probe()); // throws before training if the inputs are not in memory
    return () => {
      const norms: Observed = {};
      let shares: Observed = {};
      for (const batch of probe()) {
        if (gradients) norms.gradientNorms = network.backprop(batch).weights.map(norm);
        if (activations) shares = sharesOf(network, batch.inputs);
      }
      if (weights) norms.weightNorms = network.weights.map(norm);
      return { ...norms, ...shares };
    };
  };
}

/** The L2 norm of a matrix: √Σw², summed in float64 in the order of its elements. */
function norm({ values, rows, columns }: Matrix): number {
  let sum = 0;
  for (let k = 0; k < rows * columns; k++) sum += values[k]! * values[k]!;
  return sqrt(sum);
}

/** The shares of saturated activations and of dead units, layer by layer. */
function sharesOf(network: Network, inputs: DataRows): Pick<Observed, "saturated" | "dead"> {
  const { engine, weights, biases, activation, outputActivation } = network;
  const saturated: (number | null)[] = [];
  const dead: (number | null)[] = [];
  const activations = activationsOf(network, inputs.rows);
  let x: Rows = inputs;
  for (const [l, a] of activations.entries()) {
    const f = a === activations.at(-1) ? outputActivation : activation;
    engine.affine(a, x, weights[l]!, biases[l]!);
    engine.activate(a, f);
    saturated.push(saturatedShare(a, RANGES.get(f)));
    dead.push(f === relu ? deadShare(a) : null);
    x = a;
  }
  const isKnown = (share: number | null) => share !== null;
  return { ...saturated.some(isKnown) && { saturated }, ...dead.some(isKnown) && { dead } };
}

/** Room for the activations of each network's layers: the memory of an engine is not given back. */
const roomsByNetwork = new WeakMap<Network, readonly Matrix[]>();

/** Room for a of each layer but the inputs, [rows, units]. */
function activationsOf(network: Network, rows: number): readonly Matrix[] {
  let room = roomsByNetwork.get(network);
  if (room === undefined || room[0]!.values.length < rows * room[0]!.columns) {
    room = network.sizes.slice(1).map((units) => network.engine.matrix(rows, units));
    roomsByNetwork.set(network, room);
  }
  for (const matrix of room) matrix.rows = rows;
  return room;
}

function saturatedShare(
  { values, rows, columns }: Matrix,
  range: readonly [low: number, high: number] | undefined,
): number | null {
  if (range === undefined) return null;
  const [low, high] = range;
  const margin = SATURATION * (high - low);
  let count = 0;
  for (let k = 0; k < rows * columns; k++) {
    if (values[k]! <= low + margin || values[k]! >= high - margin) count++;
  }
  return count / (rows * columns);
}

function deadShare({ values, rows, columns }: Matrix): number {
  let count = 0;
  for (let j = 0; j < columns; j++) {
    let r = 0;
    while (r < rows && values[r * columns + j] === 0) r++;
    if (r === rows) count++;
  }
  return count / columns;
}
