/**
 * Training: mini-batch stochastic gradient descent, the tutorial's `SGD` (Nielsen, chapter 1).
 *
 * @module
 */

import { WeightAverage } from "./train/averaging.ts";
import { restoreCheckpoint, takeCheckpoint, type TrainingState } from "./train/checkpoint.ts";
import { Augmentation } from "./train/augment.ts";
import type { Dataset } from "./dataset.ts";
import { Dropout } from "./network/dropout.ts";
import { DivergenceError } from "./train/divergence.ts";
import { scoreOf } from "./evaluate.ts";
import { smoothLabels } from "./train/label_smoothing.ts";
import type { Network } from "./network.ts";
import { Optimizer } from "./network/optimizer.ts";
import { assign, copyOf } from "./network/parameters.ts";
import { RandomStream, shuffle } from "./numerics/random.ts";
import { createSchedule } from "./train/schedules.ts";
import { batchesPerTurn, evaluateInTurns, turn } from "./train/event_loop.ts";
import { checkOptions, endsEarly, type Epoch, keepOf, type TrainOptions } from "./train/options.ts";

/**
 * Trains a network, epoch by epoch: every epoch shuffles the data and learns from it a mini-batch at a time. Nothing is
 * trained before the first epoch is asked for, nor after the last one taken.
 *
 * The shuffle of an epoch depends on the seed and the epoch's number alone, and everything else that has to be known to
 * go on is in the epoch's checkpoint: a training that is resumed comes to the same bytes.
 *
 * @param network is changed
 * @param data what to learn from
 * @throws {RangeError} if an option is out of range
 * @throws {TypeError} if the data does not fit the network's inputs and outputs
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
 *
 * @example With a schedule, an average of the weights, and an early end that leaves the best ones
 * ```ts
 * import { Dataset, evaluate, Network, train } from "@inkling/inkling";
 * import { assertEquals } from "@std/assert";
 *
 * const data = new Dataset({
 *   inputs: new Float32Array([0, 0, 0, 1, 1, 0, 1, 1]),
 *   labels: new Uint8Array([0, 1, 1, 0]),
 *   features: 2,
 *   classes: 2,
 * });
 * const network = new Network([2, 4, 2], { seed: 1 });
 * const training = train(network, data, {
 *   epochs: 2000,
 *   batchSize: 4,
 *   learningRate: 3,
 *   schedule: { name: "constant", warmup: 10 },
 *   averaging: { decay: 0.9 },
 *   validation: data,
 *   earlyStopping: { patience: 200 },
 * });
 * const epochs = await Array.fromAsync(training);
 * const best = Math.max(...epochs.map(({ validation }) => validation!.accuracy));
 * assertEquals(evaluate(network, data).accuracy, best);
 * ```
 */
export async function* train(
  network: Network,
  data: Dataset,
  options: TrainOptions,
): AsyncGenerator<Epoch, void, void> {
  const { epochs, batchSize, seed = network.seed, signal, onProgress, earlyStopping } = options;
  const { labelSmoothing = 0 } = options;
  const schedule = createSchedule(options.schedule ?? "constant");
  checkOptions(options, schedule, data);
  checkSizes(network, data);
  const state = begin(network, options);
  const { optimizer, average } = state;
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
  const stepsPerEpoch = Math.ceil(data.size / batchSize);
  const batchesAtATime = batchesPerTurn(network, batchSize);
  const progress = {
    step: state.epoch * stepsPerEpoch,
    steps: epochs * stepsPerEpoch,
    stepsPerEpoch,
    history: state.history,
  };
  let learningRate = options.learningRate;
  let current = 0; // the epoch that the network is at the end of

  try {
    while (state.epoch < epochs && !endsEarly(state.history, { schedule, earlyStopping })) {
      const number = state.epoch + 1;
      for (let k = 0; k < order.length; k++) order[k] = k;
      shuffle(order, new RandomStream(seed, "shuffle", number));
      average?.swap(); // what learns is back in the network
      update.epoch = number;

      let cost = 0;
      let batches = 0;
      for (let start = 0; start < data.size; start += batchSize) {
        const end = Math.min(start + batchSize, data.size);
        data.gather(batch, order, start, end, augmentation?.deformation(number, order, start, end));
        for (let r = 0; r < end - start; r++) examples[r] = order[start + r]!;
        if (labelSmoothing > 0) smoothLabels(batch.targets, labelSmoothing);
        learningRate = options.learningRate * schedule.multiplier(progress);
        const batchCost = network.updateMiniBatch(batch, learningRate, update);
        average?.update(progress.step);
        progress.step++;
        cost += batchCost * (end - start);
        batches++;
        if (!Number.isFinite(batchCost)) {
          throw diverged(network, number, batches, learningRate, batchCost);
        }
        if (batches % batchesAtATime === 0 && end < data.size) {
          onProgress?.(end, data.size);
          await turn(signal);
        }
      }
      if (firstBrokenLayer(network) !== undefined) {
        throw diverged(network, number, batches, learningRate, NaN);
      }
      onProgress?.(data.size, data.size);

      average?.swap(); // what is evaluated, and kept, is the average
      const epoch: Epoch = {
        number,
        learningRate,
        train: { cost: cost / data.size },
        checkpoint() {
          if (current === number) return takeCheckpoint(state);
          throw new Error(`Cannot take the checkpoint of epoch ${number}: training has gone on`);
        },
      };
      for (const split of ["validation", "test"] as const) {
        const splitData = options[split];
        if (splitData === undefined) continue;
        epoch[split] = await evaluateInTurns(network, splitData, signal);
      }
      finishEpoch(state, epoch);
      current = number;
      yield epoch;
      current = 0;
      await turn(signal);
    }
  } finally {
    current = 0;
    if (state.best !== undefined) assign(network, state.best);
  }
}

/** @throws {TypeError} if the data does not fit the network's inputs and outputs */
function checkSizes({ sizes }: Network, { features, outputs, targets }: Dataset): void {
  if (sizes[0] === features && sizes.at(-1) === outputs) return;
  const what = targets === undefined ? "classes" : "outputs";
  throw new TypeError(
    `Cannot train a network of sizes [${sizes}] on data of ${features} features and ${outputs} ${what}: ` +
      `[${features}, …, ${outputs}] is wanted` +
      (sizes.at(-1) === 1 && targets === undefined
        ? ", or `targets` in place of labels for a single output"
        : ""),
  );
}

/** A training before its first epoch, or where it was when its checkpoint was taken. */
function begin(network: Network, options: TrainOptions): TrainingState {
  const { optimizer, averaging, validation, resume } = options;
  const state: TrainingState = {
    network,
    optimizer: optimizer instanceof Optimizer ? optimizer : new Optimizer(optimizer),
    average: averaging && new WeightAverage(network, averaging),
    validates: validation !== undefined,
    keepsBest: keepOf(options) === "best",
    epoch: 0,
    history: [],
    best: undefined,
  };
  if (resume !== undefined) restoreCheckpoint(state, resume);
  return state;
}

/** Takes down an epoch: its score, and its parameters if they are the best so far and kept. */
function finishEpoch(state: TrainingState, { number, validation }: Epoch): void {
  state.epoch = number;
  if (validation === undefined) return;
  const score = scoreOf(validation);
  const best = state.history.every((before) => before < score);
  if (best && state.keepsBest) state.best = copyOf(state.network);
  state.history.push(score);
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
