/** A committee: several networks that answer together. @module */

import type { Cost } from "../network/costs.ts";
import type { Engine } from "../engine/engine.ts";
import type { DataRows, Matrix } from "../engine/matrix.ts";
import type { Classifier } from "../evaluate.ts";
import type { Network } from "../network.ts";
import { normalizeRows } from "../digits/normalize_width.ts";

/** What the members of a committee see. */
export interface CommitteeOptions {
  /**
   * The width that each member's images are normalised to, see {@linkcode normalizeWidth}, in pixels; null for a member
   * that sees the inputs as they are. The images are square. Default: all do
   */
  normalizeWidths?: readonly (number | null)[];
}

/**
 * Networks whose outputs are averaged, which errs less often than each of them if they err in different places (Ciresan
 * et al., "Convolutional Neural Network Committees for Handwritten Character Classification", 2011).
 *
 * @example
 * ```ts
 * import { Committee, dataRows, Network } from "@inkling/inkling";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const members = [1, 2].map((seed) => new Network([2, 3, 1], { seed }));
 * const inputs = dataRows([[0, 1]]);
 * const [first, second] = members.map((member) => member.feedforward(inputs).values[0]!);
 * const output = new Committee(members).feedforward(inputs).values[0]!;
 * assertAlmostEquals(output, (first! + second!) / 2, 1e-7);
 * ```
 */
export class Committee implements Classifier {
  /** The networks, in the order in which their outputs are added. */
  readonly members: readonly Network[];
  /** The cost function of the first member, which an evaluation takes for the mean outputs. */
  readonly cost: Cost;
  /** The engine of the first member. */
  readonly engine: Engine;
  readonly #widths: readonly (number | null)[];

  /**
   * Makes a committee of one network or more.
   *
   * @throws {RangeError} if there is none, or not as many widths as members
   * @throws {TypeError} if the members differ in the number of inputs or outputs
   */
  constructor(members: readonly Network[], { normalizeWidths }: CommitteeOptions = {}) {
    const [first] = members;
    if (first === undefined) throw new RangeError("Cannot make a committee of no networks");
    const ends = ({ sizes }: Network) => `${sizes[0]} inputs and ${sizes.at(-1)} outputs`;
    const other = members.find((member) => ends(member) !== ends(first));
    if (other !== undefined) {
      throw new TypeError(
        `Cannot make a committee of a network with ${ends(first)} and one with ${ends(other)}`,
      );
    }
    this.members = [...members];
    this.#widths = [...normalizeWidths ?? members.map(() => null)];
    if (this.#widths.length !== members.length) {
      throw new RangeError(
        `Cannot make a committee of ${members.length} networks with ${this.#widths.length} widths`,
      );
    }
    this.cost = first.cost;
    this.engine = first.engine;
  }

  /**
   * The mean of the members' outputs for a batch of inputs: added in their order in float64, rounded once.
   *
   * @param inputs [batch, inputs]
   * @returns [batch, outputs], the caller's own
   * @throws {TypeError} if the inputs are not as wide as the first layers, or no square images where widths are normalised
   * @throws {RangeError} if the images are narrower than a width
   */
  feedforward(inputs: DataRows): Matrix {
    const seen = new Map<number | null, DataRows>([[null, inputs]]);
    const [outputs, ...others] = this.members.map((member, k) => {
      const width = this.#widths[k]!;
      if (!seen.has(width)) seen.set(width, normalizeRows(inputs, width!));
      return member.feedforward(seen.get(width)!);
    });
    const { values } = outputs!;
    for (let k = 0; k < values.length; k++) {
      let sum = values[k]!;
      for (const other of others) sum += other.values[k]!;
      values[k] = sum / this.members.length;
    }
    return outputs!;
  }
}
