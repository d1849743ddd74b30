/** How to train: every option, what it means, and what it may be. @module */

import type { Filled, Option, TableOf } from "./checks/options.ts";
import type { Dataset } from "./dataset.ts";
import type { Monitor } from "./evaluate.ts";
import { DROPOUT, type DropoutOptions } from "./network/dropout.ts";
import type { UpdateOptions } from "./network/options.ts";
import {
  decaysWeights,
  type Optimizer,
  OPTIMIZER_CONSTANTS,
  type OptimizerName,
  type OptimizerOptions,
} from "./network/optimizers.ts";
import { AUGMENT, type AugmentOptions } from "./options/augment.ts";
import { type ScheduleName, type ScheduleOptions, SCHEDULES } from "./options/schedules.ts";
import type { Checkpoint } from "./train/checkpoint.ts";
import type { ClassWeights } from "./train/class_weights.ts";
import type { Observer } from "./train/observe.ts";
import type { Schedule } from "./train/schedules.ts";

/** Options for training. */
export interface TrainOptions {
  /** The number of passes over the training examples. Default: 30, or as many as make 1000 steps. */
  epochs?: number;
  /**
   * The number of examples in one step; the last batch of an epoch may be smaller. Default: 32, or all examples if there are
   * fewer.
   */
  batchSize?: number;
  /**
   * The step size η, which a schedule makes multiples of. Default: that of the optimizer, from 0.1 for `"sgd"` to 0.001
   * for `"adam"`. Unless the optimizer is adaptive, it is 30 times as large, 3 for `"sgd"`, where all activations are
   * `"sigmoid"` and the cost is `"quadratic"`, as in the tutorial.
   */
  learningRate?: number;
  /** How the learning rate changes. Default: it stays constant. */
  schedule?: Schedule | ScheduleOptions | ScheduleName;
  /** How a gradient becomes a step. Default: plain stochastic gradient descent. */
  optimizer?: Optimizer | OptimizerOptions | OptimizerName;
  /**
   * λ of an L2 penalty on the weights, λ/2n·Σw², n the number of training examples; reported costs leave it out. Default: 0.
   */
  l2?: number;
  /**
   * λ of an L1 penalty on the weights, λ/n·Σ|w|, n the number of training examples; reported costs leave it out. Default: 0.
   */
  l1?: number;
  /** The largest norm of a batch's gradient, penalties included; null for no limit. Default: null. */
  clipNorm?: number | null;
  /** The largest norm of a unit's incoming weights after a step; null for no limit. Default: null. */
  maxNorm?: number | null;
  /**
   * ε of label smoothing, for labels only: the share of a target that is spread evenly over all classes in training,
   * y ← (1 − ε)·y + ε/K. Evaluations use the labels as they are. Default: 0.
   */
  labelSmoothing?: number;
  /**
   * How much the examples of each class count in training, on top of their own weights: "balanced", or a number for each
   * class by its name; null for equal weights. Evaluations take no account of it. Default: null.
   */
  classWeights?: ClassWeights | null;
  /**
   * What measures the network's layers after every epoch: {@linkcode observer} makes it. It changes nothing of
   * training. Default: nothing.
   */
  observe?: Observer | undefined;
  /** The units that are left out of a step, anew in every epoch; null for no dropout. Default: null. */
  dropout?: DropoutOptions | null;
  /** How the training images are deformed, anew in every epoch; null for no deformation. Default: null. */
  augment?: AugmentOptions | null;
  /**
   * Averages the parameters while they learn. The average is evaluated, and the network holds it after every
   * epoch and at the end, unless training is aborted within an epoch. Default: no average.
   */
  averaging?: AveragingOptions | null;
  /**
   * Ends the run when the validation data no longer improves, by `monitor`; null to train for all epochs. Default: null.
   */
  earlyStopping?: PatienceOptions | null;
  /**
   * The epoch whose weights the network holds after training, whatever ended it: the last, or the best on the validation
   * data, by `monitor`, the first of equals. Default: the best with early stopping, in a config also for your data;
   * otherwise the last.
   */
  keep?: "last" | "best";
  /**
   * The metric by which epochs are compared on the validation data, for early stopping, `keep` and schedules: accuracy, or
   * cost, which shows more where there are few examples, and is always that of quantities. Default: `"accuracy"`.
   */
  monitor?: Monitor;
  /** The checkpoint to continue from, instead of the network's parameters. Everything else has to be as it was. */
  resume?: Checkpoint;
  /** The seed of all random numbers: the same seed gives identical results. Default: the network's. */
  seed?: number;
  /** The data set for choices, evaluated after every epoch. */
  validation?: Dataset;
  /** The data set for reporting only, evaluated after every epoch. */
  test?: Dataset;
  /** Ends the run with its reason, between two batches. */
  signal?: AbortSignal;
  /** Called before the first epoch with each warning, for example of features of very different scales. */
  onWarning?: (message: string) => void;
  /** Called several times in each epoch, and at its end before the evaluations, with the number of examples done. */
  onProgress?: (done: number, total: number) => void;
}

/** How to average. */
export interface AveragingOptions {
  /**
   * The share of the average that each step keeps, d in ā ← d·ā + (1 − d)·w, more than 0 and less than 1. The average begins
   * at the first parameters, which are random; so that it soon forgets them, d is at most (1 + t)/(10 + t) in the step after t others, as in TensorFlow's
   * `ExponentialMovingAverage`.
   */
  decay: number;
}

/** How long to wait for an improvement. */
export interface PatienceOptions {
  /** The number of epochs without an improvement that are allowed in a row, from 1 up. */
  patience: number;
  /**
   * The number that is allowed after an early best epoch: as many as that epoch's number, from this up to `patience`.
   * Default: `patience`, whichever epoch is the best.
   */
  minimumPatience?: number;
  /** The smallest change of `monitor` that counts as an improvement: a fraction of accuracy, or cost; below 1. Default: 0. */
  minimumDelta?: number;
}

/** What an option of averaging may be. */
export const AVERAGING = {
  decay: { type: "number", above: 0, below: 1, required: true, default: 0.999 },
} as const satisfies TableOf<AveragingOptions>;

/** What an option of early stopping may be. */
export const PATIENCE = {
  patience: { type: "whole", min: 1, required: true, default: 10 },
  minimumPatience: { type: "whole", min: 1 },
  minimumDelta: { type: "number", min: 0, below: 1, default: 0 },
} as const satisfies TableOf<PatienceOptions>;

const FROM_0 = { type: "number", min: 0, default: 0 } as const;
const NORM = { type: "number", above: 0, max: Infinity, orNull: true, default: null } as const;
const COUNT = { type: "whole", min: 1 } as const;
const OBJECT = { type: "object", orNull: true, default: null } as const;

/**
 * What each option may be: the checks of `train` read it, and the keys of a config are made of it, described by the text on
 * the option's member above. A run writes its config in this order. Defaults of `epochs`, `batchSize` and `learningRate` are those
 * of configs: programs have `train/check.ts`.
 */
export const TRAIN_OPTIONS = {
  optimizer: { type: "kinds", of: OPTIMIZER_CONSTANTS, default: { name: "sgd" } },
  l2: FROM_0,
  augment: { ...OBJECT, of: AUGMENT },
  l1: FROM_0,
  clipNorm: NORM,
  maxNorm: NORM,
  labelSmoothing: { ...FROM_0, below: 1 },
  classWeights: {
    type: "either",
    of: [{ type: "choice", of: ["balanced"] }, { type: "map", of: { type: "number", min: 0 } }],
    orNull: true,
    default: null,
  },
  dropout: { ...OBJECT, of: DROPOUT },
  learningRate: { type: "number", above: 0, default: 3 },
  schedule: { type: "kinds", of: SCHEDULES, default: { name: "constant", warmup: 0 } },
  averaging: { ...OBJECT, of: AVERAGING },
  epochs: { ...COUNT, default: 30 },
  batchSize: { ...COUNT, default: 10 },
  seed: { type: "whole", min: 0 },
  earlyStopping: { ...OBJECT, of: PATIENCE },
  keep: { type: "choice", of: ["last", "best"] },
  monitor: { type: "choice", of: ["accuracy", "cost"], default: "accuracy" },
  observe: true,
  resume: true,
  validation: true,
  test: true,
  signal: true,
  onWarning: true,
  onProgress: true,
} as const satisfies {
  [Name in keyof TrainOptions]-?: Name extends ProgramOptions ? true : Option;
};

/** The options that no config has: they are data, functions and the like. */
export type ProgramOptions =
  | ("observe" | "resume" | "validation" | "test")
  | ("signal" | "onWarning" | "onProgress");

/** Options whose defaults are filled in. */
export type FilledOptions = Filled<TrainOptions, typeof TRAIN_OPTIONS>;

/** What other libraries have as options, and is elsewhere here. */
export const TRAIN_HINTS: { readonly [name: string]: string } = {
  validationData: "expected `validation`, a data set",
  validationSplit: "expected `validation`, a data set: data.split([0.8, 0.2]) makes two",
  shuffle: "every epoch shuffles the data",
  loss: "the network has its `cost`",
  cost: "the network has its `cost`: new Network(sizes, { cost: … })",
  callbacks: "expected `onEpoch` of fit",
  sampleWeight: "the data set has its `weights`",
  verbose: "expected `onEpoch` of fit, which may print",
  onEpoch: "fit(…) calls it; of train(…) the loop is yours",
};

/** What a step takes of the options of a training run on so many examples, by which penalties are shared out. */
export function stepOptions(
  { l1, l2, clipNorm, maxNorm }: FilledOptions,
  examples: number,
): Required<Pick<UpdateOptions, "l1" | "l2" | "clipNorm" | "maxNorm">> {
  return {
    l1: l1 / examples,
    l2: l2 / examples,
    clipNorm: clipNorm ?? Infinity,
    maxNorm: maxNorm ?? Infinity,
  };
}

/** Which epoch's parameters are kept. */
export function keepOf({ keep, earlyStopping }: TrainOptions): "last" | "best" {
  return keep ?? (earlyStopping ? "best" : "last");
}

/** The options that look at validation data, each with what in it does. */
export function needsValidation(
  options: Pick<TrainOptions, "earlyStopping" | "keep">,
  schedule: Pick<Schedule, "name" | "usesValidation">,
): [path: string, what: string][] {
  const users: [string, string][] = [];
  if (schedule.usesValidation) users.push(["schedule", `"${schedule.name}"`]);
  if (options.earlyStopping) users.push(["earlyStopping", "it"]);
  else if (options.keep === "best") users.push(["keep", '"best"']);
  return users;
}

/** What of options does not go together, or not with a network of these sizes, by its path. */
export function mismatchesOf(
  { optimizer, l2, dropout }: { optimizer: string; l2: number; dropout?: DropoutOptions | null },
  sizes: readonly number[],
): [path: string, problem: string][] {
  const mismatches: [string, string][] = [];
  if (l2 !== 0 && decaysWeights(optimizer)) {
    mismatches.push([
      "l2",
      `"${optimizer}" lets weights decay by themselves: expected "optimizer": { "weightDecay": … }, ` +
      `or the optimizer "adam" with the penalty`,
    ]);
  }
  if (sizes.length <= 2 && dropout?.hidden) {
    mismatches.push(["dropout.hidden", `[${sizes}] has no hidden layer to drop units of`]);
  }
  return mismatches;
}

/** What can be observed, by name: `saturated` and `dead` come with `activations`. */
export type Observable = "gradientNorms" | "weightNorms" | "activations";

/** The names of what can be observed. */
export const OBSERVABLES: readonly Observable[] = ["gradientNorms", "weightNorms", "activations"];
