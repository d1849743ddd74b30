/** What training refuses, each sentence once. */

import { formatSafetensors, parseSafetensors, type Tensor } from "../../lib/formats/safetensors.ts";
import type { AugmentOptions } from "../../lib/options/augment.ts";
import { TestTimeAugmentation } from "../../lib/train/test_time_augmentation.ts";
import { weighClasses } from "../../lib/train/class_weights.ts";
import { Dataset, fit, Network, train, type TrainOptions } from "../../mod.ts";
import { Distillation, Ensemble } from "../../lib/ensemble/mod.ts";
import {
  Augmentation,
  type Checkpoint,
  createSchedule,
  formatCheckpoint,
  parseCheckpoint,
  type ScheduleOptions,
} from "../../lib/train/mod.ts";
import { type MessageRow, testMessages } from "../helpers/says.ts";

const labeled = Dataset.from({ inputs: [[0, 0], [0, 1], [1, 0]], labels: ["a", "b", "c"] });
const quantities = Dataset.from({ inputs: [[0, 0], [0, 1]], targets: [[0.5, 3], [1, 2]] });
const images = new Dataset({
  ...{ pixels: new Uint8Array(8), labels: new Uint8Array(2), features: 4, classes: 2 },
  shape: [2, 2],
});
const shapeless = new Dataset({
  ...{ pixels: new Uint8Array(8), labels: new Uint8Array(2), features: 4, classes: 2 },
});
const SOFTMAX = { outputActivation: "softmax", cost: "logLikelihood" };

/** Options of training, and what is wrong with them, after `Cannot `. */
function training(
  given: object,
  Class: typeof TypeError | typeof RangeError,
  sentence: string,
  { data = labeled, sizes = [2, 4, 3] }: { data?: Dataset; sizes?: number[] } = {},
): MessageRow {
  const options = { epochs: 1, batchSize: 1, learningRate: 1, ...given };
  const call = () => fit(new Network(sizes), data, options);
  return [Object.keys(given).join() || "data", call, Class, `Cannot ${sentence}`];
}

/** A schedule, and what is wrong with it, after `Cannot `. */
function schedule(given: ScheduleOptions, Class: typeof TypeError, sentence: string): MessageRow {
  return [`schedule ${given.name}`, () => createSchedule(given), Class, `Cannot ${sentence}`];
}

/** Options of augmentation, and what is wrong with them, after `Cannot `. */
function augmentation(
  given: AugmentOptions,
  Class: typeof TypeError,
  sentence: string,
  data = images,
): MessageRow {
  const call = () => new Augmentation(given, data, 1);
  return [`augment ${Object.keys(given)}`, call, Class, `Cannot ${sentence}`];
}

/** Options of distillation, and what is wrong with them, after `Cannot `. */
function distillation(options: object, Class: typeof TypeError, sentence: string): MessageRow {
  const student = new Network([2, 3], { cost: "quadratic", outputActivation: "softmax" });
  const call = () => new Distillation(new Ensemble([new Network([2, 3])]), student, options);
  return [`distil ${Object.keys(options)}`, call, Class, `Cannot ${sentence}`];
}

/** Goes on with some options from a checkpoint of a run with others, which may be changed. */
function resumed(
  before: object,
  sentence: string,
  { change = {}, after = {} }: { change?: Partial<Checkpoint>; after?: object } = {},
): MessageRow {
  const options = { epochs: 2, batchSize: 3, learningRate: 1 };
  const call = async () => {
    let resume: Checkpoint | undefined;
    for await (const epoch of train(new Network([2, 3]), labeled, { ...options, ...before })) {
      resume = epoch.checkpoint();
    }
    const going = { ...options, ...after, resume: { ...resume!, ...change } };
    await fit(new Network([2, 3]), labeled, going);
  };
  return ["resume", call, TypeError, `Cannot go on from this checkpoint: ${sentence}`];
}

/** The file of a checkpoint that was changed. */
function checkpointFile(
  change: (tensors: Map<string, Tensor>, metadata: Record<string, string>) => void,
  sentence: string,
): MessageRow {
  const call = async () => {
    const options = { epochs: 1, batchSize: 3, learningRate: 1 };
    const { value } = await train(new Network([2, 3]), labeled, options).next();
    const { tensors, metadata } = parseSafetensors(await formatCheckpoint(value!.checkpoint()));
    change(tensors, metadata);
    await parseCheckpoint(formatSafetensors(tensors, metadata));
  };
  return ["read a checkpoint", call, SyntaxError, `Cannot read the checkpoint: ${sentence}`];
}

testMessages("training", [
  training({ epochs: 0 }, RangeError, "train with epochs 0: expected a whole number from 1 up"),
  training(
    { epochs: undefined },
    RangeError,
    "train without epochs: expected a whole number from 1 up",
  ),
  training(
    { batchSize: "8" },
    TypeError,
    'train with batchSize "8": expected a whole number from 1 up',
  ),
  training({ learningRate: 0 }, RangeError, "train with learningRate 0: expected a number above 0"),
  training({ l1: -1 }, RangeError, "train with l1 -1: expected a number from 0 up"),
  training({ clipNorm: 0 }, RangeError, "train with clipNorm 0: expected a number above 0"),
  training(
    { labelSmoothing: 1 },
    RangeError,
    "train with labelSmoothing 1: expected a number from 0 to below 1",
  ),
  training({ monitor: "loss" }, RangeError, 'train with monitor "loss": expected accuracy or cost'),
  training(
    { labelSmoothing: 0.5 },
    RangeError,
    "train with labelSmoothing 0.5: expected data of labels, got targets",
    { data: quantities, sizes: [2, 2] },
  ),
  training({}, RangeError, "train on no examples", { data: labeled.subset(0, 0) }),
  training(
    { schedule: "plateau" },
    RangeError,
    'train with schedule: "plateau" looks at validation data',
  ),
  training(
    { earlyStopping: { patience: 3 } },
    RangeError,
    "train with earlyStopping: it looks at validation data",
  ),
  training({ keep: "best" }, RangeError, 'train with keep: "best" looks at validation data'),
  training(
    { optimizer: "adamw", l2: 0.1 },
    TypeError,
    'train with l2: "adamw" lets weights decay by themselves: expected "optimizer": { "weightDecay": … }, ' +
      'or the optimizer "adam" with the penalty',
  ),
  training(
    { dropout: { hidden: 0.5 } },
    TypeError,
    "train with dropout.hidden: [2,3] has no hidden layer to drop units of",
    { sizes: [2, 3] },
  ),
  training({ lr: 1 }, TypeError, 'train with the option "lr", did you mean learningRate?'),
  training(
    { validationSplit: 0.2 },
    TypeError,
    'train with the option "validationSplit": expected `validation`, a data set: ' +
      "data.split([0.8, 0.2]) makes two",
  ),
  training(
    { colour: 1 },
    TypeError,
    'train with the option "colour": there are optimizer, l2, augment, l1, clipNorm, maxNorm, labelSmoothing, ' +
      "classWeights, dropout, learningRate, schedule, averaging, epochs, batchSize, seed, earlyStopping, keep, " +
      "monitor, teacher, resume, validation, test, signal, onWarning, onProgress, onEpoch",
  ),
  training(
    { validation: 0.2 },
    TypeError,
    "validate on 0.2: expected a data set; data.split([0.8, 0.2]) makes two of one",
  ),
  training(
    { test: "mnist" },
    TypeError,
    'test on "mnist": expected a data set; Dataset.from({ inputs, labels }) makes one',
  ),
  training({ validation: labeled.subset(0, 0) }, RangeError, "validate on no examples"),
  training(
    { test: quantities },
    TypeError,
    "test on data of 2 features and 2 quantities: the network is of sizes [2,4,3]",
  ),
  training(
    { validation: Dataset.from({ inputs: [[1, 2]], targets: [[0.5, 3, 1]] }) },
    TypeError,
    "validate on quantities: the training data has classes",
  ),
  training(
    { validation: labeled.standardize() },
    TypeError,
    "validate on standardized data: the training data is not standardized, expected training.standardize()",
  ),
  training(
    {},
    TypeError,
    "train a network of sizes [3,3] on data of 2 features and 3 classes: expected [2, …, 3]",
    { sizes: [3, 3] },
  ),
  training(
    {},
    TypeError,
    "train a network of sizes [2,1] on data of 2 features and 3 classes: expected [2, …, 3], " +
      "or `targets` instead of labels for a single output",
    { sizes: [2, 1] },
  ),
  training({}, TypeError, "train on labels of one class: expected 2 or more", {
    data: Dataset.from({ inputs: [[1], [2]], labels: ["a", "a"] }),
    sizes: [1, 1],
  }),
  training(
    { earlyStopping: { patience: 0 }, validation: labeled },
    RangeError,
    "stop early with patience 0: expected a whole number from 1 up",
  ),
  training(
    { earlyStopping: { patience: 1, minimumDelta: 1 }, validation: labeled },
    RangeError,
    "stop early with minimumDelta 1: expected a number from 0 to below 1",
  ),
  training(
    { averaging: { decay: 1 } },
    RangeError,
    "average parameters with decay 1: expected a number above 0 and below 1",
  ),
  training(
    { classWeights: { d: 1 } },
    TypeError,
    'weigh the class "d": there are a, b, c',
  ),
  training(
    { classWeights: { a: -1 } },
    RangeError,
    'weigh the class "a" by -1: expected a number from 0 up',
  ),
  [
    "classes of targets",
    () => weighClasses(quantities, { classWeights: "balanced" }),
    TypeError,
    "Cannot weigh the classes of data of targets",
  ],
  [
    "no options",
    () => train(new Network([2, 3]), labeled, undefined as unknown as TrainOptions).next(),
    TypeError,
    "Cannot train without options: expected an object of optimizer, l2, augment, l1, clipNorm, maxNorm, " +
    "labelSmoothing, classWeights, dropout, learningRate, schedule, averaging, epochs, batchSize, seed, " +
    "earlyStopping, keep, monitor, teacher, resume, validation, test, signal, onWarning, onProgress",
  ],

  schedule(
    { name: "cosin" },
    RangeError,
    'find the schedule "cosin": there are constant, step, cosine, oneCycle, plateau, did you mean cosine?',
  ),
  schedule(
    { name: "step", every: 1.5 },
    RangeError,
    'use the schedule "step" with every 1.5: expected a whole number from 1 up',
  ),
  schedule(
    { name: "step", factor: 0 },
    RangeError,
    'use the schedule "step" with factor 0: expected a number above 0 and below 1',
  ),
  schedule(
    { name: "cosine", end: -0.5 },
    RangeError,
    'use the schedule "cosine" with end -0.5: expected a number from 0 to 1',
  ),
  schedule(
    { name: "constant", warmup: -1 },
    RangeError,
    'use the schedule "constant" with warmup -1: expected a number from 0 up',
  ),
  schedule(
    { name: "cosine", every: 2 },
    TypeError,
    'use the schedule "cosine" with the option "every": that is for "step"',
  ),

  augmentation(
    { shift: -1 },
    RangeError,
    "deform images with shift -1: expected a number from 0 to 1000",
  ),
  augmentation(
    { elastic: { sigma: 0, alpha: 34 } },
    RangeError,
    "deform images elastically with sigma 0: expected a number from 0.1 to 100",
  ),
  augmentation(
    { rotationByClass: { 1: -3 } },
    RangeError,
    "deform images with rotationByClass.1 -3: expected a number from 0 to 180",
  ),
  augmentation(
    { rotationByClass: { 2: 3 } },
    RangeError,
    "rotate the class 2 otherwise: 0 to 1 are the classes",
  ),
  augmentation(
    { rotaton: 3 } as AugmentOptions,
    TypeError,
    'deform images with the option "rotaton", did you mean rotation?',
  ),
  augmentation(
    {},
    TypeError,
    "deform examples of no shape: expected images of shape [height, width] or [height, width, channels]",
    shapeless,
  ),
  [
    "copies",
    () =>
      new TestTimeAugmentation(new Network([4, 2]), {
        ...{ copies: 1001, augment: {}, shape: [2, 2], seed: 1 },
      }),
    RangeError,
    "Cannot augment at test time with copies 1001: expected a whole number from 1 to 1000",
  ],
  [
    "copies of other images",
    () =>
      new TestTimeAugmentation(new Network([4, 2]), {
        ...{ copies: 1, augment: {}, shape: [2, 3], seed: 1 },
      }),
    TypeError,
    "Cannot deform images of shape [2,3] for a network of 4 inputs",
  ],

  distillation(
    { temperature: 0.5 },
    RangeError,
    "distil with temperature 0.5: expected a number from 1 up",
  ),
  distillation(
    { alpha: 1 },
    RangeError,
    "distil with alpha 1: expected a number from 0 to below 1",
  ),
  distillation(
    { temperature: 2 },
    TypeError,
    "distil with temperature 2 into a network of softmax outputs with the cost quadratic: " +
      "expected softmax and logLikelihood",
  ),
  [
    "a teacher of other classes",
    () =>
      fit(new Network([2, 3], SOFTMAX), labeled, {
        ...{ epochs: 1, batchSize: 1, learningRate: 1 },
        teacher: new Distillation(
          new Network([2, 3], { ...SOFTMAX, classNames: ["b", "a", "c"] }),
          new Network([2, 3], SOFTMAX),
        ),
      }),
    TypeError,
    "Cannot learn the classes a, b, c from a teacher of b, a, c: expected the same ones in the same order",
  ],
  [
    "a teacher of another scale",
    () => {
      const scaled = new Network([2, 3], {
        ...SOFTMAX,
        standardization: { means: new Float32Array(2), deviations: new Float32Array([1, 2]) },
      });
      new Distillation(scaled, new Network([2, 3], SOFTMAX)).check({
        ...{ classNames: undefined, standardization: undefined },
      });
    },
    TypeError,
    "Cannot learn from a teacher of data that is standardized otherwise: " +
    "expected data.standardize(teacher.standardization)",
  ],

  resumed({}, "it is of version 1 of the numerics, and this is 3", { change: { numerics: 1 } }),
  resumed({}, 'it holds 0 moments and 0 steps, which are not "momentum"\'s', {
    after: { optimizer: "momentum" },
  }),
  resumed({}, "it is of a run without averaging", { after: { averaging: { decay: 0.9 } } }),
  resumed({ averaging: { decay: 0.9 } }, "it is of a run with averaging"),
  resumed({}, "it is of a run with no validation", { after: { validation: labeled } }),
  resumed({ validation: labeled }, "it is of a run with validation"),
  resumed({ validation: labeled }, "it does not hold the best weights", {
    after: { validation: labeled, keep: "best" },
  }),
  resumed({}, "its parameters are not those of a network of sizes [2,3]", {
    change: { parameters: new Network([2, 2]) },
  }),
  checkpointFile((_, metadata) => {
    delete metadata["format"];
  }, "expected the format inkling-checkpoint-1, got undefined"),
  checkpointFile(
    (tensors) => tensors.delete("layers.0.bias"),
    "its SHA-256 is not the one it states",
  ),
]);
