/** An ensemble: several networks that answer together. @module */

import type { Cost } from "./engine/engine.ts";
import type { Engine } from "./engine/engine.ts";
import { type DataRows, dataRows, type Matrix, PlainRows } from "./engine/matrix.ts";
import type { Classifier } from "./evaluate.ts";
import type { Network } from "./network.ts";
import { type Defaults, withDefaults } from "./checks/options.ts";
import { normalizeRows } from "./digits/normalize_rows.ts";
import { type Prediction, type PredictionInputs, predictRows } from "./network/prediction.ts";
import type { Standardization } from "./numerics/standardization.ts";
import { addWeighted, meanOfSums } from "./numerics/weighted_mean.ts";
import { haveSameInfo } from "./evaluate/match_classes.ts";

/** What may be a member: a network, or another ensemble of the same inputs and outputs. */
export type EnsembleMember =
  & Pick<
    Network,
    | ("sizes" | "features" | "cost" | "engine" | "classNames" | "standardization")
    | ("predictsClasses" | "feedforward")
  >
  & Partial<Pick<Network, "quantities">>;

/** The inputs that the members of an ensemble see, and how much each member counts. */
export interface EnsembleOptions {
  /**
   * The width that each member's images are normalized to, see {@linkcode normalizeWidth}, in pixels; null for a member
   * that sees the inputs as they are. The images are square. Default: all do
   */
  normalizeWidths?: readonly (number | null)[];
  /**
   * How much each member's outputs count, in proportion to the sum of all. Default: all count the same
   */
  weights?: readonly number[];
}

const DEFAULTS = {
  normalizeWidths: undefined, // null for each member
  weights: undefined, // 1 for each member
} as const satisfies Defaults<EnsembleOptions>;

/**
 * Networks whose outputs are averaged by their weights. It errs less often than each of them if they err on different
 * examples (Ciresan et al., "Convolutional Neural Network Committees for Handwritten Character Classification", 2011).
 *
 * @example
 * ```ts
 * import { dataRows, Network } from "@inkling/inkling";
 * import { Ensemble } from "@inkling/inkling/ensemble";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const members = [1, 2].map((seed) => new Network([2, 3, 1], { seed }));
 * const inputs = dataRows([[0, 1]]);
 * const [first, second] = members.map((member) => member.feedforward(inputs).values[0]!);
 * const output = new Ensemble(members).feedforward(inputs).values[0]!;
 * assertAlmostEquals(output, (first! + second!) / 2, 1e-7);
 * ```
 */
export class Ensemble implements Classifier {
  /** The networks, in the order in which their outputs are added. */
  readonly members: readonly EnsembleMember[];
  /** The cost function of the first member, which an evaluation takes for the mean outputs. */
  readonly cost: Cost;
  /** The engine of the first member. */
  readonly engine: Engine;
  /** How much each member's outputs count, in proportion to the sum of all. */
  readonly weights: readonly number[];
  /** The width that each member's images are normalized to; null for one that sees the inputs as they are. */
  readonly normalizeWidths: readonly (number | null)[];

  /**
   * Makes an ensemble of one network or more.
   * @throws {RangeError} if there is none, not as many widths or weights as members, or a weight is below 0, or all are 0
   * @throws {TypeError} if the members differ in the number of inputs or outputs, in their classes or standardization
   */
  constructor(members: readonly EnsembleMember[], options: EnsembleOptions = {}) {
    const { normalizeWidths, weights } = withDefaults("make an ensemble", options, DEFAULTS);
    const [first] = members;
    if (first === undefined) throw new RangeError("Cannot make an ensemble of no networks");
    const ends = ({ sizes }: EnsembleMember) => `${sizes[0]} inputs and ${sizes.at(-1)} outputs`;
    const other = members.find((member) => ends(member) !== ends(first));
    if (other !== undefined) {
      throw new TypeError(
        `Cannot make an ensemble of a network with ${ends(first)} and one with ${ends(other)}`,
      );
    }
    this.members = [...members];
    this.normalizeWidths = [...normalizeWidths ?? members.map(() => null)];
    if (this.normalizeWidths.length !== members.length) {
      throw new RangeError(
        `Cannot make an ensemble of ${members.length} networks with ${this.normalizeWidths.length} widths`,
      );
    }
    this.weights = [...weights ?? members.map(() => 1)];
    checkWeights(this.weights, members.length);
    if (!haveSameInfo(members)) {
      throw new TypeError(
        "Cannot make an ensemble of networks whose classes or standardization differ",
      );
    }
    this.cost = first.cost;
    this.engine = first.engine;
  }

  /** The name of each class, in the order of the outputs, if classes have names. */
  get classNames(): readonly string[] | undefined {
    return this.members[0]!.classNames;
  }

  /** The standardization of raw inputs, if there is one. */
  get standardization(): Standardization | undefined {
    return this.members[0]!.standardization;
  }

  /** What the outputs stand for, if the members learned from standardized quantities. */
  get quantities(): Network["quantities"] {
    return this.members[0]!.quantities;
  }

  /** The number of inputs. */
  get features(): number {
    return this.members[0]!.features;
  }

  /** Whether the outputs are probabilities of classes instead of quantities. */
  get predictsClasses(): boolean {
    return this.members.every((member) => member.predictsClasses);
  }

  /** The predictions for new examples, see {@linkcode Network.predict}. */
  predict(inputs: PredictionInputs): Prediction[] {
    return predictRows(this, inputs);
  }

  /**
   * The weighted mean of the members' outputs for a batch of inputs: added in their order in float64, rounded once.
   * @param inputs [batch, inputs]
   * @returns [batch, outputs], the caller's own
   * @throws {TypeError} if the inputs are not as wide as the first layers, or no square images where widths are normalized
   * @throws {RangeError} if the images are narrower than a width
   */
  feedforward(given: DataRows | readonly ArrayLike<number>[]): Matrix {
    const inputs = Array.isArray(given) ? dataRows(given) : given as DataRows;
    const seen = new Map<number | null, DataRows>([[null, inputs]]);
    const outputs = this.members.map((member, k) => {
      const width = this.normalizeWidths[k]!;
      if (!seen.has(width)) seen.set(width, normalizeRows(inputs, width!));
      return member.feedforward(seen.get(width)!);
    });
    const values = weightedMean(outputs.map(({ values }) => values), this.weights);
    const { rows, columns } = outputs[0]!;
    return new PlainRows("matrix", rows, columns, values);
  }
}

/** The weighted mean of outputs: added in their order in float64, rounded once. */
export function weightedMean(
  outputs: readonly Float32Array[],
  weights: readonly number[],
): Float32Array {
  const sums = new Float64Array(outputs[0]!.length);
  for (const [m, values] of outputs.entries()) addWeighted(sums, values, weights[m]!);
  return meanOfSums(sums, sumOf(weights));
}

/** @throws {RangeError} if there is not one for each member, one is below 0 or all are 0 */
function checkWeights(weights: readonly number[], members: number): void {
  if (weights.length !== members) {
    throw new RangeError(
      `Cannot make an ensemble of ${members} networks with ${weights.length} weights`,
    );
  }
  const total = sumOf(weights);
  if (weights.every((weight) => weight >= 0) && total > 0 && total < Infinity) return;
  throw new RangeError(
    "Cannot make an ensemble: expected weights from 0 up, not all of them 0, " +
      `got ${weights.join(", ")}`,
  );
}

function sumOf(weights: readonly number[]): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}
