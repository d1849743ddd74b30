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
import { pinnedIn } from "../helpers/pinned.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

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

pin("training", [
  () => observer(["norms" as Observable]),
  () => training({ epochs: 0 }),
  () => training({ epochs: undefined }),
  () => training({ learningRate: 0 }),
  () => training({ l1: -1 }),
  () => training({ clipNorm: 0 }),
  () => training({ labelSmoothing: 1 }),
  () => training({ monitor: "loss" }),
  () => training({ labelSmoothing: 0.5 }, { data: quantities, sizes: [2, 2] }),
  () => training({}, { data: labeled.subset(0, 0) }),
  () => training({ schedule: "plateau" }),
  () => training({ earlyStopping: { patience: 3 } }),
  () => training({ keep: "best" }),
  () => training({ validation: labeled.subset(0, 0) }),
  () => training({ earlyStopping: { patience: 0 }, validation: labeled }),
  () => training({ earlyStopping: { patience: 1, minimumDelta: 1 }, validation: labeled }),
  () => training({ averaging: { decay: 1 } }),
  () => training({ classWeights: { a: -1 } }),
  () => createSchedule({ name: "cosin" }),
  () => createSchedule({ name: "step", every: 1.5 }),
  () => createSchedule({ name: "step", factor: 0 }),
  () => createSchedule({ name: "cosine", end: -0.5 }),
  () => createSchedule({ name: "constant", warmup: -1 }),
  () => augmentation({ shift: -1 }),
  () => augmentation({ elastic: { sigma: 0, alpha: 34 } }),
  () => augmentation({ rotationByClass: { 1: -3 } }),
  () => augmentation({ rotationByClass: { 2: 3 } }),
  () =>
    new TestTimeAugmentation(new Network([4, 2]), {
      ...{ copies: 1001, augment: {}, shape: [2, 2], seed: 1 },
    }),
  () => training({ observe: ["gradientNorms"] }),
  () => training({ batchSize: "8" }),
  () => training({ optimizer: "adamw", l2: 0.1 }),
  () => training({ dropout: { hidden: 0.5 } }, { sizes: [2, 3] }),
  () => training({ lr: 1 }),
  () => training({ validationSplit: 0.2 }),
  () => training({ colour: 1 }),
  () => training({ validation: 0.2 }),
  () => training({ test: "mnist" }),
  () => training({ test: quantities }),
  () => training({ validation: Dataset.from({ inputs: [[1, 2]], targets: [[0.5, 3, 1]] }) }),
  () => training({ validation: labeled.standardize() }),
  () => training({}, { sizes: [3, 3] }),
  () => training({}, { sizes: [2, 1] }),
  () =>
    training({}, { data: Dataset.from({ inputs: [[1], [2]], labels: ["a", "a"] }), sizes: [1, 1] }),
  () => training({ classWeights: { d: 1 } }),
  () => weighClasses(quantities, { classWeights: "balanced" }),
  () => train(new Network([2, 3]), labeled, undefined as unknown as TrainOptions).next(),
  () => createSchedule({ name: "cosine", every: 2 }),
  () => augmentation({ rotaton: 3 } as AugmentOptions),
  () => augmentation({}, shapeless),
  () =>
    new TestTimeAugmentation(new Network([4, 2]), {
      ...{ copies: 1, augment: {}, shape: [2, 3], seed: 1 },
    }),
  () => resumed({}, { change: { numerics: 1 } }),
  () => resumed({}, { after: { optimizer: "momentum" } }),
  () => resumed({}, { after: { averaging: { decay: 0.9 } } }),
  () => resumed({ averaging: { decay: 0.9 } }),
  () => resumed({}, { after: { validation: labeled } }),
  () => resumed({ validation: labeled }),
  () => resumed({ validation: labeled }, { after: { validation: labeled, keep: "best" } }),
  () => resumed({}, { change: { parameters: new Network([2, 2]) } }),
  () =>
    checkpointFile((_, metadata) => {
      delete metadata["format"];
    }),
  () => checkpointFile((tensors) => tensors.delete("layers.0.bias")),
]);

const OPTIONS = { epochs: 3, batchSize: 10, learningRate: 3 };

pin("epochs that are awaited, or gone", [
  async () => await (train(new Network([2, 3]), labeled, OPTIONS) as unknown),
  async () => {
    const [first] = await Array.fromAsync(train(new Network([2, 3]), labeled, OPTIONS));
    first!.checkpoint();
  },
]);
