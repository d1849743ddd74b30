/**
 * Training: mini-batch stochastic gradient descent, the tutorial's `SGD` (Nielsen, chapter 1).
 *
 * @module
 */

import { Augmentation, type AugmentOptions } from "./augment.ts";
import type { Dataset } from "./dataset.ts";
import { Dropout, type DropoutOptions } from "./dropout.ts";
import { DivergenceError } from "./errors.ts";
import { evaluateInSteps, type Evaluation } from "./evaluate.ts";
import { smoothLabels } from "./label_smoothing.ts";
import type { Network } from "./network.ts";
import { Optimizer, type OptimizerOptions } from "./optimizers.ts";
import { RandomStream, shuffle } from "./random.ts";

/** How to train. */
export interface TrainOptions {
  /** How many times to go through the data. */
  epochs: number;
  /** How many examples make one step; the last batch of an epoch may be smaller. */
  batchSize: number;
  /** η, how far a step goes. */
  learningRate: number;
  /** How a gradient becomes a step. Default: plain stochastic gradient descent. */
  optimizer?: Optimizer | OptimizerOptions | string;
  /** λ of an L2 penalty λ/2n·Σw², n the number of training examples; no cost has it in. Default: 0. */
  l2?: number;
  /** λ of an L1 penalty λ/n·Σ|w|, n the number of training examples; no cost has it in. Default: 0. */
  l1?: number;
  /** The longest that the gradient of a batch may be, penalties included. Default: Infinity. */
  clipNorm?: number;
  /** The longest that the vector of the weights into a unit may be after a step. Default: Infinity. */
  maxNorm?: number;
  /**
   * ε of label smoothing: what the training costs is against y ← (1 − ε)·y + ε/K, what an evaluation costs is against the
   * labels as they are. Default: 0.
   */
  labelSmoothing?: number;
  /** With what probability inputs and hidden units are left out of a step. Default: all stay. */
  dropout?: DropoutOptions | null;
  /** How to deform the training images, in every epoch anew. Default: not at all. */
  augment?: AugmentOptions | null;
  /** The seed of the shuffles and of all else that training draws. Default: the network's. */
  seed?: number;
  /** Evaluated after every epoch; choices are made on it. */
  validation?: Dataset;
  /** Evaluated after every epoch; it only reports. */
  test?: Dataset;
  /** Ends the training with its reason, between two batches. */
  signal?: AbortSignal;
  /** Called several times an epoch, and at its end before the evaluations, with the examples done of it. */
  onProgress?: (done: number, total: number) => void;
}

/** What an epoch came to. */
export interface Epoch {
  /** Counted from 1. */
  number: number;
  /** η of this epoch. */
  learningRate: number;
  /** The mean cost of the training examples, each taken before the step that its batch made. */
  train: { cost: number };
  /** What the network then made of the validation data, if there is any. */
  validation?: Evaluation;
  /** What the network then made of the test data, if there is any. */
  test?: Evaluation;
}

/**
 * After at most so many examples, or multiplications by a weight, the event loop gets a turn, so that signals, timers and
 * a page stay alive: tens of milliseconds.
 */
const TURN_EXAMPLES = 1000;
const TURN_PRODUCTS = 100_000_000;

/**
 * Trains a network, epoch by epoch: every epoch shuffles the data and learns from it a mini-batch at a time. Nothing is
 * trained before the first epoch is asked for, nor after the last one taken.
 *
 * The shuffle of an epoch depends on the seed and the epoch's number alone.
 *
 * @param network is changed
 * @param data what to learn from
 * @throws {TypeError} if images are to be deformed and the data does not say their shape
 * @throws {RangeError} if an option is out of range
 * @throws {DivergenceError} if the cost or the parameters are no longer finite numbers
 *
 * @example
 * ```ts
 * import { Dataset, Network, train } from "@inkling/inkling";
 * import { assertEquals } from "@std/assert";
 *
 * const exclusiveOr = new Dataset({
 *   inputs: new Float32Array([0, 0, 0, 1, 1, 0, 1, 1]),
 *   labels: new Uint8Array([0, 1, 1, 0]),
 *   features: 2,
 *   classes: 2,
 * });
 * const network = new Network([2, 4, 2], { seed: 1 });
 * const options = { epochs: 1000, batchSize: 4, learningRate: 3, validation: exclusiveOr };
 * let correct = 0;
 * for await (const epoch of train(network, exclusiveOr, options)) {
 *   correct = epoch.validation!.correct;
 * }
 * assertEquals(correct, 4);
 * ```
 */
export async function* train(
  network: Network,
  data: Dataset,
  options: TrainOptions,
): AsyncGenerator<Epoch, void, void> {
  const { epochs, batchSize, learningRate, seed = network.seed, signal, onProgress } = options;
  const { labelSmoothing = 0 } = options;
  checkOptions(options, data);
  const optimizer = options.optimizer instanceof Optimizer
    ? options.optimizer
    : new Optimizer(options.optimizer);
  const update = {
    optimizer,
    weightDecay: (options.l2 ?? 0) / data.size,
    signDecay: (options.l1 ?? 0) / data.size,
    clipNorm: options.clipNorm ?? Infinity,
    maxNorm: options.maxNorm ?? Infinity,
    dropout: options.dropout ? new Dropout(seed, options.dropout) : undefined,
    epoch: 0,
  };
  const augmentation = options.augment ? new Augmentation(options.augment, data, seed) : undefined;
  const order = new Uint32Array(data.size);
  const examples = new Uint32Array(Math.min(batchSize, data.size));
  const batch = { ...data.createBatch(examples.length, network.engine), examples };
  const weights = network.weights.reduce((sum, { values }) => sum + values.length, 0);
  const examplesPerTurn = Math.min(TURN_EXAMPLES, TURN_PRODUCTS / weights);
  const batchesPerTurn = Math.ceil(examplesPerTurn / batchSize);

  for (let number = 1; number <= epochs; number++) {
    for (let k = 0; k < order.length; k++) order[k] = k;
    shuffle(order, new RandomStream(seed, "shuffle", number));
    update.epoch = number;

    let cost = 0;
    let batches = 0;
    for (let start = 0; start < data.size; start += batchSize) {
      const end = Math.min(start + batchSize, data.size);
      data.gather(batch, order, start, end, augmentation?.deformation(number, order, start, end));
      for (let r = 0; r < end - start; r++) examples[r] = order[start + r]!;
      if (labelSmoothing > 0) smoothLabels(batch.targets, labelSmoothing);
      const batchCost = network.updateMiniBatch(batch, learningRate, update);
      cost += batchCost * (end - start);
      batches++;
      if (!Number.isFinite(batchCost)) {
        throw diverged(network, number, batches, learningRate, batchCost);
      }
      if (batches % batchesPerTurn === 0 && end < data.size) {
        onProgress?.(end, data.size);
        await macrotask();
        signal?.throwIfAborted();
      }
    }
    if (firstBrokenLayer(network) !== undefined) {
      throw diverged(network, number, batches, learningRate, NaN);
    }
    onProgress?.(data.size, data.size);

    const epoch: Epoch = { number, learningRate, train: { cost: cost / data.size } };
    for (const split of ["validation", "test"] as const) {
      const splitData = options[split];
      if (splitData === undefined) continue;
      const evaluation = evaluateInSteps(network, splitData);
      let step = evaluation.next();
      for (; !step.done; step = evaluation.next()) {
        await macrotask();
        signal?.throwIfAborted();
      }
      epoch[split] = step.value;
    }
    yield epoch;
    await macrotask();
    signal?.throwIfAborted();
  }
}

function checkOptions(options: TrainOptions, data: Dataset): void {
  const { epochs, batchSize, learningRate, l1 = 0, l2 = 0, labelSmoothing = 0 } = options;
  const { clipNorm = Infinity, maxNorm = Infinity } = options;
  const refuse = (name: string, value: number, wanted: string) => {
    throw new RangeError(`Cannot train with ${name} of ${value}: ${wanted} is wanted`);
  };
  for (const [name, value] of Object.entries({ epochs, batchSize, "the data's size": data.size })) {
    if (!Number.isSafeInteger(value) || value < 1) refuse(name, value, "a whole number from 1 up");
  }
  if (!(learningRate > 0 && Number.isFinite(learningRate))) {
    refuse("a learningRate", learningRate, "more than 0");
  }
  for (const [name, value] of Object.entries({ l1, l2 })) {
    if (!(value >= 0 && Number.isFinite(value))) refuse(`an ${name}`, value, "0 or more");
  }
  for (const [name, value] of Object.entries({ clipNorm, maxNorm })) {
    if (!(value > 0)) refuse(`a ${name}`, value, "more than 0");
  }
  if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
    refuse("a labelSmoothing", labelSmoothing, "0 to below 1");
  }
}

/** The first layer of weights, counted from 1, that holds something other than finite numbers. */
function firstBrokenLayer(network: Network): number | undefined {
  const broken = network.weights.findIndex((weights, l) =>
    ![weights, network.biases[l]!].every(({ values }) => values.every(Number.isFinite))
  );
  return broken === -1 ? undefined : broken + 1;
}

function diverged(
  network: Network,
  epoch: number,
  batch: number,
  learningRate: number,
  cost: number,
): DivergenceError {
  return new DivergenceError({
    epoch,
    batch,
    layer: firstBrokenLayer(network),
    learningRate,
    cost,
  });
}

/** Ends this turn of the event loop; unlike a timer of zero it does not wait. */
function macrotask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      port2.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
