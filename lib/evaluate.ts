/** How good a network is on a data set. @module */

import type { Dataset } from "./dataset.ts";
import { evaluationBatches } from "./dataset/batch.ts";
import type { Engine } from "./engine/engine.ts";
import type { DataRows, Matrix } from "./engine/matrix.ts";
import { type DataInfo, matchClasses } from "./evaluate/match_classes.ts";
import type { ProblemMetrics } from "./problem.ts";
import type { Cost } from "./engine/engine.ts";
import { notebook } from "./numerics/show.ts";

const { MAX_VALUE, isFinite } = Number;

/** What can be evaluated: a network, or an ensemble of networks. */
export interface Classifier extends DataInfo {
  /** The cost function. */
  readonly cost: Cost;
  /** The engine whose memory suits the inputs best. */
  readonly engine: Engine;
  /** The outputs [batch, outputs] for inputs [batch, features]. */
  feedforward(inputs: DataRows): Matrix;
}

/** How good a network is on a data set: right and wrong answers for classes and labels, errors for quantities. */
export interface Evaluation extends ProblemMetrics {
  /** How many examples there are. */
  size: number;
  /** The mean cost of an example, by weight if examples have weights. */
  cost: number;
}

/** An evaluation of answers that are right or wrong; its confusion matrix is empty where it has none. */
export type ClassEvaluation =
  & Evaluation
  & Required<Pick<Evaluation, "correct" | "accuracy" | "confusion">>;

/**
 * Runs a data set through a network.
 *
 * - Of labels the prediction is the class with the largest output, the first of equals.
 * - Of targets 0 and 1 an output predicts 1 from ½ on. An example is right if all its outputs are.
 * - Of other targets, quantities, there are errors.
 * - Where examples have weights, every metric but `correct` and `size` is weighted, as by scikit-learn's `sample_weight`.
 *
 * Classes are matched by their names. Features are standardized if the network learned standardized ones.
 * @throws {TypeError} if the data does not fit the network's inputs and outputs, or has a class that the network lacks
 * @throws {RangeError} if there is no data
 *
 * @example
 * ```ts
 * import { Dataset, evaluate, Network } from "@inkling/inkling";
 * import { assertEquals } from "@std/assert";
 *
 * const network = new Network([1, 1]);
 * network.weights[0]!.values[0] = 2;
 * network.biases[0]!.values[0] = -1; // σ(2x − 1): yes from ½ on
 * const data = Dataset.from({ inputs: [[0], [0.4], [0.6], [1]], targets: [0, 1, 1, 1] });
 * const { correct, accuracy, confusion } = evaluate(network, data);
 * assertEquals([correct, accuracy], [3, 0.75]);
 * assertEquals(confusion, [[1, 0], [1, 2]]); // one yes was taken for a no
 * ```
 */
export function evaluate(network: Classifier, data: Dataset): Evaluation {
  const steps = evaluateInSteps(network, data);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/**
 * Narrows an evaluation to one of answers that are right or wrong.
 * @throws {TypeError} if it is one of quantities
 */
export function ofClasses(
  { correct, accuracy, confusion = [], ...rest }: Evaluation,
): ClassEvaluation {
  if (correct === undefined || accuracy === undefined) {
    throw new TypeError("Cannot tell right from wrong for quantities: expected data with classes");
  }
  return { correct, accuracy, confusion, ...rest };
}

/** Evaluates a batch at a time and pauses after each, so that the caller can do something else in between. */
export function* evaluateInSteps(network: Classifier, given: Dataset): Generator<void, Evaluation> {
  const data = matchClasses(given, network);
  const { size, outputs: expected, problem } = data;
  if (size === 0) throw new RangeError("Cannot evaluate a network on no examples");
  const scorer = problem.scorer(data);
  let [cost, total] = [0, 0];
  for (const { inputs, targets, examples } of evaluationBatches(data, network.engine, size)) {
    const outputs = network.feedforward(inputs);
    if (outputs.columns !== expected) {
      throw new TypeError(
        `Cannot evaluate a network of ${outputs.columns} outputs on data of ${expected} ${problem.noun}`,
      );
    }
    for (let r = 0; r < outputs.rows; r++) {
      const weight = data.weights?.[examples[r]!] ?? 1;
      cost += weight * network.cost.of(outputs, targets, r);
      total += weight;
      scorer.add(outputs, targets, r, examples[r]!);
    }
    yield;
  }
  const { confusion, ...metrics } = scorer.metrics();
  // The matrix last, to print.
  return notebook.result({ size, ...metrics, cost: cost / total, ...confusion && { confusion } });
}

/** The measure that compares two evaluations: more accuracy, or less cost. */
export type Monitor = "accuracy" | "cost";

/**
 * The score of an evaluation, which is higher for a better one: its accuracy, or the negated cost. Quantities have no
 * accuracy, and always this cost.
 * @returns a finite number, so that a checkpoint can hold it
 */
export function scoreOf(
  { accuracy, cost }: Pick<Evaluation, "accuracy" | "cost">,
  monitor: Monitor = "accuracy",
): number {
  if (monitor === "accuracy" && accuracy !== undefined) return accuracy;
  return isFinite(cost) ? -cost : -MAX_VALUE;
}
