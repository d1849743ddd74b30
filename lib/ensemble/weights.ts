/**
 * How much each member of an ensemble should count, found on validation data: weights from 0 up that sum to 1.
 *
 * Every step is a sum in float64 in a fixed order, and the same on every machine. @module
 */

import type { Dataset } from "../dataset.ts";
import type { Classifier } from "../evaluate.ts";
import { logLikelihood, MIN_PROBABILITY } from "../network/costs.ts";
import { haveSameInfo, matchClasses } from "../evaluate/match_classes.ts";
import { outputsFor } from "../evaluate/predictions.ts";

const { max, min } = Math;

interface StepOptions {
  /** How far weights may be from the best: in nats an observation, or as a fraction of the squared error. Default: 1e-5. */
  tolerance?: number;
  /** No more steps are taken: where members are alike, the last digits settle slowly. Default: 1000. */
  maxSteps?: number;
}

/** A member of an ensemble that is to be formed: a network, or an {@linkcode Ensemble} of one. */
export interface Candidate extends Classifier {
  /** Whether the outputs are probabilities of classes, and not quantities. */
  readonly predictsClasses: boolean;
}

/** Weights, and how good they are. */
export interface EnsembleWeights {
  /** A number from 0 up for each member; together 1. */
  readonly weights: readonly number[];
  /** How many steps were taken from equal weights. */
  readonly steps: number;
  /**
   * By how much the best weights of all may do better, at most: in the mean log-likelihood, in nats, or in the mean
   * squared error.
   */
  readonly gap: number;
}

/**
 * Finds the weights with which networks explain data best together.
 *
 * For classes they maximize the log-likelihood of the data: of the labels where the first network's cost is the
 * log-likelihood, otherwise of every output by itself. For quantities they minimize the squared error.
 * @param given validation data: on training data the network that overfits most would count most
 * @throws {RangeError} if there are no networks or no data
 * @throws {TypeError} if the data does not fit the networks, or they differ in their classes or standardization
 *
 * @example
 * ```ts
 * import { Dataset, evaluate, Network } from "@inkling/inkling";
 * import { Ensemble, ensembleWeights } from "@inkling/inkling/ensemble";
 * import { assert } from "@std/assert";
 *
 * const data = Dataset.from({ inputs: [[0], [1], [2]], labels: [0, 1, 1] });
 * const options = { outputActivation: "softmax", cost: "logLikelihood" };
 * const members = [1, 2, 3].map((seed) => new Network([1, 2], { ...options, seed }));
 * const { weights } = ensembleWeights(members, data);
 * const { cost } = evaluate(new Ensemble(members, { weights }), data);
 * assert(cost <= evaluate(new Ensemble(members), data).cost);
 * ```
 */
export function ensembleWeights(members: readonly Candidate[], given: Dataset): EnsembleWeights {
  const [first] = members;
  if (first === undefined || given.size === 0) {
    throw new RangeError(
      "Cannot weigh networks: expected at least one network and one example, " +
        `got ${members.length} networks and ${given.size} examples`,
    );
  }
  if (!haveSameInfo(members)) {
    throw new TypeError("Cannot weigh networks whose classes or standardization are not the same");
  }
  const data = matchClasses(given, first);
  const outputs = members.map((member) => outputsFor(member, data));
  const targets = targetsOf(data);
  if (!(data.problem.hasAccuracy && members.every((member) => member.predictsClasses))) {
    return stackWeights(outputs.map((values) => values.map((value, k) => value - targets[k]!)));
  }
  const labelsOnly = first.cost === logLikelihood;
  return poolWeights(outputs.map((values) => likelihoods(values, targets, labelsOnly)));
}

/**
 * The weights of a linear opinion pool, p = Σ wₖ·pₖ, that maximize the log-likelihood of what was observed, by
 * expectation-maximization: wₖ ← wₖ·gₖ, where gₖ is the mean of pₖ/p over the observations (Jordan and Jacobs, “Hierarchical
 * mixtures of experts and the EM algorithm”, 1994, with gates that look at no input). The best log-likelihood is above the
 * present one by no more than max gₖ − 1, since gₖ is its derivative in wₖ and Σ wₖ·gₖ = 1. This gap ends the steps.
 */
export function poolWeights(
  probabilities: readonly ArrayLike<number>[],
  { tolerance = 1e-5, maxSteps = 1000 }: StepOptions = {},
): EnsembleWeights {
  const count = probabilities.length;
  let weights = new Float64Array(count).fill(1 / count);
  for (let steps = 0;; steps++) {
    const gains = meanRatios(probabilities, weights);
    const gap = gains.reduce((most, gain) => max(most, gain), 0) - 1;
    if (!(gap > tolerance) || steps === maxSteps) {
      return { weights: [...weights], steps, gap: max(0, gap) };
    }
    weights = normalized(weights.map((weight, k) => weight * gains[k]!));
  }
}

/** The mean of pₖ/p over the observations, for every member. */
function meanRatios(
  probabilities: readonly ArrayLike<number>[],
  weights: Float64Array,
): Float64Array {
  const sums = new Float64Array(weights.length);
  const { length } = probabilities[0]!;
  for (let i = 0; i < length; i++) {
    let mixture = 0;
    for (let k = 0; k < sums.length; k++) {
      mixture += weights[k]! * max(MIN_PROBABILITY, probabilities[k]![i]!);
    }
    for (let k = 0; k < sums.length; k++) {
      sums[k]! += max(MIN_PROBABILITY, probabilities[k]![i]!) / mixture;
    }
  }
  return sums.map((sum) => sum / length);
}

/**
 * The weights that minimize the squared error of the weighted mean (Breiman, “Stacked regressions”, 1996). Since they sum
 * to 1, the error of the mean is the mean of the errors. Its square is wᵀAw with A the means of the errors' products. Each
 * step moves weight to the member where the error falls most, from the one where it falls least: as much as is best. The
 * least error is below the present one by no more than twice wᵀAw − min (Aw)ₖ, the gap.
 */
export function stackWeights(
  errors: readonly ArrayLike<number>[],
  { tolerance = 1e-5, maxSteps = 1000 }: StepOptions = {},
): EnsembleWeights {
  const count = errors.length;
  const products = errors.map((a) => errors.map((b) => dot(a, b) / a.length));
  const weights = new Float64Array(count).fill(1 / count);
  for (let steps = 0;; steps++) {
    const slopes = products.map((row) => dot(row, weights)); // half the derivative
    const error = dot(slopes, weights);
    let [to, from] = [0, weights.findIndex((weight) => weight > 0)];
    for (let k = 0; k < count; k++) {
      if (slopes[k]! < slopes[to]!) to = k;
      if (slopes[k]! > slopes[from]! && weights[k]! > 0) from = k;
    }
    const gap = 2 * (error - slopes[to]!);
    if (!(gap > tolerance * error) || steps === maxSteps) {
      return { weights: [...normalized(weights)], steps, gap: max(0, gap) };
    }
    const curvature = products[to]![to]! - 2 * products[to]![from]! + products[from]![from]!;
    const best = (slopes[from]! - slopes[to]!) / curvature;
    const moved = min(weights[from]!, best > 0 ? best : 0);
    weights[to]! += moved;
    weights[from]! -= moved;
  }
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

function normalized(weights: Float64Array): Float64Array<ArrayBuffer> {
  const sum = weights.reduce((sum, weight) => sum + weight, 0);
  return Float64Array.from(weights, (weight) => weight / sum);
}

/** y [examples, outputs], one-hot of labels. */
function targetsOf(data: Dataset): Float32Array {
  const { size, outputs, problem } = data;
  const values = new Float32Array(size * outputs);
  problem.writeTargets(data, Uint32Array.from({ length: size }, (_, k) => k), size, values);
  return values;
}

/** The probability of each expected answer: of each target of 1, and unless only labels count of each target of 0. */
function likelihoods(
  outputs: Float32Array,
  targets: Float32Array,
  labelsOnly: boolean,
): Float64Array {
  const values: number[] = [];
  for (let k = 0; k < outputs.length; k++) {
    if (targets[k] === 1) values.push(outputs[k]!);
    else if (!labelsOnly) values.push(1 - outputs[k]!);
  }
  return Float64Array.from(values);
}
