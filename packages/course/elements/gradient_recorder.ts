/** A deep network that learns the rings, and how long its gradients are in each layer. @module */

import { Dataset, evaluate, type Gradient, Network } from "../../../mod.ts";
import { drawTable } from "./drawn_tables.ts";
import type { ActivationName, InitializerName } from "../../../mod.ts";

/** The units of each hidden layer, and the examples of a mini-batch. */
const [UNITS, BATCH_SIZE] = [12, 10];

/** The Euclidean length ‖∂C/∂w‖ of each layer's part of a gradient. */
export function lengthsOf({ weights }: Gradient): number[] {
  return weights.map(({ values }) =>
    Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))
  );
}

/** Trains, and measures. */
export class GradientRecorder {
  readonly network: Network;
  /** The mean ‖∂C/∂w‖ of an epoch's mini-batches, of each layer: those of all examples together would cancel out. */
  readonly norms: [epoch: number, norm: number][][];
  /** The number of epochs so far. */
  epoch = 0;
  /** The fraction of the points that the network answers rightly. */
  accuracy = 0;
  readonly #data: Dataset;

  /** @param layers the number of hidden layers */
  constructor(
    layers: number,
    options: { activation: ActivationName; initializer: InitializerName },
  ) {
    const { inputs, labels, classNames } = drawTable("rings");
    const sizes = [2, ...new Array<number>(layers).fill(UNITS), classNames.length];
    this.network = new Network(sizes, {
      ...options,
      outputActivation: "softmax",
      cost: "logLikelihood",
    });
    this.#data = Dataset.from({ inputs, labels: [...labels] });
    this.norms = this.network.weights.map(() => []);
    this.learn(0);
    this.epoch = 0;
  }

  /** Learns an epoch of mini-batches; by a learning rate of 0 it only measures. */
  learn(learningRate: number): void {
    const { network, norms, epoch } = this;
    const options = { epoch: epoch + 1, seed: network.seed, engine: network.engine };
    const batches = this.#data.size / BATCH_SIZE;
    const means = new Float64Array(norms.length);
    for (const batch of this.#data.batches(BATCH_SIZE, options)) {
      lengthsOf(network.backprop(batch)).forEach((length, l) => means[l]! += length / batches);
      network.updateMiniBatch(batch, learningRate);
    }
    this.accuracy = evaluate(network, this.#data).accuracy!;
    norms.forEach((line, l) => line.push([line.length, means[l]!]));
    this.epoch++;
  }
}
