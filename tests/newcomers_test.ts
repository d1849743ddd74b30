/** Mistakes of newcomers: each gets a sentence with what to write instead. The rooms of `lib/` pin these sentences. */

import { createEngine, Dataset, evaluate, fit, Network, train } from "../mod.ts";
import { Ensemble } from "../lib/ensemble/mod.ts";
import { Optimizer } from "../lib/network/mod.ts";
import { rejectsSaying, throwsSaying } from "./helpers/says.ts";

const inputs = [[0, 0], [0, 1], [1, 0], [1, 1]];
const labels = [0, 1, 1, 0];
const data = Dataset.from({ inputs, labels });
const options = { epochs: 1, batchSize: 2, learningRate: 1 };

/** From JavaScript: no type checker stands in the way. */
// deno-lint-ignore no-explicit-any
const anything = (value: unknown): any => value;

/** A wrong call, the class of its error, and what the message contains: the mistake, and what to write instead. */
const CALLS: readonly [
  title: string,
  call: () => unknown,
  Class: typeof TypeError | typeof RangeError,
  parts: string[],
][] = [
  [
    "lists instead of typed arrays",
    () => new Dataset(anything({ inputs, labels, features: 2, classes: 2 })),
    TypeError,
    ["list of 4 for inputs", "Float32Array", "Dataset.from takes lists"],
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
    TypeError,
    ["list of 2 for labels", "Uint8Array or Uint16Array", "Dataset.from takes lists"],
  ],
  [
    "classes left out",
    () =>
      new Dataset(
        anything({ inputs: new Float32Array(4), labels: new Uint8Array(2), features: 2 }),
      ),
    TypeError,
    ["labels of undefined classes", "`classes`", "Dataset.from"],
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
    TypeError,
    ["bytes for inputs", "`pixels`", "k/255", "Dataset.from"],
  ],
  [
    "a fraction for validation data",
    () => fit(new Network([2, 2]), data, anything({ ...options, validation: 0.2 })),
    TypeError,
    ["validate on 0.2", "a data set", "data.split([0.8, 0.2])"],
  ],
  [
    "train without options",
    () => Array.fromAsync(train(new Network([2, 2]), data, anything(undefined))),
    TypeError,
    ["train without options", "epochs", "batchSize", "learningRate"],
  ],
  [
    "train on lists",
    () => fit(new Network([2, 2]), anything(inputs), options),
    TypeError,
    ["train on a list of 4", "a data set", "Dataset.from({ inputs, labels })"],
  ],
  [
    "Keras' and PyTorch's names",
    () => fit(new Network([2, 2]), data, anything({ epochs: 1, batch_size: 2, learningRate: 1 })),
    TypeError,
    ["train", 'option "batch_size"', "did you mean batchSize?"],
  ],
  [
    "the learning rate's other names",
    () => fit(new Network([2, 2]), data, anything({ epochs: 1, batchSize: 2, lr: 1 })),
    TypeError,
    ["train", 'option "lr"', "did you mean learningRate?"],
  ],
  [
    "an activation function that is not there",
    () => new Network([2, 2], { activation: "rely" }),
    RangeError,
    ['activation "rely"', "there are sigmoid, ", "did you mean relu?"],
  ],
  [
    "an option of networks that is not there",
    () => new Network([2, 2], anything({ activations: "relu" })),
    TypeError,
    ["make a network", 'option "activations"', "did you mean activation?"],
  ],
  [
    "sizes one by one",
    () => new Network(anything(2)),
    RangeError,
    ["network of sizes [2]", "two or more whole numbers"],
  ],
  [
    "a cost that does not fit the outputs",
    () => new Network([2, 2], { activation: "relu", cost: "categoricalCrossEntropy" }),
    TypeError,
    ['"logLikelihood"', "between 0 and 1", '"relu"'],
  ],
  [
    "a cost by another library's name",
    () => new Network([2, 2], { cost: "mse" }),
    RangeError,
    ['cost "mse"', "there are quadratic, ", "did you mean quadratic?"],
  ],
  [
    "an optimizer without its name",
    () => fit(new Network([2, 2]), data, { ...options, optimizer: anything({ momentum: 0.9 }) }),
    RangeError,
    ["optimizer without a name", "there are sgd, momentum, "],
  ],
  [
    "a schedule's name that is a number",
    () => fit(new Network([2, 2]), data, { ...options, schedule: anything({ name: 5 }) }),
    RangeError,
    ["schedule 5", "there are constant, "],
  ],
  [
    "nothing to predict from",
    () => new Network([2, 2]).predict(anything(undefined)),
    TypeError,
    ["predict from undefined", "list of rows", "[[0, 1]]", "typed array"],
  ],
  [
    "a data set to predict from",
    () => new Network([2, 2]).predict(anything(data)),
    TypeError,
    ["predict from a Dataset", "list of rows", "predictDataset takes"],
  ],
  [
    "lists to evaluate on",
    () => evaluate(new Network([2, 2]), anything(inputs)),
    TypeError,
    ["a list of 4", "a data set", "Dataset.from({ inputs, labels })"],
  ],
  [
    "a checkpoint's bytes to go on from",
    () => fit(new Network([2, 2]), data, { ...options, resume: anything(new Uint8Array(9)) }),
    TypeError,
    ["this checkpoint", "a Uint8Array", "parseCheckpoint"],
  ],
  [
    "a file as fetch(…).arrayBuffer() has it",
    () => Network.fromSafetensors(anything(new Network([2, 2]).toSafetensors().buffer)),
    TypeError,
    ["safetensors file", "no Uint8Array", "new Uint8Array(buffer)"],
  ],
  [
    "SGD with momentum",
    () => new Optimizer({ name: "sgd", momentum: 0.9 }),
    TypeError,
    ['optimizer "sgd"', 'option "momentum"', '"momentum" and "nesterov"'],
  ],
  [
    "decay twice",
    () => fit(new Network([2, 2]), data, { ...options, optimizer: "adamw", l2: 1 }),
    TypeError,
    ["Cannot train", '"adamw"', "decay"],
  ],
  [
    "dropout of hidden units that there are not",
    () => fit(new Network([2, 2]), data, { ...options, dropout: { hidden: 0.5 } }),
    TypeError,
    ["Cannot train", "[2,2]", "no hidden layer to drop"],
  ],
  [
    "options of an ensemble and of an engine that are not there",
    () => {
      throwsSaying(() => createEngine("auto", anything({ worker: 2 })), TypeError, "mean workers?");
      new Ensemble([new Network([2, 2])], anything({ widths: [20] }));
    },
    TypeError,
    ["ensemble", 'option "widths"'],
  ],
];

for (const [title, call, Class, parts] of CALLS) {
  Deno.test(`a sentence for ${title}`, async () => {
    await rejectsSaying(async () => await call(), Class, ...parts);
  });
}
