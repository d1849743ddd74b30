/**
 * Weight averaging: beside the parameters that learn, a running average of them, which is what gets evaluated and kept.
 * It is smoother than any of the parameters it is made of (Polyak and Juditsky 1992; the exponential form as in Adam's
 * paper, Kingma and Ba 2015, section 7.2).
 *
 * @module
 */

import { checkOptions, type OptionNames } from "../checks/options.ts";
import type { Engine } from "../engine/engine.ts";
import type { Matrix } from "../engine/matrix.ts";
import { copyInto, exchange, matricesOf, type Parameters } from "../network/parameters.ts";

const { min } = Math;

/** How to average. */
export interface AveragingOptions {
  /**
   * d in ā ← d·ā + (1 − d)·w after every step, more than 0 and less than 1. The average begins at the first parameters,
   * which are random; so that it soon forgets them, d is at most (1 + t)/(10 + t) in the step after t others, as in TensorFlow's
   * `ExponentialMovingAverage`.
   */
  decay: number;
}

const AVERAGING_OPTIONS: OptionNames<AveragingOptions> = { decay: true };

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
   *
   * @throws {RangeError} if the decay is out of range
   */
  constructor(network: Parameters & { readonly engine: Engine }, options: AveragingOptions) {
    checkOptions("average parameters", options, AVERAGING_OPTIONS);
    const { decay } = options;
    if (!(decay > 0 && decay < 1)) {
      throw new RangeError(
        `Cannot average with a decay of ${decay}: more than 0 and less than 1 is wanted`,
      );
    }
    this.#decay = decay;
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
