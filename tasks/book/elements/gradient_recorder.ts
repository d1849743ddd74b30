/** A deep network that learns the rings, and the length of its gradient in each layer. @module */

import { Dataset, type DatasetBatch, Network } from "../../../mod.ts";
import { drawTable } from "./drawn_tables.ts";

/** The units of each hidden layer, the examples of a step, and the steps from one measurement to the next. */
const [UNITS, BATCH_SIZE, EVERY] = [12, 10, 10];

/** The Euclidean length of numbers. */
export function normOf(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

/** Trains, and measures. */
export class GradientRecorder {
  readonly network: Network;
  /** ‖∂C/∂w‖ of each layer over the steps, of the mean cost of all examples. */
  readonly norms: [step: number, norm: number][][] = [];
  /** The number of steps so far. */
  step = 0;
  readonly #data: Dataset;
  readonly #all: DatasetBatch;
  #batches: Generator<DatasetBatch, void, void> | undefined;
  #epoch = 0;

  /** @param layers the number of hidden layers */
  constructor(layers: number, options: { activation: string; initializer: string }) {
    const { inputs, labels, classNames } = drawTable("rings");
    const sizes = [2, ...new Array<number>(layers).fill(UNITS), classNames.length];
    this.network = new Network(sizes, {
      ...options,
      outputActivation: "softmax",
      cost: "logLikelihood",
    });
    this.#data = Dataset.from({ inputs, labels: [...labels] });
    this.#all = this.#data.batches(inputs.length, { shuffle: false }).next().value!;
    this.#record();
  }

  /** Learns a mini-batch. */
  learn(learningRate: number): void {
    let next = this.#batches?.next();
    if (next === undefined || next.done) {
      const { engine, seed } = this.network;
      this.#batches = this.#data.batches(BATCH_SIZE, { engine, seed, epoch: ++this.#epoch });
      next = this.#batches.next();
    }
    this.network.updateMiniBatch(next.value!, learningRate);
    this.step++;
    if (this.step % EVERY === 0) this.#record();
  }

  #record(): void {
    for (const [l, { values }] of this.network.backprop(this.#all).weights.entries()) {
      (this.norms[l] ??= []).push([this.step, normOf(values)]);
    }
  }
}
