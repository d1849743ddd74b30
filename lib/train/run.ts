/** What a training run works with: checked once, made once, and then used epoch after epoch. @module */

import type { Dataset } from "../dataset.ts";
import { borrowBatch, returnBatch } from "../dataset/batch.ts";
import { matchClasses } from "../evaluate/match_classes.ts";
import type { Network } from "../network.ts";
import { Dropout } from "../network/dropout.ts";
import type { UpdateOptions } from "../network/options.ts";
import { assign } from "../network/parameters.ts";
import { keepOf, stepOptions, type TrainOptions } from "../options.ts";
import { Augmentation } from "./augment.ts";
import { WeightAverage } from "./averaging.ts";
import { checkTrainOptions } from "./check.ts";
import { restoreCheckpoint, type TrainingState } from "./checkpoint.ts";
import { weighClasses } from "./class_weights.ts";
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
  const update: UpdateOptions & { epoch: number } = {
    optimizer,
    ...stepOptions(options, data.size),
    dropout: dropping,
    epoch: 0,
  };
  return {
    network,
    data,
    validation,
    test,
    state,
    options,
    seed,
    schedule,
    progress,
    update,
    average: state.average,
    augmentation,
    observe: options.observe?.(network, data),
    batch: borrowBatch(data, Math.min(batchSize, data.size), network.engine),
    order: new Uint32Array(data.size),
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
export function endRun({ state, batch }: TrainingRun): void {
  returnBatch(batch);
  if (state.best !== undefined) assign(state.network, state.best);
}
