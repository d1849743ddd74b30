/** What training refuses, each sentence once. */

import { formatSafetensors, parseSafetensors, type Tensor } from "../../lib/formats/safetensors.ts";
import { TestTimeAugmentation } from "../../lib/train/test_time_augmentation.ts";
import { weighClasses } from "../../lib/train/class_weights.ts";
import { checkFinite } from "../../lib/train/divergence.ts";
import { warningsOf } from "../../lib/train/warnings.ts";
import {
  createEngine,
  Dataset,
  evaluate,
  fit,
  matrix,
  Network,
  train,
  type TrainOptions,
} from "../../mod.ts";
import { Ensemble } from "../../lib/ensemble/mod.ts";
import { Optimizer } from "../../lib/network/mod.ts";
import { TRAIN_HINTS } from "../../lib/options.ts";
import {
  Augmentation,
  type Checkpoint,
  createSchedule,
  formatCheckpoint,
  type Observable,
  observer,
  parseCheckpoint,
} from "../../lib/train/mod.ts";
import { each, pinnedIn } from "../helpers/pinned.ts";
import { sealed } from "./sealed.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const labeled = Dataset.from({ inputs: [[0, 0], [0, 1], [1, 0]], labels: ["a", "b", "c"] });
const quantities = Dataset.from({ inputs: [[0, 0], [0, 1]], targets: [[0.5, 3], [1, 2]] });
const shaped = (shape?: number[]) =>
  new Dataset({
    pixels: new Uint8Array(8),
    labels: new Uint8Array(2),
    features: 4,
    classes: 2,
    shape,
  });

const images = shaped([2, 2]);
const QUANTITIES = { shape: [2, 2], classes: 0 };

const inputs = [[0, 0], [0, 1]];
const narrow = Dataset.from({ inputs: [[0], [1], [2]], labels: [0, 1, 2] });
const three = Dataset.from({ inputs: [...inputs, [1, 0]], labels: [0, 1, 2] });
const triples = Dataset.from({ inputs, targets: [[0.5, 3, 1], [1, 2, 0]] });
const yesOrNo = Dataset.from({ inputs, labels: ["no", "yes"] });

/** Trains with an option of another library, or of \`fit\`. */
const hinted = (name: string) =>
  train(new Network([2, 3]), labeled, { ...OPTIONS, [name]: 1 }).next();

/** Trains on two classes a network that has these names. */
function named(classNames: string[]) {
  const data = classNames.length === 2 ? yesOrNo : Dataset.from({ inputs, labels: [0, 1] });
  const sizes = classNames.length === 2 ? [2, 1] : [2, 3];
  return fit(new Network(sizes, { classNames }), data, OPTIONS);
}

const OTHER = new Network([2, 2]);
const classes = Array.from({ length: 13 }, (_, k) => k);
const many = Dataset.from({ inputs: classes.map((k) => [k]), labels: classes });

/** Where training diverged, and how. */
const POSITION = { epoch: 3, batch: 17, learningRate: 0.5, cost: 0.25 };
const ended = { weights: [matrix([[1]])], biases: [matrix([[0]])] };

/** Trains with these options. */
const training = (given: object, { data = labeled as unknown, sizes = [2, 4, 3] } = {}) =>
  fit(new Network(sizes), data as Dataset, { ...OPTIONS, ...given });

const OPTIONS = { epochs: 1, batchSize: 1, learningRate: 1 };

const augmentation = (
  given: object,
  data: ConstructorParameters<typeof Augmentation>[1] = images,
) => new Augmentation(given, data, 1);
const copied = (given: object) =>
  new TestTimeAugmentation(new Network([4, 2]), {
    copies: 1,
    augment: {},
    shape: [2, 2],
    seed: 1,
    ...given,
  });

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

/** What a run remembers that has everything to remember. */
const EVERYTHING = {
  optimizer: "adam",
  averaging: { decay: 0.9 },
  validation: labeled,
  keep: "best",
};
let full: Promise<{ tensors: ReadonlyMap<string, Tensor>; metadata: Record<string, string> }>;

/** The file of such a run's checkpoint after two epochs. */
async function fullFile() {
  const options = { epochs: 2, batchSize: 3, learningRate: 1, ...EVERYTHING } as TrainOptions;
  const run = train(new Network([2, 3]), labeled, options);
  await run.next();
  const { value } = await run.next();
  return parseSafetensors(await formatCheckpoint(value!.checkpoint()));
}

/** Reads the file of a checkpoint that was changed; it states its hash, or the one before. */
async function checkpointFile(
  change: (metadata: Record<string, string>, tensors: Map<string, Tensor>) => unknown,
  { states = true } = {},
) {
  const { tensors, metadata } = await (full ??= fullFile());
  const [changed, all] = [{ ...metadata }, new Map(tensors)];
  change(changed, all);
  await parseCheckpoint(states ? await sealed(all, changed) : formatSafetensors(all, changed));
}

/** Puts a tensor at the end. */
function moved(name: string, tensors: Map<string, Tensor>): void {
  const tensor = tensors.get(name)!;
  tensors.delete(name);
  tensors.set(name, tensor);
}

/** Texts of metadata that are no whole numbers. */
const NO_WHOLES = ["-1", "0.5", "", "2a", "a2"];
const tensorLike: Tensor = { dtype: "F32", shape: [3], bytes: new Uint8Array(12) };

pin("training", [
  () => observer(["norms" as Observable]),
  () => training({ epochs: 0 }),
  () => training({ epochs: null as never }),
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
  () => createSchedule({ name: "cosin" as "cosine" }),
  () => createSchedule({ name: "step", every: 1.5 }),
  () => createSchedule({ name: "step", factor: 0 }),
  () => createSchedule({ name: "cosine", end: -0.5 }),
  () => createSchedule({ name: "constant", warmup: -1 }),
  () => createSchedule({ name: "oneCycle", rise: NaN }),
  () => createSchedule({ name: "plateau", minimumDelta: 1 }),
  () => createSchedule({ name: "plateau", halvings: 1.5 }),
  () => createSchedule({ name: "constant", warmup: Infinity }),
  () => createSchedule({ name: "step", evry: 2 } as { name: "step" }),
  () => createSchedule({ name: "constant", end: 0.5 }),
  () => augmentation({ rotation: NaN }),
  () => augmentation({ elastic: { sigma: 4, alpha: Infinity } }),
  () => augmentation({ elastic: { alpha: 34 } }),
  () => augmentation({ elastic: { sigma: 4, alpha: 34, beta: 1 } }),
  () => augmentation({ flip: "yes" }),
  ...each(
    "to rotate the class",
    ["", "3", "-1", "0.5", "01", "one"],
    (name) => augmentation({ rotationByClass: { [name]: 7 } }),
  ),
  () => augmentation({ rotationByClass: { 0: 3 } }, { ...QUANTITIES, labels: new Uint8Array() }),
  () => new Augmentation({}, images, -1).deformation(1, new Uint32Array(1), 0, 1),
  () => augmentation({ shift: -1 }),
  () => augmentation({ elastic: { sigma: 0, alpha: 34 } }),
  () => augmentation({ rotationByClass: { 1: -3 } }),
  () => augmentation({ rotationByClass: { 2: 3 } }),
  ...each("copies", [0, -1, 1.5, 1001, NaN], (copies) => copied({ copies })),
  () => training({ observe: ["gradientNorms"] }),
  () => training({ batchSize: "8" }),
  () => training({ optimizer: "adamw", l2: 0.1 }),
  () => training({ dropout: { hidden: 0.5 } }, { sizes: [2, 3] }),
  () => training({ lr: 1 }),
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
  () => weighClasses(many, { classWeights: { "twenty": 1 } }),
  ...each(
    "to weigh by",
    [-1, NaN, Infinity],
    (weight) => weighClasses(many, { classWeights: { "12": weight } }),
  ),
  () => many.weighted(new Float32Array(3)),
  ...each(
    "weights of",
    [-1, NaN, Infinity, 0],
    (weight) => many.weighted(new Float32Array(13).fill(weight)),
  ),
  ...each("a cost of", [NaN, Infinity], (cost) => checkFinite(ended, { ...POSITION, cost })),
  () => checkFinite({ ...ended, biases: [matrix([[NaN]])] }, POSITION),
  () => train(new Network([2, 3]), labeled, null as never).next(),
  ...each("epochs", [1.5, Infinity, -1, "3"], (epochs) => training({ epochs })),
  ...each("batchSize", [0, 1.5, Infinity, -1], (batchSize) => training({ batchSize })),
  ...each("learningRate", [Infinity], (learningRate) => training({ learningRate })),
  () => training({ l1: Infinity }),
  ...each("l2", [NaN, null], (l2) => training({ l2 })),
  () => training({ maxNorm: 0 }),
  () => training({ labelSmoothing: -0.1 }),
  () => training({ seed: -1 }),
  () => training({ keep: "first" }),
  () => training({ monitor: 1 }),
  ...each("optimizer", ["adem", { momentum: 0.9 }], (optimizer) => training({ optimizer })),
  ...each(
    "decay twice by",
    [{ name: "adamw" }, new Optimizer("adamw")],
    (optimizer) => training({ optimizer, l2: 0.1 }),
  ),
  () => training({ dropout: { inputs: 2 } }),
  ...each(
    "schedule",
    [{ name: 5 }, { name: "cosine", evry: 2 }],
    (schedule) => training({ schedule }),
  ),
  ...each("an option of others:", Object.keys(TRAIN_HINTS), hinted),
  ...each("a slip:", ["class_weight", "epoch", "batch_size"], (name) => training({ [name]: 1 })),
  ...each("to train on", [inputs, quantities], (data) => training({}, { data, sizes: [2, 1] })),
  ...each("sizes", [[3, 4, 3], [2, 4], [2, 2]], (sizes) => training({}, { sizes })),
  ...each("names", [["no", "yes"], ["a", "b", "c"]], named),
  ...each("to validate on", [narrow, yesOrNo], (validation) => training({ validation })),
  ...each("to test on", [narrow, yesOrNo, labeled.subset(0, 0)], (test) => training({ test })),
  ...each(
    "beside numbers to",
    ["validation", "test"],
    (key) => training({ [key]: yesOrNo }, { data: three }),
  ),
  () => training({ validation: labeled }, { data: triples }),
  () => training({ resume: new Uint8Array(9) }),
  async () => await (train(new Network([2, 3]), labeled, OPTIONS) as unknown as Promise<string>),
  async () => {
    const epochs = await Array.fromAsync(
      train(new Network([2, 3]), labeled, { ...OPTIONS, epochs: 2 }),
    );
    epochs[0]!.checkpoint();
  },
  () => createSchedule({ name: "cosine", every: 2 }),
  () => augmentation({ rotaton: 3 }),
  ...each(
    "examples of shape",
    [undefined, [4], [1, 2, 2, 1]],
    (shape) => augmentation({}, shaped(shape)),
  ),
  ...each("copies of shape", [[2, 3], [4], undefined, [2, 2, 3]], (shape) => copied({ shape })),
  () => copied({ copis: 3 }),
  () => resumed({}, { change: { numerics: 1 } }),
  () => resumed({}, { after: { optimizer: "momentum" } }),
  () => resumed({}, { after: { averaging: { decay: 0.9 } } }),
  () => resumed({ averaging: { decay: 0.9 } }),
  () => resumed({}, { after: { validation: labeled } }),
  () => resumed({ validation: labeled }),
  () => resumed({ validation: labeled }, { after: { validation: labeled, keep: "best" } }),
  ...each(
    "other sizes of",
    [
      { parameters: OTHER },
      { average: OTHER },
      { best: OTHER },
      { optimizer: { steps: 2, moments: [OTHER, OTHER] } },
    ],
    (change) => resumed(EVERYTHING, { change, after: EVERYTHING }),
  ),
  () => checkpointFile((metadata) => delete metadata["format"]),
  () => parseCheckpoint(formatSafetensors(new Map(), {})),
  () => parseCheckpoint(new Network([2, 2]).toSafetensors()),
  () => checkpointFile((metadata) => metadata["more"] = "", { states: false }),
  () => checkpointFile((metadata) => metadata["sha256"] = "", { states: false }),
  () => checkpointFile((_, tensors) => tensors.delete("layers.0.bias"), { states: false }),
  () => checkpointFile((_, tensors) => moved("layers.0.bias", tensors), { states: false }),
  () => checkpointFile((_, tensors) => tensors.set("more", tensorLike)),
  () => checkpointFile((_, tensors) => tensors.delete("moments.1.layers.0.bias")),
  () =>
    checkpointFile((_, all) =>
      [...all.keys()].map((name) => name.startsWith("moments.0.") && all.delete(name))
    ),
  () => checkpointFile((_, tensors) => tensors.clear()),
  ...each(
    "metadata of",
    [
      ...["0", ...NO_WHOLES].map((text) => ["numerics", text]),
      ...["0", ...NO_WHOLES, undefined].map((text) => ["epoch", text]),
      ...[...NO_WHOLES, undefined].map((text) => ["optimizerSteps", text]),
      ...["[0.5]", "[0.5,0.5,0.5]", "[0.5,null]", '["0","1"]', '{"length":2}', "2", "no", undefined]
        .map((text) => ["history", text]),
    ],
    ([key, text]) =>
      checkpointFile((metadata) =>
        text === undefined ? delete metadata[key!] : metadata[key!] = text
      ),
  ),
]);

/** What training warns about, of rows of numbers. */
const warned = (inputs: number[][], featureNames?: string[]) =>
  warningsOf(
    Dataset.from({
      inputs,
      labels: inputs.map((_, k) => k % 2),
      ...featureNames && { featureNames },
    }),
  ).join("\n");

/** Features that differ more than a thousandfold, the first of equals named. */
const SPREAD = [[9, 0, 5000, 0, 0], [11, 1, 5000 + 4096, 4096, 1]];

pin("warnings", [
  () => warned(SPREAD),
  () => warned(SPREAD, ["age", "share", "salary", "rent", "sex"]),
  async () =>
    (await fit(new Network([2, 3], { cost: "logLikelihood" }), labeled, OPTIONS)).warnings.join(),
]);

const dataset = (source: object) => new Dataset({ features: 2, classes: 2, ...source } as never);
const numbers = new Float32Array(4);
const network = new Network([2, 2]);

pin("newcomers, from JavaScript", [
  () => dataset({ inputs, labels: [0, 1] }),
  () => dataset({ inputs: numbers, labels: ["a", "b"] }),
  () => dataset({ inputs: numbers, labels: new Uint8Array(2), classes: undefined }),
  () => dataset({ inputs: new Uint8Array(4), labels: new Uint8Array(2) }),
  () => new Network([2, 2], { activations: "relu" } as object),
  () => new Network([2, 2], { activation: "relu", cost: "categoricalCrossEntropy" }),
  () => new Network(2 as never),
  () => network.predict(undefined as never),
  () => network.predict(labeled as never),
  () => Network.fromSafetensors(network.toSafetensors().buffer as never),
  () => evaluate(network, inputs as never),
  () => createEngine("auto", { worker: 2 } as object),
  () => new Ensemble([network], { widths: [20] } as object),
]);
