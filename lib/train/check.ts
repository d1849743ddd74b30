/** Before training: what stands where no option is given, and checks of options, network and data against each other. @module */

import { checkOptions, filledIn } from "../checks/options.ts";
import { describe } from "../checks/texts.ts";
import { Dataset } from "../dataset.ts";
import { checkWeights } from "../dataset/source.ts";
import type { Network } from "../network.ts";
import { sigmoid } from "../network/activations.ts";
import { quadratic } from "../network/costs.ts";
import { Optimizer, type OptimizerName, OPTIMIZERS } from "../network/optimizers.ts";
import {
  type FilledOptions,
  mismatchesOf,
  needsValidation,
  PATIENCE,
  TRAIN_HINTS,
  TRAIN_OPTIONS,
  type TrainOptions,
} from "../options.ts";
import { createSchedule, type Schedule } from "./schedules.ts";

/** What a training run works with, made of its options. */
interface CheckedOptions {
  readonly options: FilledOptions;
  readonly schedule: Schedule;
  readonly optimizer: Optimizer;
}

/**
 * Checks options against each other, and against the network and the data.
 * @throws {RangeError} if an option is out of range, or looks at validation data where there are none
 * @throws {TypeError} if an option does not exist, options do not fit each other, or the data does not fit the network
 */
export function checkTrainOptions(
  network: Network,
  data: Dataset,
  given: TrainOptions,
): CheckedOptions {
  const filled = filledIn("train", given, TRAIN_OPTIONS, TRAIN_HINTS);
  const { validation, test, labelSmoothing, earlyStopping, observe } = filled;
  checkData("train on", data);
  if (validation !== undefined) checkData("validate on", validation);
  if (test !== undefined) checkData("test on", test);
  if (data.size === 0) throw new RangeError("Cannot train on no examples");
  if (data.weights !== undefined) checkWeights(data.weights, data.size);
  if (labelSmoothing > 0 && !data.problem.isOneHot) {
    throw new RangeError(
      `Cannot train with labelSmoothing ${labelSmoothing}: expected data of labels, got targets`,
    );
  }
  if (observe !== undefined && typeof observe !== "function") { // from JavaScript
    throw new TypeError(`Cannot train with observe ${describe(observe)}: expected observer([…])`);
  }
  if (earlyStopping) checkOptions("stop early", earlyStopping, PATIENCE);
  const schedule = createSchedule(filled.schedule);
  if (validation === undefined) {
    for (const [path, what] of needsValidation(filled, schedule)) {
      throw new RangeError(`Cannot train with ${path}: ${what} looks at validation data`);
    }
  }
  checkSizes(network, data);
  if (data.quantities !== undefined && network.predictsClasses) {
    throw new TypeError(
      `Cannot train outputs of "${network.outputActivation.name}" on standardized quantities, ` +
        'which are below 0 too: expected outputActivation "linear"',
    );
  }
  if (validation !== undefined) checkEvaluated("validate on", validation, network, data);
  if (test !== undefined) checkEvaluated("test on", test, network, data);
  const optimizer = filled.optimizer instanceof Optimizer
    ? filled.optimizer
    : new Optimizer(filled.optimizer);
  const options = {
    ...filled,
    epochs: epochsOf(data, given),
    batchSize: batchSizeOf(data, given),
    learningRate: given.learningRate ?? learningRateOf(network, optimizer.rule.name),
  };
  const mismatches = mismatchesOf({ ...options, optimizer: optimizer.rule.name }, network.sizes);
  for (const [path, problem] of mismatches) {
    throw new TypeError(`Cannot train with ${path}: ${problem}`);
  }
  return { options, schedule, optimizer };
}

/** @throws {TypeError} if it is no data set */
function checkData(action: string, data: unknown): void {
  if (data instanceof Dataset) return;
  const hint = typeof data === "number"
    ? "expected a data set; data.split([0.8, 0.2]) makes two of one"
    : "expected a data set; Dataset.from({ inputs, labels }) makes one";
  throw new TypeError(`Cannot ${action} ${describe(data)}: ${hint}`);
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
        ? ", or `targets` instead of labels for a single output"
        : ""),
  );
}

/** How many outputs data needs: a network that has the names of its classes may have more of them than the data. */
function outputsFor(data: Dataset, classNames: readonly string[] | undefined): number {
  return classNames !== undefined && data.classNames !== undefined
    ? classNames.length
    : data.outputs;
}

/**
 * Checks validation or test data: nothing that an evaluation refuses is to come up only after an epoch.
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
      "standardized data: the training data is not standardized, expected training.standardize()",
    );
  }
}

const { ceil, max, min } = Math;

/** The most examples in a batch, as in Keras. */
const BATCH = 32;

/** The least number of epochs, the tutorial's, and of steps: a few examples are learned from in more epochs. */
const [EPOCHS, STEPS] = [30, 1000];

/** How many times as far the tutorial's networks go in a step: σ′ makes their gradients small, up to a quarter a layer. */
const TUTORIAL = 30;

type Batches = Pick<TrainOptions, "epochs" | "batchSize">;

/** The number of examples in a batch. */
export function batchSizeOf({ size }: Pick<Dataset, "size">, { batchSize }: Batches): number {
  return batchSize ?? min(BATCH, size);
}

/** The number of epochs. */
export function epochsOf(data: Pick<Dataset, "size">, options: Batches): number {
  const stepsPerEpoch = ceil(data.size / batchSizeOf(data, options));
  return options.epochs ?? max(EPOCHS, ceil(STEPS / stepsPerEpoch));
}

/**
 * The learning rate.
 * @param rule the name of the optimizer's rule; one of the caller's own goes as far as Adam
 */
export function learningRateOf(
  { activation, outputActivation, cost }: Pick<Network, "activation" | "outputActivation" | "cost">,
  rule: string,
): number {
  const name = Object.hasOwn(OPTIMIZERS, rule) ? rule as OptimizerName : "adam";
  const { adaptive, learningRate } = OPTIMIZERS[name];
  const isTutorial = activation === sigmoid && outputActivation === sigmoid && cost === quadratic;
  return isTutorial && !adaptive ? TUTORIAL * learningRate : learningRate;
}
