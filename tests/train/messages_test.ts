/** What training refuses, each sentence once. */

import { formatSafetensors, parseSafetensors, type Tensor } from "../../lib/formats/safetensors.ts";
import type { AugmentOptions } from "../../lib/options/augment.ts";
import { TestTimeAugmentation } from "../../lib/train/test_time_augmentation.ts";
import { weighClasses } from "../../lib/train/class_weights.ts";
import { Dataset, fit, Network, train, type TrainOptions } from "../../mod.ts";
import {
  Augmentation,
  type Checkpoint,
  createSchedule,
  formatCheckpoint,
  type Observable,
  observer,
  parseCheckpoint,
} from "../../lib/train/mod.ts";
import { testMessages } from "../helpers/says.ts";

const labeled = Dataset.from({ inputs: [[0, 0], [0, 1], [1, 0]], labels: ["a", "b", "c"] });
const quantities = Dataset.from({ inputs: [[0, 0], [0, 1]], targets: [[0.5, 3], [1, 2]] });
const images = new Dataset({
  ...{ pixels: new Uint8Array(8), labels: new Uint8Array(2), features: 4, classes: 2 },
  shape: [2, 2],
});
const shapeless = new Dataset({
  ...{ pixels: new Uint8Array(8), labels: new Uint8Array(2), features: 4, classes: 2 },
});

/** Trains with these options. */
const training = (given: object, { data = labeled, sizes = [2, 4, 3] } = {}) =>
  fit(new Network(sizes), data, { epochs: 1, batchSize: 1, learningRate: 1, ...given });

const augmentation = (given: AugmentOptions, data = images) => new Augmentation(given, data, 1);

/** Goes on with some options from a checkpoint of a run with others, which may be changed. */
async function resumed(
  before: object,
  { change = {}, after = {} }: { change?: Partial<Checkpoint>; after?: object } = {},
) {
  const options = { epochs: 2, batchSize: 3, learningRate: 1 };
  let resume: Checkpoint | undefined;
  for await (const epoch of train(new Network([2, 3]), labeled, { ...options, ...before })) {
    resume = epoch.checkpoint();
  }
  const going = { ...options, ...after, resume: { ...resume!, ...change } };
  await fit(new Network([2, 3]), labeled, going);
}

/** The file of a checkpoint that was changed. */
async function checkpointFile(
  change: (tensors: Map<string, Tensor>, metadata: Record<string, string>) => void,
) {
  const options = { epochs: 1, batchSize: 3, learningRate: 1 };
  const { value } = await train(new Network([2, 3]), labeled, options).next();
  const { tensors, metadata } = parseSafetensors(await formatCheckpoint(value!.checkpoint()));
  change(tensors, metadata);
  await parseCheckpoint(formatSafetensors(tensors, metadata));
}

testMessages("training", {
  RangeError: {
    'Cannot observe "norms": expected gradientNorms or weightNorms or activations': () =>
      observer(["norms" as Observable]),
    "Cannot train with epochs 0: expected a whole number from 1 up": () => training({ epochs: 0 }),
    "Cannot train without epochs: expected a whole number from 1 up": () =>
      training({ epochs: undefined }),
    "Cannot train with learningRate 0: expected a number above 0": () =>
      training({ learningRate: 0 }),
    "Cannot train with l1 -1: expected a number from 0 up": () => training({ l1: -1 }),
    "Cannot train with clipNorm 0: expected a number above 0": () => training({ clipNorm: 0 }),
    "Cannot train with labelSmoothing 1: expected a number from 0 to below 1": () =>
      training({ labelSmoothing: 1 }),
    'Cannot train with monitor "loss": expected accuracy or cost': () =>
      training({ monitor: "loss" }),
    "Cannot train with labelSmoothing 0.5: expected data of labels, got targets": () =>
      training({ labelSmoothing: 0.5 }, { data: quantities, sizes: [2, 2] }),
    "Cannot train on no examples": () => training({}, { data: labeled.subset(0, 0) }),
    'Cannot train with schedule: "plateau" looks at validation data': () =>
      training({ schedule: "plateau" }),
    "Cannot train with earlyStopping: it looks at validation data": () =>
      training({ earlyStopping: { patience: 3 } }),
    'Cannot train with keep: "best" looks at validation data': () => training({ keep: "best" }),
    "Cannot validate on no examples": () => training({ validation: labeled.subset(0, 0) }),
    "Cannot stop early with patience 0: expected a whole number from 1 up": () =>
      training({ earlyStopping: { patience: 0 }, validation: labeled }),
    "Cannot stop early with minimumDelta 1: expected a number from 0 to below 1": () =>
      training({ earlyStopping: { patience: 1, minimumDelta: 1 }, validation: labeled }),
    "Cannot average parameters with decay 1: expected a number above 0 and below 1": () =>
      training({ averaging: { decay: 1 } }),
    'Cannot weigh the class "a" by -1: expected a number from 0 up': () =>
      training({ classWeights: { a: -1 } }),
    [
      'Cannot find the schedule "cosin": there are constant, step, cosine, oneCycle, ' +
      "plateau, did you mean cosine?"
    ]: () => createSchedule({ name: "cosin" }),
    'Cannot use the schedule "step" with every 1.5: expected a whole number from 1 up': () =>
      createSchedule({ name: "step", every: 1.5 }),
    'Cannot use the schedule "step" with factor 0: expected a number above 0 and below 1': () =>
      createSchedule({ name: "step", factor: 0 }),
    'Cannot use the schedule "cosine" with end -0.5: expected a number from 0 to 1': () =>
      createSchedule({ name: "cosine", end: -0.5 }),
    'Cannot use the schedule "constant" with warmup -1: expected a number from 0 up': () =>
      createSchedule({ name: "constant", warmup: -1 }),
    "Cannot deform images with shift -1: expected a number from 0 to 1000": () =>
      augmentation({ shift: -1 }),
    "Cannot deform images elastically with sigma 0: expected a number from 0.1 to 100": () =>
      augmentation({ elastic: { sigma: 0, alpha: 34 } }),
    "Cannot deform images with rotationByClass.1 -3: expected a number from 0 to 180": () =>
      augmentation({ rotationByClass: { 1: -3 } }),
    "Cannot rotate the class 2 otherwise: 0 to 1 are the classes": () =>
      augmentation({ rotationByClass: { 2: 3 } }),
    "Cannot augment at test time with copies 1001: expected a whole number from 1 to 1000": () =>
      new TestTimeAugmentation(new Network([4, 2]), {
        ...{ copies: 1001, augment: {}, shape: [2, 2], seed: 1 },
      }),
  },
  TypeError: {
    "Cannot train with observe a list of 1: expected observer([…])": () =>
      training({ observe: ["gradientNorms"] }), // from JavaScript
    'Cannot train with batchSize "8": expected a whole number from 1 up': () =>
      training({ batchSize: "8" }),
    [
      'Cannot train with l2: "adamw" lets weights decay by themselves: expected ' +
      '"optimizer": { "weightDecay": … }, or the optimizer "adam" with the penalty'
    ]: () => training({ optimizer: "adamw", l2: 0.1 }),
    "Cannot train with dropout.hidden: [2,3] has no hidden layer to drop units of": () =>
      training({ dropout: { hidden: 0.5 } }, { sizes: [2, 3] }),
    'Cannot train with the option "lr", did you mean learningRate?': () => training({ lr: 1 }),
    [
      'Cannot train with the option "validationSplit": expected `validation`, a data set: ' +
      "data.split([0.8, 0.2]) makes two"
    ]: () => training({ validationSplit: 0.2 }),
    [
      'Cannot train with the option "colour": there are optimizer, l2, augment, l1, ' +
      "clipNorm, maxNorm, labelSmoothing, classWeights, dropout, learningRate, schedule, " +
      "averaging, epochs, batchSize, seed, earlyStopping, keep, monitor, observe, resume, " +
      "validation, test, signal, onWarning, onProgress, onEpoch"
    ]: () => training({ colour: 1 }),
    "Cannot validate on 0.2: expected a data set; data.split([0.8, 0.2]) makes two of one": () =>
      training({ validation: 0.2 }),
    'Cannot test on "mnist": expected a data set; Dataset.from({ inputs, labels }) makes one': () =>
      training({ test: "mnist" }),
    "Cannot test on data of 2 features and 2 quantities: the network is of sizes [2,4,3]": () =>
      training({ test: quantities }),
    "Cannot validate on quantities: the training data has classes": () =>
      training({ validation: Dataset.from({ inputs: [[1, 2]], targets: [[0.5, 3, 1]] }) }),
    [
      "Cannot validate on standardized data: the training data is not standardized, " +
      "expected training.standardize()"
    ]: () => training({ validation: labeled.standardize() }),
    [
      "Cannot train a network of sizes [3,3] on data of 2 features and 3 classes: expected " +
      "[2, …, 3]"
    ]: () => training({}, { sizes: [3, 3] }),
    [
      "Cannot train a network of sizes [2,1] on data of 2 features and 3 classes: expected " +
      "[2, …, 3], or `targets` instead of labels for a single output"
    ]: () => training({}, { sizes: [2, 1] }),
    "Cannot train on labels of one class: expected 2 or more": () =>
      training({}, {
        data: Dataset.from({ inputs: [[1], [2]], labels: ["a", "a"] }),
        sizes: [1, 1],
      }),
    'Cannot weigh the class "d": there are a, b, c': () => training({ classWeights: { d: 1 } }),
    "Cannot weigh the classes of data of targets": () =>
      weighClasses(quantities, { classWeights: "balanced" }),
    [
      "Cannot train without options: expected an object of optimizer, l2, augment, l1, " +
      "clipNorm, maxNorm, labelSmoothing, classWeights, dropout, learningRate, schedule, " +
      "averaging, epochs, batchSize, seed, earlyStopping, keep, monitor, observe, resume, " +
      "validation, test, signal, onWarning, onProgress"
    ]: () => train(new Network([2, 3]), labeled, undefined as unknown as TrainOptions).next(),
    'Cannot use the schedule "cosine" with the option "every": that is for "step"': () =>
      createSchedule({ name: "cosine", every: 2 }),
    'Cannot deform images with the option "rotaton", did you mean rotation?': () =>
      augmentation({ rotaton: 3 } as AugmentOptions),
    [
      "Cannot deform examples of no shape: expected images of shape [height, width] or " +
      "[height, width, channels]"
    ]: () => augmentation({}, shapeless),
    "Cannot deform images of shape [2,3] for a network of 4 inputs": () =>
      new TestTimeAugmentation(new Network([4, 2]), {
        ...{ copies: 1, augment: {}, shape: [2, 3], seed: 1 },
      }),
    "Cannot go on from this checkpoint: it is of version 1 of the numerics, and this is 3": () =>
      resumed({}, { change: { numerics: 1 } }),
    [
      "Cannot go on from this checkpoint: it holds 0 moments and 0 steps, which are not " +
      '"momentum"\'s'
    ]: () => resumed({}, { after: { optimizer: "momentum" } }),
    "Cannot go on from this checkpoint: it is of a run without averaging": () =>
      resumed({}, { after: { averaging: { decay: 0.9 } } }),
    "Cannot go on from this checkpoint: it is of a run with averaging": () =>
      resumed({ averaging: { decay: 0.9 } }),
    "Cannot go on from this checkpoint: it is of a run with no validation": () =>
      resumed({}, { after: { validation: labeled } }),
    "Cannot go on from this checkpoint: it is of a run with validation": () =>
      resumed({ validation: labeled }),
    "Cannot go on from this checkpoint: it does not hold the best weights": () =>
      resumed({ validation: labeled }, { after: { validation: labeled, keep: "best" } }),
    "Cannot go on from this checkpoint: its parameters are not those of a network of sizes [2,3]":
      () => resumed({}, { change: { parameters: new Network([2, 2]) } }),
  },
  SyntaxError: {
    "Cannot read the checkpoint: expected the format inkling-checkpoint-1, got undefined": () =>
      checkpointFile((_, metadata) => {
        delete metadata["format"];
      }),
    "Cannot read the checkpoint: its SHA-256 is not the one it states": () =>
      checkpointFile((tensors) => tensors.delete("layers.0.bias")),
  },
});
