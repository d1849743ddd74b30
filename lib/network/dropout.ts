/**
 * Dropout: in every step of training a random part of the inputs and hidden units is left out, so that no unit can rely on
 * another, and what is left is scaled up to make the sums what they are without it (Srivastava, Hinton, Krizhevsky,
 * Sutskever and Salakhutdinov 2014, equations of section 4; the scaling while training is that of section 10). @module
 */

import { filledIn, type TableOf } from "../checks/options.ts";
import type { Mask } from "../engine/engine.ts";
import { streamKey, threefry } from "../numerics/random.ts";

/** The units that are left out, by probabilities from 0 to below 1. */
export interface DropoutOptions {
  /** The probability that an input is left out. Default: 0. */
  inputs?: number;
  /** The probability that a hidden unit is left out. Default: 0. */
  hidden?: number;
}

const RATE = { type: "number", min: 0, below: 1, default: 0 } as const;

/** What each of them may be. */
export const DROPOUT = { inputs: RATE, hidden: RATE } as const satisfies TableOf<DropoutOptions>;

/**
 * Which units are left out of a training run. It is a function of the seed, the layer, the epoch, the example's number and the
 * unit: neither the other examples of the batch, nor workers, nor a resumption change it.
 */
export class Dropout {
  /** The probability for an input. */
  readonly inputs: number;
  /** The probability for a hidden unit. */
  readonly hidden: number;
  readonly #seed: number;
  readonly #masks: { rate: number; key: Uint32Array; examples: Uint32Array; epoch: number }[] = [];

  /**
   * Makes the dropout of a training run.
   * @param seed a whole number from 0 to 2⁵³ − 1
   * @throws {RangeError} if a probability is not from 0 to below 1
   */
  constructor(seed: number, options: DropoutOptions) {
    const { inputs, hidden } = filledIn("drop units", options, DROPOUT);
    this.inputs = inputs;
    this.hidden = hidden;
    this.#seed = seed;
  }

  /**
   * Which units are left out of what a layer takes in: the inputs if `l` is 0.
   * @param epoch counted from 1
   * @param examples the number of each row's example
   * @returns what the next call for this layer writes over; undefined if all units stay
   * @throws {TypeError} if the epoch or the examples are not known: the same units would be left out again and again
   */
  mask(l: number, epoch: number | undefined, examples: Uint32Array | undefined): Mask | undefined {
    const rate = l === 0 ? this.inputs : this.hidden;
    if (rate === 0) return undefined;
    if (epoch === undefined || examples === undefined) {
      throw new TypeError(
        `Cannot drop units in epoch ${epoch} of ${examples ?? "unknown"} examples: ` +
          "expected the epoch and the batch's examples, which decide on the units",
      );
    }
    const mask = this.#masks[l] ??= { rate, key: new Uint32Array(2), examples, epoch: NaN };
    mask.examples = examples;
    if (mask.epoch !== epoch) {
      mask.epoch = epoch;
      streamKey(mask.key, this.#seed, "dropout", epoch);
      threefry(mask.key, mask.key, l, 0);
    }
    return mask;
  }
}
