/** A training run: what it works with is checked and made once, then each epoch learns a mini-batch at a time. @module */

import type { Dataset } from "../dataset.ts";
import { borrowBatch, returnBatch, shuffleExamples } from "../dataset/batch.ts";
import { type Evaluation, scoreOf } from "../evaluate.ts";
import { matchClasses } from "../evaluate/match_classes.ts";
import type { Network } from "../network.ts";
import { Dropout } from "../network/dropout.ts";
import { assign, copyOf } from "../network/parameters.ts";
import { keepOf, stepOptions, type TrainOptions } from "../options.ts";
import { Augmentation } from "./augment.ts";
import { WeightAverage } from "./averaging.ts";
import { BatchLearner } from "./batch_learner.ts";
import { checkTrainOptions } from "./check.ts";
import { restoreCheckpoint, type TrainingState } from "./checkpoint.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { weighClasses } from "./class_weights.ts";
import { checkFinite } from "./divergence.ts";
import { batchesBetweenYields, yieldToEventLoop } from "./event_loop.ts";
import type { Observed } from "./observe.ts";
import { endsEarly, type TrainingProgress } from "./schedules.ts";
import { warningsOf, warningsOfNetwork } from "./warnings.ts";

/** A training run: what {@linkcode beginRun} makes ready. */
export type TrainingRun = ReturnType<typeof beginRun>;

/** Makes everything ready for the first epoch, or for the one after a checkpoint. */
export function beginRun(network: Network, given: Dataset, unchecked: TrainOptions) {
  const { options, schedule, optimizer } = checkTrainOptions(network, given, unchecked);
  const { epochs, batchSize, seed = network.seed } = options;
  const { augment, averaging, dropout } = options;
  options.signal?.throwIfAborted();
  const known = {
    classNames: network.classNames ?? given.classNames,
    standardization: network.standardization ?? given.standardization,
    quantities: network.quantities ?? given.quantities,
  };
  const matched = matchClasses(given, known);
  const validation = options.validation && matchClasses(options.validation, known);
  const test = options.test && matchClasses(options.test, known);
  const data = weighClasses(matched, options);
  const augmentation = augment ? new Augmentation(augment, data, seed) : undefined;
  const dropping = dropout ? new Dropout(seed, dropout) : undefined;
  for (const warning of [...warningsOfNetwork(network), ...warningsOf(data)]) {
    options.onWarning?.(warning);
  }
  const state: TrainingState = {
    network,
    optimizer,
    average: averaging ? new WeightAverage(network, averaging) : undefined,
    validates: validation !== undefined,
    keepsBest: keepOf(options) === "best",
    epoch: 0,
    history: [],
    best: undefined,
  };
  if (options.resume !== undefined) restoreCheckpoint(state, options.resume);
  network.classNames = known.classNames;
  network.standardization = known.standardization;
  network.quantities = known.quantities;
  const stepsPerEpoch = Math.ceil(data.size / batchSize);
  const progress: { -readonly [Key in keyof TrainingProgress]: TrainingProgress[Key] } = {
    step: state.epoch * stepsPerEpoch,
    steps: epochs * stepsPerEpoch,
    stepsPerEpoch,
    history: state.history,
  };
  const update = {
    optimizer,
    ...stepOptions(options, data.size),
    dropout: dropping,
    epoch: 0,
  };
  const learning = {
    network,
    data,
    batch: borrowBatch(data, Math.min(batchSize, data.size), network.engine),
    order: new Uint32Array(data.size),
    update,
    augmentation,
    labelSmoothing: options.labelSmoothing,
  };
  return {
    ...learning,
    learner: new BatchLearner(learning),
    validation,
    test,
    state,
    options,
    seed,
    schedule,
    progress,
    average: state.average,
    observe: options.observe?.(network, data),
  };
}

/** Whether all epochs are trained, or the accuracies so far end the run. */
export function hasEnded(run: TrainingRun): boolean {
  return run.state.epoch >= run.options.epochs || hasEndedEarly(run);
}

/** Whether the accuracies so far end the run. */
export function hasEndedEarly({ state, schedule, options }: TrainingRun): boolean {
  return endsEarly(state.history, { schedule, earlyStopping: options.earlyStopping });
}

/** Leaves the network with the parameters that are kept. */
export function endRun({ state, batch, learner }: TrainingRun): void {
  learner.close();
  returnBatch(batch);
  if (state.best !== undefined) assign(state.network, state.best);
}

/** The training result of an epoch. */
export interface EpochTraining {
  /** η of the last step. */
  learningRate: number;
  /** The mean cost of the examples, each measured before its batch's step. */
  train: { cost: number };
}

/** The result of an epoch. */
export interface Epoch extends EpochTraining {
  /** Counted from 1. */
  number: number;
  /** The evaluation on the validation data after the epoch, if there is any. */
  validation?: Evaluation;
  /** The evaluation on the test data after the epoch, if there is any. */
  test?: Evaluation;
  /** What `observe` measured in the network's layers after the epoch, if it was given. */
  observed?: Observed;
  /**
   * A copy of the state from which the run can continue.
   * @throws {Error} if training has gone on since
   */
  checkpoint(): Checkpoint;
}

/**
 * Trains an epoch. The network then holds what is evaluated and kept: the parameters, or their average.
 * @throws {DivergenceError} if the cost or the parameters are no longer finite numbers
 */
export async function trainEpoch(run: TrainingRun, number: number): Promise<EpochTraining> {
  const { network, data, order, average, progress, update, options } = run;
  const { batchSize, onProgress } = options;
  const batchesAtATime = batchesBetweenYields(network, batchSize);
  shuffleExamples(order, run.seed, number);
  average?.swap(); // what learns is back in the network
  update.epoch = number;

  let [cost, batches, learningRate] = [0, 0, 0];
  for (let start = 0; start < data.size; start += batchSize) {
    const end = Math.min(start + batchSize, data.size);
    learningRate = options.learningRate * run.schedule.multiplier(progress);
    const batchCost = run.learner.learn(start, end, learningRate);
    average?.update(progress.step);
    progress.step++;
    cost += batchCost * (end - start);
    batches++;
    const position = { epoch: number, batch: batches, learningRate, cost: batchCost };
    const last = end === data.size;
    if (last || !Number.isFinite(batchCost)) checkFinite(network, position);
    if (batches % batchesAtATime === 0 && !last) {
      onProgress?.(end, data.size);
      await yieldToEventLoop(options.signal);
    }
  }
  onProgress?.(data.size, data.size);
  average?.swap(); // what is evaluated, and kept, is the average
  return { learningRate, train: { cost: cost / data.size } };
}

/** Takes down an epoch: its score, and its parameters if they are the best so far and kept. */
export function finishEpoch({ state, options }: TrainingRun, { number, validation }: Epoch): void {
  state.epoch = number;
  if (validation === undefined) return;
  const score = scoreOf(validation, options.monitor);
  const best = state.history.every((before) => before < score);
  if (best && state.keepsBest) state.best = copyOf(state.network);
  state.history.push(score);
}
