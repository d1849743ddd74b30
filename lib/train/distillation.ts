/**
 * Distillation: a network learns what a better one answers, a probability for every class, and not the labels alone
 * (Hinton, Vinyals and Dean, “Distilling the knowledge in a neural network”, 2015). @module
 */

import type { TableOf } from "../checks/option.ts";
import { filledIn } from "../checks/options.ts";
import { joinNames } from "../checks/texts.ts";
import type { DataInfo } from "../evaluate/match_classes.ts";
import type { Network } from "../network.ts";
import type { Batch } from "../network/batch.ts";
import { softmax } from "../network/activations.ts";
import { type Cost, logLikelihood, MIN_PROBABILITY } from "../network/costs.ts";
import type { Predictor } from "../network/prediction.ts";
import { exp, log } from "../numerics/elementary.ts";

const { fround, max } = Math;

/** Sets what a network is to learn instead of the data's targets, see {@linkcode TrainOptions.teacher}. */
export interface Teacher {
  /** What outputs cost against the targets that it sets; `undefined` for the network's own cost. */
  readonly cost?: Cost | undefined;
  /**
   * Compares its classes and scale with those of the network, before training.
   * @throws {TypeError} if a network of those cannot learn from it
   */
  check?(known: DataInfo): void;
  /**
   * Sets the targets of a mini-batch, which until then are the data's.
   * @param batch its inputs are what the network is about to see: images are deformed already
   */
  teach(batch: Batch): void;
}

/** How to distil. */
export interface DistillationOptions {
  /**
   * T, by which logits are divided before the softmax, the teacher's and the student's: from 1 up, the higher the more
   * the wrong classes show how they compare. Default: 1.
   */
  temperature?: number;
  /** α, the share of the data's own targets in the cost, from 0 to below 1. Default: 0. */
  alpha?: number;
}

const OPTIONS = {
  temperature: { type: "number", min: 1, default: 1 },
  alpha: { type: "number", min: 0, below: 1, default: 0 },
} as const satisfies TableOf<DistillationOptions>;

/**
 * A network or an ensemble as a teacher. With p its outputs and q the student's, y the data's targets, and p_T and q_T
 * softened by the temperature T, the cost is
 *
 *     C = α·H(y, q) + (1 − α)·T²·H(p_T, q_T)    H(t, q) = −Σ tₖ·ln qₖ
 *
 * where T² makes up for gradients that shrink by as much, and p_T ∝ p^(1/T). At T = 1 that is the student's own cost against
 * α·y + (1 − α)·p, so that any cost will do; at others y has to sum to 1, as one-hot labels do.
 *
 * @example
 * ```ts
 * import { Dataset, fit, Network } from "@inkling/inkling";
 * import { Ensemble, Distillation } from "@inkling/inkling/ensemble";
 * import { assert } from "@std/assert";
 *
 * const data = Dataset.from({ inputs: [[0, 0], [0, 1], [1, 0], [1, 1]], labels: [0, 1, 1, 0] });
 * const options = { outputActivation: "softmax", cost: "logLikelihood" };
 * const members = [1, 2].map((seed) => new Network([2, 8, 2], { ...options, seed }));
 * for (const member of members) await fit(member, data, { epochs: 300, batchSize: 4, learningRate: 1 });
 *
 * const student = new Network([2, 8, 2], { ...options, seed: 3 });
 * const teacher = new Distillation(new Ensemble(members), student, { temperature: 2 });
 * const { epochs } = await fit(student, data, { epochs: 300, batchSize: 4, learningRate: 1, teacher });
 * assert(epochs.at(-1)!.train.cost < epochs[0]!.train.cost);
 * ```
 */
export class Distillation implements Teacher {
  readonly cost: Cost | undefined;
  readonly #teacher: Pick<Predictor, "feedforward"> & DataInfo;
  readonly #temperature: number;
  readonly #alpha: number;

  /**
   * Makes a teacher of a network or an ensemble.
   * @throws {RangeError} if an option is out of range
   * @throws {TypeError} if the student's outputs are not of softmax with the log-likelihood cost, and the temperature is not 1
   */
  constructor(
    teacher: Pick<Predictor, "feedforward"> & DataInfo,
    { outputActivation, cost }: Pick<Network, "outputActivation" | "cost">,
    options: DistillationOptions = {},
  ) {
    const { temperature, alpha } = filledIn("distil", options, OPTIONS);
    if (temperature !== 1 && !(outputActivation === softmax && cost === logLikelihood)) {
      throw new TypeError(
        `Cannot distil with temperature ${temperature} into a network of ${outputActivation.name} outputs with ` +
          `the cost ${cost.name}: expected softmax and logLikelihood`,
      );
    }
    this.#teacher = teacher;
    this.#temperature = temperature;
    this.#alpha = alpha;
    this.cost = temperature === 1 ? undefined : softenedCost(temperature, alpha);
  }

  /**
   * Compares the classes and their order, and how inputs are standardized, where the teacher has them.
   * @throws {TypeError} if they are not the same
   */
  check(known: DataInfo): void {
    const { classNames, standardization } = this.#teacher;
    const differs = (own: unknown, other: unknown) =>
      own !== undefined && JSON.stringify(own) !== JSON.stringify(other);
    if (known.classNames !== undefined && differs(classNames, known.classNames)) {
      throw new TypeError(
        `Cannot learn the classes ${joinNames(known.classNames)} from a teacher of ` +
          `${joinNames(classNames!)}: expected the same ones in the same order`,
      );
    }
    if (differs(standardization, known.standardization)) {
      throw new TypeError(
        "Cannot learn from a teacher of data that is standardized otherwise: " +
          "expected data.standardize(teacher.standardization)",
      );
    }
  }

  /**
   * y ← α·y + (1 − α)·T·p_T, in float64 and rounded once: all that the cost depends on of the targets.
   * @throws {TypeError} if the teacher has not as many outputs
   */
  teach({ inputs, targets: { rows, columns, values } }: Batch): void {
    const { columns: given, values: outputs } = this.#teacher.feedforward(inputs);
    if (given !== columns) {
      throw new TypeError(`Cannot teach ${columns} outputs: the teacher has ${given}`);
    }
    const temperature = this.#temperature;
    const share = (1 - this.#alpha) * temperature;
    for (let start = 0; start < rows * columns; start += columns) {
      const p = outputs.subarray(start, start + columns);
      const softened = temperature === 1 ? p : soften(p, temperature);
      for (let k = 0; k < columns; k++) {
        values[start + k] = fround(this.#alpha * values[start + k]! + share * softened[k]!);
      }
    }
  }
}

/**
 * The cost of distillation at temperature T, a function of the student's outputs q and of the targets
 * t = α·y + (1 − α)·T·p_T alone: since ln q_T = ln q / T − ln Σ q^(1/T),
 *
 *     C = −Σ tₖ·ln qₖ + (1 − α)·T²·ln Σ qₖ^(1/T)    δ = ∂C/∂z = α·q + (1 − α)·T·q_T − t
 */
function softenedCost(temperature: number, alpha: number): Cost {
  const share = (1 - alpha) * temperature;
  return {
    name: logLikelihood.name,
    of(a, t, r) {
      let sum = 0;
      for (let k = r * a.columns; k < (r + 1) * a.columns; k++) {
        sum += exp(fround(log(max(MIN_PROBABILITY, a.values[k]!)) / temperature));
      }
      return logLikelihood.of(a, t, r) + share * temperature * log(sum);
    },
    delta(delta, a, t) {
      const { rows, columns } = a;
      for (let start = 0; start < rows * columns; start += columns) {
        const q = a.values.subarray(start, start + columns);
        const softened = soften(q, temperature);
        for (let k = 0; k < columns; k++) {
          delta.values[start + k] = fround(
            alpha * q[k]! + share * softened[k]! - t.values[start + k]!,
          );
        }
      }
    },
  };
}

/** p^(1/T) / Σ p^(1/T) of one example's probabilities: softmax at temperature T of the logits that they came from. */
function soften(p: Float32Array, temperature: number): Float64Array {
  const powers = Float64Array.from(
    p,
    (value) => exp(fround(log(max(MIN_PROBABILITY, value)) / temperature)),
  );
  const sum = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / sum);
}
