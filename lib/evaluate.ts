/** How good a network is on a data set. @module */

import type { Cost } from "./costs.ts";
import type { Dataset, DatasetBatch } from "./dataset.ts";
import type { DataRows, Engine, Matrix } from "./engine/engine.ts";

/** What can be evaluated: a network, or a committee of networks. */
export interface Classifier {
  /** What the outputs are worth. */
  readonly cost: Cost;
  /** Whose memory the inputs are best in. */
  readonly engine: Engine;
  /** The outputs [batch, classes] for inputs [batch, features]. */
  feedforward(inputs: DataRows): Matrix;
}

/** What a network makes of a data set. */
export interface Evaluation {
  /** How many examples it classifies right. */
  correct: number;
  /** How many examples there are. */
  size: number;
  /** `correct / size` */
  accuracy: number;
  /** The mean cost of an example. */
  cost: number;
  /** `confusion[label][prediction]` counts the examples of a label that got a prediction. */
  confusion: number[][];
}

/** How many examples go through the network at once; it does not change the result. */
const BATCH = 250;

/** After how many of these a pause. */
const BATCHES_PER_STEP = 4;

/**
 * Runs a data set through a network: the prediction is the class with the largest output, the first of equals.
 *
 * @throws {TypeError} if the data does not fit the network's inputs and outputs
 * @throws {RangeError} if there is no data
 */
export function evaluate(network: Classifier, data: Dataset): Evaluation {
  const steps = evaluateInSteps(network, data);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** The same, pausing now and then, so that who asks can do something else in between. */
export function* evaluateInSteps(network: Classifier, data: Dataset): Generator<void, Evaluation> {
  const { size, classes } = data;
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
    if (outputs.columns !== classes) {
      throw new TypeError(
        `Cannot evaluate a network of ${outputs.columns} outputs on data of ${classes} classes`,
      );
    }
    for (let r = 0; r < outputs.rows; r++) {
      cost += network.cost.of(outputs, batch.targets, r);
      const label = data.labels[start + r]!;
      const prediction = argmax(outputs.values, r * classes, classes);
      confusion[label]![prediction]!++;
      if (prediction === label) correct++;
    }
    if (start % (BATCH * BATCHES_PER_STEP) === 0) yield;
  }
  return { correct, size, accuracy: correct / size, cost: cost / size, confusion };
}

/** The batch of a network's last evaluation, since an engine's memory only grows. */
const batches = new WeakMap<Classifier, DatasetBatch>();

function batchFor(network: Classifier, data: Dataset): DatasetBatch {
  let batch = batches.get(network);
  const fits = batch?.inputs.columns === data.features && batch.targets.columns === data.classes &&
    (batch.inputs.kind === "sparse") === data.sparse;
  if (batch === undefined || !fits) {
    batches.set(network, batch = data.createBatch(BATCH, network.engine));
  }
  return batch;
}

/** The place of the largest of `length` values from `start` on, the first of equals; of a NaN if there is one. */
function argmax(values: Float32Array, start: number, length: number): number {
  let best = 0;
  for (let k = 1; k < length; k++) {
    const value = values[start + k]!;
    if (!(value <= values[start + best]!)) best = k;
  }
  return best;
}
