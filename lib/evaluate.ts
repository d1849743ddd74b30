/** How good a network is on a data set. @module */

import type { Dataset } from "./dataset.ts";
import { evaluationBatches } from "./dataset/batch.ts";
import type { Engine } from "./engine/engine.ts";
import type { DataRows, Matrix } from "./engine/matrix.ts";
import { align, type KnownData } from "./evaluate/align.ts";
import { QuantityErrors, type QuantityMetrics } from "./evaluate/quantities.ts";
import type { Cost } from "./network/costs.ts";
import { YES } from "./network/prediction.ts";
import { argmax } from "./numerics/argmax.ts";

const { MAX_VALUE, isFinite } = Number;

/** What can be evaluated: a network, or a committee of networks. */
export interface Classifier extends KnownData {
  /** What the outputs are worth. */
  readonly cost: Cost;
  /** Whose memory the inputs are best in. */
  readonly engine: Engine;
  /** The outputs [batch, outputs] for inputs [batch, features]. */
  feedforward(inputs: DataRows): Matrix;
}

/** What a network makes of a data set: of classes, right and wrong; of quantities, how far off it is. */
export interface Evaluation extends Partial<QuantityMetrics> {
  /** How many examples there are. */
  size: number;
  /** The mean cost of an example. */
  cost: number;
  /** How many examples it answers right; absent where targets are quantities, and no answer is right or wrong. */
  correct?: number;
  /** `correct / size`; absent where targets are quantities. */
  accuracy?: number;
  /**
   * `confusion[label][prediction]` counts the examples of a label that got a prediction; of one output these are 0, no,
   * and 1, yes. Absent where the data has no labels, or more than 1000 classes.
   */
  confusion?: number[][];
}

/** An evaluation of answers that are right or wrong. */
export interface ClassEvaluation extends Evaluation {
  /** How many examples are answered right. */
  correct: number;
  /** `correct / size` */
  accuracy: number;
  /** `confusion[label][prediction]`; empty where there are several outputs, or more than 1000 classes. */
  confusion: number[][];
}

/** A confusion matrix of more classes than this would be a large square of zeros. */
const MAX_CONFUSION = 1000;

/**
 * Runs a data set through a network.
 *
 * Of labels the prediction is the class with the largest output, the first of equals. Of targets 0 and 1 an output
 * predicts 1 from ½ on, and an example is right if all its outputs are. Of other targets, quantities, the errors are told.
 *
 * Classes are matched by their names, and features that are as they were are standardized, if the network has learned so.
 *
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
 * An evaluation of answers that are right or wrong, where it is known that they are.
 *
 * @throws {TypeError} if it is one of quantities
 */
export function ofClasses(
  { correct, accuracy, confusion = [], ...rest }: Evaluation,
): ClassEvaluation {
  if (correct === undefined || accuracy === undefined) {
    throw new TypeError("Cannot tell right from wrong of quantities: data of classes is wanted");
  }
  return { correct, accuracy, confusion, ...rest };
}

/** Evaluates a batch at a time and pauses after each, so that the caller can do something else in between. */
export function* evaluateInSteps(network: Classifier, given: Dataset): Generator<void, Evaluation> {
  const data = align(given, network);
  const { size, classes, outputs: wanted } = data;
  if (size === 0) throw new RangeError("Cannot evaluate a network on no examples");
  const confusion = classes <= MAX_CONFUSION
    ? Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
    : undefined;
  const errors = data.classification ? undefined : new QuantityErrors(data.targets!, wanted);
  let correct = 0;
  let cost = 0;
  for (const batch of evaluationBatches(data, network.engine, size)) {
    const outputs = network.feedforward(batch.inputs);
    if (outputs.columns !== wanted) {
      const what = data.targets === undefined ? "classes" : "outputs";
      throw new TypeError(
        `Cannot evaluate a network of ${outputs.columns} outputs on data of ${wanted} ${what}`,
      );
    }
    for (let r = 0; r < outputs.rows; r++) {
      cost += network.cost.of(outputs, batch.targets, r);
      const label = data.labels[batch.examples[r]!];
      if (errors !== undefined) errors.add(outputs, batch.targets, r);
      else if (data.targets === undefined) {
        const prediction = argmax(outputs.values, r * classes, classes);
        if (confusion !== undefined) confusion[label!]![prediction]!++;
        if (prediction === label) correct++;
      } else {
        const right = agree(outputs, batch.targets, r);
        if (right) correct++;
        if (label !== undefined) confusion![label]![right ? label : 1 - label]!++;
      }
    }
    yield;
  }
  cost /= size;
  if (errors !== undefined) return { size, cost, ...errors.metrics() };
  const result = { correct, size, accuracy: correct / size, cost };
  return confusion !== undefined && classes > 0 ? { ...result, confusion } : result;
}

/** By what one evaluation is better than another: more accuracy, or less cost. */
export type Monitor = "accuracy" | "cost";

/**
 * What makes one evaluation better than another: its accuracy, or less cost, as also where no answer is right or wrong.
 *
 * @returns a finite number, so that a checkpoint can hold it
 */
export function scoreOf(
  { accuracy, cost }: Pick<Evaluation, "accuracy" | "cost">,
  monitor: Monitor = "accuracy",
): number {
  if (monitor === "accuracy" && accuracy !== undefined) return accuracy;
  return isFinite(cost) ? -cost : -MAX_VALUE;
}

/** Whether every output of row `r` is on its target's side of ½; a NaN is on neither. */
function agree({ values, columns }: Matrix, targets: Matrix, r: number): boolean {
  for (let k = r * columns; k < (r + 1) * columns; k++) {
    if (!(targets.values[k] === 1 ? values[k]! >= YES : values[k]! < YES)) return false;
  }
  return true;
}
