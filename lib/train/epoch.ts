/** One epoch: the data shuffled, and learned from a mini-batch at a time. @module */

import { gather, shuffleExamples } from "../dataset/batch.ts";
import { type Evaluation, scoreOf } from "../evaluate.ts";
import { copyOf } from "../network/parameters.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { checkFinite } from "./divergence.ts";
import { batchesBetweenYields, yieldToEventLoop } from "./event_loop.ts";
import { smoothLabels } from "./label_smoothing.ts";
import type { Observed } from "./observe.ts";
import type { TrainingRun } from "./run.ts";

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
  const { network, data, batch, order, average, progress, update, options } = run;
  const { batchSize, labelSmoothing, onProgress } = options;
  const batchesAtATime = batchesBetweenYields(network, batchSize);
  shuffleExamples(order, run.seed, number);
  average?.swap(); // what learns is back in the network
  update.epoch = number;

  let [cost, batches, learningRate] = [0, 0, 0];
  for (let start = 0; start < data.size; start += batchSize) {
    const end = Math.min(start + batchSize, data.size);
    const deformation = run.augmentation?.deformation(number, order, start, end);
    gather(batch, data, order, start, end, deformation);
    if (labelSmoothing > 0) smoothLabels(batch.targets, labelSmoothing);
    learningRate = options.learningRate * run.schedule.multiplier(progress);
    const batchCost = network.updateMiniBatch(batch, learningRate, update);
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
