/** How good a network is on a data set. @module */

import type { Cost } from "./network/costs.ts";
import type { Dataset, DatasetBatch } from "./dataset.ts";
import type { Engine } from "./engine/engine.ts";
import type { DataRows, Matrix } from "./engine/matrix.ts";

const { MAX_VALUE, isFinite, isNaN } = Number;

/** What can be evaluated: a network, or a committee of networks. */
export interface Classifier {
  /** What the outputs are worth. */
  readonly cost: Cost;
  /** Whose memory the inputs are best in. */
  readonly engine: Engine;
  /** The outputs [batch, outputs] for inputs [batch, features]. */
  feedforward(inputs: DataRows): Matrix;
}

/** What a network makes of a data set. */
export interface Evaluation {
  /** How many examples it answers right; NaN where targets are quantities, and no answer is right or wrong. */
  correct: number;
  /** How many examples there are. */
  size: number;
  /** `correct / size` */
  accuracy: number;
  /** The mean cost of an example. */
  cost: number;
  /**
   * `confusion[label][prediction]` counts the examples of a label that got a prediction; of one output these are 0, no,
   * and 1, yes. Empty where the data has no labels.
   */
  confusion: number[][];
}

/** How many examples go through the network at once; it does not change the result. */
const BATCH = 250;

/** After how many of these a pause. */
const BATCHES_PER_STEP = 4;

/** From here on an output says yes. */
const YES = 0.5;

/**
 * Runs a data set through a network.
 *
 * Of labels the prediction is the class with the largest output, the first of equals. Of targets 0 and 1 an output
 * predicts 1 from ½ on, and an example is right if all its outputs are. Of other targets the cost is all there is to say.
 *
 * @throws {TypeError} if the data does not fit the network's inputs and outputs
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
 * const inputs = new Float32Array([0, 0.4, 0.6, 1]);
 * const targets = new Float32Array([0, 1, 1, 1]);
 * const data = new Dataset({ inputs, targets, features: 1, outputs: 1 });
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

/** The same, pausing now and then, so that who asks can do something else in between. */
export function* evaluateInSteps(network: Classifier, data: Dataset): Generator<void, Evaluation> {
  const { size, classes, outputs: wanted } = data;
  if (size === 0) throw new RangeError("Cannot evaluate a network on no examples");
  const batch = batchFor(network, data);
  const order = Uint32Array.from({ length: size }, (_, example) => example);
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  let correct = 0;
  let cost = 0;
  for (let start = 0; start < size; start += BATCH) {
    const end = Math.min(start + BATCH, size);
    data.gather(batch, order, start, end);
    const outputs = network.feedforward(batch.inputs);
    if (outputs.columns !== wanted) {
      const what = data.targets === undefined ? "classes" : "outputs";
      throw new TypeError(
        `Cannot evaluate a network of ${outputs.columns} outputs on data of ${wanted} ${what}`,
      );
    }
    for (let r = 0; r < outputs.rows; r++) {
      cost += network.cost.of(outputs, batch.targets, r);
      const label = data.labels[start + r];
      if (data.targets === undefined) {
        const prediction = argmax(outputs.values, r * classes, classes);
        confusion[label!]![prediction]!++;
        if (prediction === label) correct++;
      } else if (data.decidable) {
        const right = agree(outputs, batch.targets, r);
        if (right) correct++;
        if (label !== undefined) confusion[label]![right ? label : 1 - label]!++;
      }
    }
    if (start % (BATCH * BATCHES_PER_STEP) === 0) yield;
  }
  if (!data.decidable) correct = NaN;
  return { correct, size, accuracy: correct / size, cost: cost / size, confusion };
}

/**
 * What makes one evaluation better than another: its accuracy, or less cost where no answer is right or wrong.
 *
 * @returns a finite number, so that a checkpoint can hold it
 */
export function scoreOf({ accuracy, cost }: Evaluation): number {
  if (!isNaN(accuracy)) return accuracy;
  return isFinite(cost) ? -cost : -MAX_VALUE;
}

/** Whether every output of row `r` is on its target's side of ½; a NaN is on neither. */
function agree({ values, columns }: Matrix, targets: Matrix, r: number): boolean {
  for (let k = r * columns; k < (r + 1) * columns; k++) {
    if (!(targets.values[k] === 1 ? values[k]! >= YES : values[k]! < YES)) return false;
  }
  return true;
}

/** The batch of a network's last evaluation, since an engine's memory only grows. */
const batches = new WeakMap<Classifier, DatasetBatch>();

function batchFor(network: Classifier, data: Dataset): DatasetBatch {
  let batch = batches.get(network);
  const fits = batch?.inputs.columns === data.features && batch.targets.columns === data.outputs &&
    (batch.inputs.kind === "sparse") === data.sparse;
  if (batch === undefined || !fits) {
    batches.set(network, batch = data.createBatch(BATCH, network.engine));
  }
  return batch;
}

/** The place of the largest of `length` values from `start` on, the first of equals; of a NaN if there is one. */
export function argmax(
  values: ArrayLike<number>,
  start: number = 0,
  length: number = values.length,
): number {
  let best = 0;
  for (let k = 1; k < length; k++) {
    const value = values[start + k]!;
    if (!(value <= values[start + best]!)) best = k;
  }
  return best;
}
