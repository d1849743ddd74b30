/** A committee: several networks that answer together. @module */

import type { Cost } from "./costs.ts";
import type { DataRows, Engine, Matrix } from "./engine/engine.ts";
import type { Classifier } from "./evaluate.ts";
import type { Network } from "./network.ts";

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

  /**
   * Makes a committee of one network or more.
   *
   * @throws {RangeError} if there is none
   * @throws {TypeError} if the members differ in the number of inputs or outputs
   */
  constructor(members: readonly Network[]) {
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
    this.cost = first.cost;
    this.engine = first.engine;
  }

  /**
   * The mean of the members' outputs for a batch of inputs: added in their order in float64, rounded once.
   *
   * @param inputs [batch, inputs]
   * @returns [batch, outputs], the caller's own
   * @throws {TypeError} if the inputs are not as wide as the first layers
   */
  feedforward(inputs: DataRows): Matrix {
    const [outputs, ...others] = this.members.map((member) => member.feedforward(inputs));
    const { values } = outputs!;
    for (let k = 0; k < values.length; k++) {
      let sum = values[k]!;
      for (const other of others) sum += other.values[k]!;
      values[k] = sum / this.members.length;
    }
    return outputs!;
  }
}
