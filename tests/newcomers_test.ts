/** What newcomers write first: each gets a sentence that says what to write instead. */

import { assertMatch, assertRejects, assertThrows } from "@std/assert";
import {
  createEngine,
  Dataset,
  Ensemble,
  evaluate,
  fit,
  Network,
  Optimizer,
  train,
} from "../mod.ts";

const inputs = [[0, 0], [0, 1], [1, 0], [1, 1]];
const labels = [0, 1, 1, 0];
const data = Dataset.from({ inputs, labels });
const options = { epochs: 1, batchSize: 2, learningRate: 1 };

/** From JavaScript: no type checker stands in the way. */
// deno-lint-ignore no-explicit-any
const anything = (value: unknown): any => value;

/** A wrong call, and the sentence for it. */
const CALLS: readonly [title: string, call: () => unknown, sentence: RegExp][] = [
  [
    "lists in place of typed arrays",
    () => new Dataset(anything({ inputs, labels, features: 2, classes: 2 })),
    /a list of 4 for inputs: .*Dataset\.from takes lists/,
  ],
  [
    "names for labels",
    () =>
      new Dataset(anything({
        inputs: new Float32Array(4),
        labels: ["a", "b"],
        features: 2,
        classes: 2,
      })),
    /a list of 2 for labels: .*Dataset\.from takes lists, of names too/,
  ],
  [
    "classes left out",
    () =>
      new Dataset(
        anything({ inputs: new Float32Array(4), labels: new Uint8Array(2), features: 2 }),
      ),
    /undefined classes: expected `classes`, .*Dataset\.from finds it out/,
  ],
  [
    "bytes for numbers",
    () =>
      new Dataset(anything({
        inputs: new Uint8Array(4),
        labels: new Uint8Array(2),
        features: 2,
        classes: 2,
      })),
    /bytes for inputs: expected `pixels` .*Dataset\.from/,
  ],
  [
    "a fraction for validation data",
    () => fit(new Network([2, 2]), data, anything({ ...options, validation: 0.2 })),
    /^Cannot validate on 0\.2: expected a data set; data\.split\(\[0\.8, 0\.2\]\) makes two of one$/,
  ],
  [
    "train without options",
    () => Array.fromAsync(train(new Network([2, 2]), data, anything(undefined))),
    /^Cannot train without options: expected an object of optimizer, l2, /,
  ],
  [
    "train on lists",
    () => fit(new Network([2, 2]), anything(inputs), options),
    /^Cannot train on a list of 4: expected a data set; Dataset\.from\(\{ inputs, labels \}\) makes one$/,
  ],
  [
    "Keras' and PyTorch's names",
    () => fit(new Network([2, 2]), data, anything({ epochs: 1, batch_size: 2, learningRate: 1 })),
    /^Cannot train with the option "batch_size", did you mean batchSize\?$/,
  ],
  [
    "the learning rate's other names",
    () => fit(new Network([2, 2]), data, anything({ epochs: 1, batchSize: 2, lr: 1 })),
    /^Cannot train with the option "lr", did you mean learningRate\?$/,
  ],
  [
    "an activation function that is not there",
    () => new Network([2, 2], { activation: "rely" }),
    /^Cannot find the activation "rely": there are sigmoid, .*, did you mean relu\?$/,
  ],
  [
    "an option of networks that is not there",
    () => new Network([2, 2], anything({ activations: "relu" })),
    /^Cannot make a network with the option "activations", did you mean activation\?$/,
  ],
  [
    "sizes one by one",
    () => new Network(anything(2)),
    /^Cannot make a network of sizes \[2\]: expected two or more whole numbers/,
  ],
  [
    "a cost that does not fit the outputs",
    () => new Network([2, 2], { activation: "relu", cost: "categoricalCrossEntropy" }),
    /"logLikelihood" takes outputs between 0 and 1, which "relu" does not give/,
  ],
  [
    "a cost by another library's name",
    () => new Network([2, 2], { cost: "mse" }),
    /^Cannot find the cost "mse": there are quadratic, crossEntropy, logLikelihood, categoricalCrossEntropy, binaryCrossEntropy, meanSquaredError, did you mean quadratic\?$/,
  ],
  [
    "an optimizer without its name",
    () => fit(new Network([2, 2]), data, { ...options, optimizer: anything({ momentum: 0.9 }) }),
    /^Cannot find the optimizer without a name: there are sgd, momentum, /,
  ],
  [
    "a schedule's name that is a number",
    () => fit(new Network([2, 2]), data, { ...options, schedule: anything({ name: 5 }) }),
    /^Cannot find the schedule 5: there are constant, /,
  ],
  [
    "nothing to predict from",
    () => new Network([2, 2]).predict(anything(undefined)),
    /predict from undefined: expected a list of rows or a typed array/,
  ],
  [
    "a data set to predict from",
    () => new Network([2, 2]).predict(anything(data)),
    /predict from a Dataset: .*; predictDataset takes a labeled Dataset/,
  ],
  [
    "lists to evaluate on",
    () => evaluate(new Network([2, 2]), anything(inputs)),
    /^Cannot use a list of 4 for data: a data set is wanted: Dataset\.from\(\{ inputs, labels \}\) makes one$/,
  ],
  [
    "a checkpoint's bytes to go on from",
    () => fit(new Network([2, 2]), data, { ...options, resume: anything(new Uint8Array(9)) }),
    /^Cannot go on from this checkpoint: it is a Uint8Array, and parseCheckpoint makes one$/,
  ],
  [
    "a file as fetch(…).arrayBuffer() has it",
    () => Network.fromSafetensors(anything(new Network([2, 2]).toSafetensors().buffer)),
    /^Cannot read the safetensors file: it is no Uint8Array; new Uint8Array\(buffer\) makes one$/,
  ],
  [
    "SGD with momentum",
    () => new Optimizer({ name: "sgd", momentum: 0.9 }),
    /^Cannot use the optimizer "sgd" with the option "momentum": that is for "momentum" and "nesterov"$/,
  ],
  [
    "decay twice",
    () => fit(new Network([2, 2]), data, { ...options, optimizer: "adamw", l2: 1 }),
    /^Cannot train with l2: "adamw" lets weights decay by themselves/,
  ],
  [
    "dropout of hidden units that there are not",
    () => fit(new Network([2, 2]), data, { ...options, dropout: { hidden: 0.5 } }),
    /^Cannot train with dropout\.hidden: \[2,2\] has no hidden layer to drop units of$/,
  ],
  [
    "options of an ensemble and of an engine that are not there",
    () => {
      assertThrows(() => createEngine("auto", anything({ worker: 2 })), TypeError, "mean workers?");
      new Ensemble([new Network([2, 2])], anything({ widths: [20] }));
    },
    /^Cannot make an ensemble with the option "widths"/,
  ],
];

for (const [title, call, sentence] of CALLS) {
  Deno.test(`a sentence for ${title}`, async () => {
    const error = await assertRejects(async () => await call(), Error);
    assertMatch(error.message, sentence);
  });
}
