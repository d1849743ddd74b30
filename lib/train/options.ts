/** How to train, and what an epoch comes to. @module */

import type { AugmentOptions } from "./augment.ts";
import type { AveragingOptions } from "./averaging.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { Dataset } from "../dataset.ts";
import type { DropoutOptions } from "../network/dropout.ts";
import type { Evaluation } from "../evaluate.ts";
import type { Optimizer } from "../network/optimizer.ts";
import type { OptimizerOptions } from "../network/optimizers.ts";
import { checkPatience, type PatienceOptions, timesOutOfPatience } from "./patience.ts";
import type { Schedule, ScheduleOptions } from "./schedules.ts";

/** How to train. */
export interface TrainOptions {
  /** How many times to go through the data. */
  epochs: number;
  /** How many examples make one step; the last batch of an epoch may be smaller. */
  batchSize: number;
  /** η, how far a step goes; what a schedule makes multiples of. */
  learningRate: number;
  /** How the learning rate changes. Default: it stays. */
  schedule?: Schedule | ScheduleOptions | string;
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
   * labels as they are. It is for labels only. Default: 0.
   */
  labelSmoothing?: number;
  /** With what probability inputs and hidden units are left out of a step. Default: all stay. */
  dropout?: DropoutOptions | null;
  /** How to deform the training images, in every epoch anew. Default: not at all. */
  augment?: AugmentOptions | null;
  /**
   * Averages the parameters while they learn. The average is what is evaluated, and what the network holds after every
   * epoch and at the end. Default: no average.
   */
  averaging?: AveragingOptions;
  /**
   * Ends the training once the accuracy on the validation data no longer improves, or the cost where targets are
   * quantities. Default: never.
   */
  earlyStopping?: PatienceOptions;
  /**
   * Which epoch's parameters the network holds when training has ended, whatever ended it: the last, or the best by
   * accuracy on the validation data (by cost, where targets are quantities), the first of equals. Default: the best with early stopping, otherwise the last.
   */
  keep?: "last" | "best";
  /** Goes on from here instead of from the network's parameters. Everything else has to be as it was. */
  resume?: Checkpoint;
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
  /** η of the epoch's last step. */
  learningRate: number;
  /** The mean cost of the training examples, each taken before the step that its batch made. */
  train: { cost: number };
  /** What the network then made of the validation data, if there is any. */
  validation?: Evaluation;
  /** What the network then made of the test data, if there is any. */
  test?: Evaluation;
  /**
   * A copy of what the training has to remember to go on from here.
   *
   * @throws {Error} if training has gone on since
   */
  checkpoint(): Checkpoint;
}

/** Whether training ends after epochs of these accuracies on validation data, before all are done. */
export function endsEarly(
  history: readonly number[],
  { schedule, earlyStopping }: {
    schedule: Schedule;
    earlyStopping?: PatienceOptions | undefined;
  },
): boolean {
  return schedule.ends?.(history) === true ||
    earlyStopping !== undefined && timesOutOfPatience(history, earlyStopping) > 0;
}

/** Which epoch's parameters are kept. */
export function keepOf({ keep, earlyStopping }: TrainOptions): "last" | "best" {
  return keep ?? (earlyStopping === undefined ? "last" : "best");
}

/** @throws {RangeError} if an option is out of range, or looks at validation data where there are none */
export function checkOptions(
  options: TrainOptions,
  schedule: Schedule,
  data: Dataset,
): void {
  const { epochs, batchSize, learningRate, earlyStopping, validation } = options;
  const { l1 = 0, l2 = 0, labelSmoothing = 0, clipNorm = Infinity, maxNorm = Infinity } = options;
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
  if (labelSmoothing > 0 && data.targets !== undefined) {
    refuse("a labelSmoothing", labelSmoothing, "data of labels, not of targets,");
  }
  if (earlyStopping !== undefined) checkPatience(earlyStopping);
  if (validation !== undefined) return;
  for (
    const [what, looks] of [
      [`the schedule "${schedule.name}"`, schedule.usesValidation],
      ["early stopping", earlyStopping !== undefined],
      ['keep: "best"', keepOf(options) === "best"],
    ] as const
  ) {
    if (looks) throw new RangeError(`Cannot train with ${what}: it looks at validation data`);
  }
}
