/** How to train, and what an epoch comes to. @module */

import type { AugmentOptions } from "./augment.ts";
import type { AveragingOptions } from "./averaging.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { checkOptions, describe, type OptionNames } from "../checks/options.ts";
import { Dataset } from "../dataset.ts";
import { checkWeights } from "../dataset/check_source.ts";
import type { Network } from "../network.ts";
import type { DropoutOptions } from "../network/dropout.ts";
import type { Evaluation, Monitor } from "../evaluate.ts";
import { Optimizer } from "../network/optimizer.ts";
import type { OptimizerOptions } from "../network/optimizers.ts";
import { RandomStream } from "../numerics/random.ts";
import type { ClassWeights } from "./class_weights.ts";
import type { Teacher } from "./distillation.ts";
import { checkPatience, type PatienceOptions, timesOutOfPatience } from "./patience.ts";
import { createSchedule, type Schedule, type ScheduleOptions } from "./schedules.ts";

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
  /**
   * How much the examples of each class count, on top of their own weights: `"balanced"`, or by name. Evaluations take no
   * account of it. Default: 1 each.
   */
  classWeights?: ClassWeights;
  /**
   * Says what the network is to learn in place of the data's targets, such as what an ensemble answers to the same images:
   * see {@linkcode Distillation}. Evaluations take no account of it. Default: the data's targets.
   */
  teacher?: Teacher | undefined;
  /** With what probability inputs and hidden units are left out of a step. Default: all stay. */
  dropout?: DropoutOptions | null;
  /** How to deform the training images, in every epoch anew. Default: not at all. */
  augment?: AugmentOptions | null;
  /**
   * Averages the parameters while they learn. The average is what is evaluated, and what the network holds after every
   * epoch and at the end, unless training is aborted within an epoch. Default: no average.
   */
  averaging?: AveragingOptions;
  /**
   * Ends the run once the accuracy on the validation data no longer improves, or the cost where targets are
   * quantities. Default: never.
   */
  earlyStopping?: PatienceOptions;
  /**
   * Which epoch's parameters the network holds when training has ended, whatever ended it: the last, or the best by
   * accuracy on the validation data (by cost, where targets are quantities), the first of equals. Default: the best with
   * early stopping, otherwise the last.
   */
  keep?: "last" | "best";
  /**
   * By what an epoch is better than another on the validation data, for early stopping, `keep` and schedules: more
   * accuracy, or less cost, which tells more where there are few examples. Default: `"accuracy"`.
   */
  monitor?: Monitor;
  /** Goes on from here instead of from the network's parameters. Everything else has to be as it was. */
  resume?: Checkpoint;
  /** The seed of the shuffles and of all else that training draws. Default: the network's. */
  seed?: number;
  /** Evaluated after every epoch; choices are made on it. */
  validation?: Dataset;
  /** Evaluated after every epoch; it only reports. */
  test?: Dataset;
  /** Ends the run with its reason, between two batches. */
  signal?: AbortSignal;
  /** Called before the first epoch with what is worth knowing of network and data, such as features of very different scales. */
  onWarning?: (message: string) => void;
  /** Called several times an epoch, and at its end before the evaluations, with the examples done of it. */
  onProgress?: (done: number, total: number) => void;
}

/** The options that there are. */
export const TRAIN_OPTIONS: OptionNames<TrainOptions> = {
  epochs: true,
  batchSize: true,
  learningRate: true,
  schedule: true,
  optimizer: true,
  l2: true,
  l1: true,
  clipNorm: true,
  maxNorm: true,
  labelSmoothing: true,
  classWeights: true,
  teacher: true,
  dropout: true,
  augment: true,
  averaging: true,
  earlyStopping: true,
  keep: true,
  monitor: true,
  resume: true,
  seed: true,
  validation: true,
  test: true,
  signal: true,
  onWarning: true,
  onProgress: true,
};

/** What other libraries have as options, and is elsewhere here. */
export const TRAIN_HINTS: { readonly [name: string]: string } = {
  validationData: "`validation` is wanted, a data set",
  validationSplit: "`validation` is wanted, a data set: data.split([0.8, 0.2]) makes two",
  shuffle: "every epoch shuffles the data",
  loss: "the network has its `cost`",
  cost: "the network has its `cost`: new Network(sizes, { cost: … })",
  callbacks: "`onEpoch` of fit is wanted",
  sampleWeight: "the data set has its `weights`",
  verbose: "`onEpoch` of fit is wanted, which may print",
  onEpoch: "fit(…) calls it; of train(…) the loop is yours",
};

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
   * A copy of what the run has to remember to go on from here.
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

/** Why weights may not decay in two ways; `undefined` if they do not. */
export function l2Mismatch(optimizer: string, l2: number): string | undefined {
  if (optimizer !== "adamw" || l2 === 0) return undefined;
  return `"adamw" lets weights decay by themselves: "optimizer": { "weightDecay": … } is wanted, ` +
    `or the optimizer "adam" with the penalty`;
}

/** Why a network has no hidden units to drop; `undefined` if it has, or none are to be dropped. */
export function dropoutMismatch(
  sizes: readonly number[],
  dropout: DropoutOptions | null | undefined,
): string | undefined {
  if (sizes.length > 2 || !dropout?.hidden) return undefined;
  return `[${sizes}] has no hidden layer to drop units of`;
}

/**
 * Checks options against each other, and against the network and the data.
 *
 * @returns the schedule that they ask for
 * @throws {RangeError} if an option is out of range, or looks at validation data where there are none
 * @throws {TypeError} if an option does not exist, options do not fit each other, or the data does not fit the network
 */
export function checkTrainOptions(
  network: Network,
  data: Dataset,
  options: TrainOptions,
): Schedule {
  checkOptions("train", options, TRAIN_OPTIONS, TRAIN_HINTS);
  checkData("train on", data);
  if (options.validation !== undefined) checkData("validate on", options.validation);
  if (options.test !== undefined) checkData("test on", options.test);
  const { monitor = "accuracy" } = options;
  if (monitor !== "accuracy" && monitor !== "cost") {
    throw new RangeError(`Cannot monitor "${monitor}": there are accuracy, cost`);
  }
  const schedule = createSchedule(options.schedule ?? "constant");
  checkNumbers(options, data);
  checkValidation(options, schedule);
  checkSizes(network, data);
  if (options.validation !== undefined) {
    checkEvaluated("validate on", options.validation, network, data);
  }
  if (options.test !== undefined) checkEvaluated("test on", options.test, network, data);
  const { optimizer, l2 = 0 } = options;
  const { rule } = optimizer instanceof Optimizer ? optimizer : new Optimizer(optimizer);
  const problem = l2Mismatch(rule.name, l2) ??
    dropoutMismatch(network.sizes, options.dropout);
  if (problem !== undefined) throw new TypeError(`Cannot train: ${problem}`);
  return schedule;
}

/** @throws {TypeError} if it is no data set */
function checkData(action: string, data: unknown): void {
  if (data instanceof Dataset) return;
  const hint = typeof data === "number"
    ? "a data set is wanted; data.split([0.8, 0.2]) makes two of one"
    : "a data set is wanted: Dataset.from({ inputs, labels }) makes one";
  throw new TypeError(`Cannot ${action} ${describe(data)}: ${hint}`);
}

/** @throws {RangeError} if a number is out of range */
function checkNumbers(options: TrainOptions, data: Dataset): void {
  const { epochs, batchSize, learningRate } = options;
  const { l1 = 0, l2 = 0, labelSmoothing = 0, clipNorm = Infinity, maxNorm = Infinity } = options;
  const refuse = (name: string, value: number, wanted: string) => {
    const given = value === undefined ? `without ${name}` : `with ${name} of ${value}`;
    throw new RangeError(`Cannot train ${given}: ${wanted} is wanted`);
  };
  for (const [name, value] of Object.entries({ epochs, batchSize, "the data's size": data.size })) {
    if (!Number.isSafeInteger(value) || value < 1) refuse(name, value, "a whole number from 1 up");
  }
  if (options.seed !== undefined) new RandomStream(options.seed, "shuffle", 0); // refuses what is none
  if (data.weights !== undefined) checkWeights(data.weights, data.size);
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
  if (labelSmoothing > 0 && !data.problem.isOneHot) {
    refuse("a labelSmoothing", labelSmoothing, "data of labels, not of targets,");
  }
  if (options.earlyStopping !== undefined) checkPatience(options.earlyStopping);
}

/** @throws {RangeError} if something looks at validation data, and there are none */
function checkValidation(options: TrainOptions, schedule: Schedule): void {
  if (options.validation !== undefined) return;
  for (
    const [what, looks] of [
      [`the schedule "${schedule.name}"`, schedule.usesValidation],
      ["early stopping", options.earlyStopping !== undefined],
      ['keep: "best"', keepOf(options) === "best"],
    ] as const
  ) {
    if (looks) throw new RangeError(`Cannot train with ${what}: it looks at validation data`);
  }
}

/** @throws {TypeError} if the data does not fit the network's inputs and outputs */
function checkSizes({ sizes, classNames }: Network, data: Dataset): void {
  const { features, problem } = data;
  const outputs = outputsFor(data, classNames);
  if (outputs < problem.minOutputs) {
    throw new TypeError(
      `Cannot train on labels of one class: expected ${problem.minOutputs} or more`,
    );
  }
  if (sizes[0] === features && sizes.at(-1) === outputs) return;
  throw new TypeError(
    `Cannot train a network of sizes [${sizes}] on data of ${features} features and ${outputs} ${problem.noun}: ` +
      `expected [${features}, …, ${outputs}]` +
      (sizes.at(-1)! < problem.minOutputs
        ? ", or `targets` in place of labels for a single output"
        : ""),
  );
}

/** How many outputs data wants: a network that knows the names of its classes may know more of them than the data has. */
function outputsFor(data: Dataset, classNames: readonly string[] | undefined): number {
  return classNames !== undefined && data.classNames !== undefined
    ? classNames.length
    : data.outputs;
}

/**
 * Checks validation or test data: nothing that an evaluation refuses is to come up only after an epoch.
 *
 * @throws {RangeError} if there are no examples
 * @throws {TypeError} if the data does not fit the network, or is not of the same kind as the training data
 */
function checkEvaluated(action: string, data: Dataset, network: Network, training: Dataset): void {
  if (data.size === 0) throw new RangeError(`Cannot ${action} no examples`);
  const refuse = (what: string) => {
    throw new TypeError(`Cannot ${action} ${what}`);
  };
  const { sizes, classNames = training.classNames, standardization } = network;
  const outputs = outputsFor(data, classNames);
  if (data.features !== sizes[0] || outputs !== sizes.at(-1)) {
    refuse(
      `data of ${data.features} features and ${outputs} ${data.problem.noun}: the network is of sizes [${sizes}]`,
    );
  }
  if (!data.problem.isLike(training.problem)) {
    refuse(`${data.problem.noun}: the training data has ${training.problem.noun}`);
  }
  if (data.standardization && !(standardization ?? training.standardization)) {
    refuse(
      "standardized data: the training data is not standardized, training.standardize() is wanted",
    );
  }
}
