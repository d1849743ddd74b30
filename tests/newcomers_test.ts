/** Mistakes of newcomers: each gets a sentence with what to write instead. The rooms of `lib/` pin these sentences. */

import { createEngine, Dataset, evaluate, fit, Network, train } from "../mod.ts";
import { Ensemble } from "../lib/ensemble/mod.ts";
import { Optimizer } from "../lib/network/mod.ts";
import { rejectsSaying } from "./helpers/says.ts";

const inputs = [[0, 0], [0, 1], [1, 0], [1, 1]];
const labels = [0, 1, 1, 0];
const data = Dataset.from({ inputs, labels });
const usual = { epochs: 1, batchSize: 2, learningRate: 1 };

/** From JavaScript: no type checker stands in the way. */
// deno-lint-ignore no-explicit-any
const anything = (value: unknown): any => value;
const network = (sizes: unknown = [2, 2], options: object = {}) =>
  new Network(anything(sizes), options);
const dataset = (source: object) => new Dataset(anything({ features: 2, classes: 2, ...source }));
const fitted = (options: object, on: unknown = data) =>
  fit(network([2, 2]), anything(on), anything({ ...usual, ...options }));
const numbers = new Float32Array(4);

/** A wrong call, and what the message contains, between “…”: the mistake, and what to write instead. */
type Calls = Readonly<Record<string, readonly [call: () => unknown, parts: string]>>;

const TYPE_ERRORS: Calls = {
  "lists instead of typed arrays": [
    () => dataset({ inputs, labels }),
    "list of 4 for inputs … Float32Array … Dataset.from takes lists",
  ],
  "names for labels": [
    () => dataset({ inputs: numbers, labels: ["a", "b"] }),
    "list of 2 for labels … Uint8Array or Uint16Array … Dataset.from takes lists",
  ],
  "classes left out": [
    () => dataset({ inputs: numbers, labels: new Uint8Array(2), classes: undefined }),
    "labels of undefined classes … `classes` … Dataset.from",
  ],
  "bytes for numbers": [
    () => dataset({ inputs: new Uint8Array(4), labels: new Uint8Array(2) }),
    "bytes for inputs … `pixels` … k/255 … Dataset.from",
  ],
  "a fraction for validation data": [
    () => fitted({ validation: 0.2 }),
    "validate on 0.2 … a data set … data.split([0.8, 0.2])",
  ],
  "train without options": [
    () => Array.fromAsync(train(network(), data, anything(undefined))),
    "train without options … epochs … batchSize … learningRate",
  ],
  "train on lists": [
    () => fitted({}, inputs),
    "train on a list of 4 … a data set … Dataset.from({ inputs, labels })",
  ],
  "Keras' and PyTorch's names": [
    () => fitted({ batch_size: 2 }),
    'train … option "batch_size" … did you mean batchSize?',
  ],
  "the learning rate's other names": [
    () => fitted({ lr: 1 }),
    'train … option "lr" … did you mean learningRate?',
  ],
  "an option of networks that is not there": [
    () => network([2, 2], { activations: "relu" }),
    'make a network … option "activations" … did you mean activation?',
  ],
  "a cost that does not fit the outputs": [
    () => network([2, 2], { activation: "relu", cost: "categoricalCrossEntropy" }),
    '"logLikelihood" … between 0 and 1 … "relu"',
  ],
  "nothing to predict from": [
    () => network().predict(anything(undefined)),
    "predict from undefined … list of rows … [[0, 1]] … typed array",
  ],
  "a data set to predict from": [
    () => network().predict(anything(data)),
    "predict from a Dataset … list of rows … predictDataset takes",
  ],
  "lists to evaluate on": [
    () => evaluate(network(), anything(inputs)),
    "a list of 4 … a data set … Dataset.from({ inputs, labels })",
  ],
  "a checkpoint's bytes to go on from": [
    () => fitted({ resume: new Uint8Array(9) }),
    "this checkpoint … a Uint8Array … parseCheckpoint",
  ],
  "a file as fetch(…).arrayBuffer() has it": [
    () => Network.fromSafetensors(anything(network().toSafetensors().buffer)),
    "safetensors file … no Uint8Array … new Uint8Array(buffer)",
  ],
  "SGD with momentum": [
    () => new Optimizer({ name: "sgd", momentum: 0.9 }),
    'optimizer "sgd" … option "momentum" … "momentum" and "nesterov"',
  ],
  "decay twice": [
    () => fitted({ optimizer: "adamw", l2: 1 }),
    'Cannot train … "adamw" … decay',
  ],
  "dropout of hidden units that there are not": [
    () => fitted({ dropout: { hidden: 0.5 } }),
    "Cannot train … [2,2] … no hidden layer to drop",
  ],
  "an option of an engine that is not there": [
    () => createEngine("auto", anything({ worker: 2 })),
    "mean workers?",
  ],
  "an option of an ensemble that is not there": [
    () => new Ensemble([network()], anything({ widths: [20] })),
    'ensemble … option "widths"',
  ],
};

const RANGE_ERRORS: Calls = {
  "an activation function that is not there": [
    () => network([2, 2], { activation: "rely" }),
    'activation "rely" … there are sigmoid,  … did you mean relu?',
  ],
  "sizes one by one": [() => network(2), "network of sizes [2] … two or more whole numbers"],
  "a cost by another library's name": [
    () => network([2, 2], { cost: "mse" }),
    'cost "mse" … there are quadratic,  … did you mean quadratic?',
  ],
  "an optimizer without its name": [
    () => fitted({ optimizer: { momentum: 0.9 } }),
    "optimizer without a name … there are sgd, momentum, ",
  ],
  "a schedule's name that is a number": [
    () => fitted({ schedule: { name: 5 } }),
    "schedule 5 … there are constant, ",
  ],
};

for (const [Class, calls] of [[TypeError, TYPE_ERRORS], [RangeError, RANGE_ERRORS]] as const) {
  for (const [title, [call, parts]] of Object.entries(calls)) {
    Deno.test(`a sentence for ${title}`, async () => {
      await rejectsSaying(async () => await call(), Class, ...parts.split(" … "));
    });
  }
}
