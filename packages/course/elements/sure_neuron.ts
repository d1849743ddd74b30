/** A neuron that has to learn 0 for the input 1, and what it went through. @module */

import { dataRows, matrix, Network } from "../../../mod.ts";
import type { CostName } from "../../../mod.ts";

/** A point of a line: the epoch, and a value. */
type Value = readonly [epoch: number, value: number];

/** A sigmoid neuron with one input, which is 1, and the target 0. */
export class SureNeuron {
  readonly network: Network;
  readonly outputs: Value[] = [];
  readonly costs: Value[] = [];
  readonly #batch = { inputs: dataRows([[1]]), targets: matrix([[0]]) };

  /** @param cost the name of its cost function */
  constructor(cost: CostName, weight: number, bias: number) {
    this.network = new Network([1, 1], { cost });
    this.network.weights[0]!.values[0] = weight;
    this.network.biases[0]!.values[0] = bias;
    this.#record();
  }

  /** Learns the example once. */
  learn(learningRate: number): void {
    this.network.updateMiniBatch(this.#batch, learningRate);
    this.#record();
  }

  /** ∂C/∂w: how fast it learns. */
  get slope(): number {
    return this.network.backprop(this.#batch).weights[0]!.values[0]!;
  }

  #record(): void {
    const epoch = this.outputs.length;
    const outputs = this.network.feedforward(this.#batch.inputs);
    this.outputs.push([epoch, outputs.values[0]!]);
    this.costs.push([epoch, this.network.cost.of(outputs, this.#batch.targets, 0)]);
  }
}
