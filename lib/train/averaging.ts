/**
 * Weight averaging: beside the parameters that learn, a running average of them, which is what gets evaluated and kept.
 * It is smoother than any of the parameters it is made of (Polyak and Juditsky 1992; the exponential form as in Adam's
 * paper, Kingma and Ba 2015, section 7.2). @module
 */

import { checkOptions } from "../checks/options.ts";
import type { Engine } from "../engine/engine.ts";
import type { Matrix } from "../engine/matrix.ts";
import { copyInto, exchange, matricesOf, type Parameters } from "../network/parameters.ts";
import { AVERAGING, type AveragingOptions } from "../options.ts";

const { min } = Math;

/** The running average of a network's parameters. */
export class WeightAverage {
  /** The average while the network learns; what learns, while the network holds the average. */
  readonly other: Parameters;
  readonly #decay: number;
  readonly #engine: Engine;
  readonly #network: Parameters;
  readonly #pairs: readonly (readonly [average: Matrix, parameters: Matrix])[];

  /**
   * Begins at the network's parameters.
   * @throws {RangeError} if the decay is out of range
   */
  constructor(network: Parameters & { readonly engine: Engine }, options: AveragingOptions) {
    checkOptions("average parameters", options, AVERAGING);
    this.#decay = options.decay;
    this.#engine = network.engine;
    this.#network = network;
    this.other = copyInto(network.engine, network);
    const parameters = matricesOf(network);
    this.#pairs = matricesOf(this.other).map((average, k) => [average, parameters[k]!]);
  }

  /** Takes in the parameters after the step number `step`, counted from 0. */
  update(step: number): void {
    const decay = min(this.#decay, (1 + step) / (10 + step));
    for (const [average, parameters] of this.#pairs) {
      this.#engine.average(average, parameters, decay);
    }
  }

  /** Gives the network the average and keeps the parameters that learn, or the other way round. */
  swap(): void {
    exchange(this.#network, this.other);
  }
}
