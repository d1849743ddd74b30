/** The hints to somebody who writes the names of another library, or of Nielsen's book. */

import { assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { parseDraft } from "../../../lib/config.ts";
import { parseSweepDraft } from "../../../lib/sweep.ts";
import { Dataset, fit, Network } from "../../../mod.ts";
import { type Command, parseArguments, UsageError } from "../../../tasks/cli/arguments.ts";
import { command as predictCommand } from "../../../tasks/predict.ts";
import { changeDraft } from "../../../tasks/run/config.ts";
import { runCommand } from "../../../tasks/sweep/run_task.ts";
import { command as trainCommand } from "../../../tasks/train.ts";

/** The lines after the first, of keys and values of a config. */
function ofConfig(config: unknown): string {
  return assertThrows(() => parseDraft(config), SyntaxError).message.split("\n").slice(1).join(
    "\n",
  );
}

/** The names of keys elsewhere, and ours. */
const KEYS: readonly [others: string, ours: string][] = [
  ["lr eta η learning_rate LearningRate learning_rate_init", "learningRate"],
  ["momentum", "optimizer.momentum"],
  ["layers", "sizes or hidden"],
  ["units hidden_layer_sizes", "hidden"],
  ["weight_decay", "optimizer.weightDecay or l2"],
  ["alpha lmbda", "l2"],
  ["batch_size mini_batch_size", "batchSize"],
  ["max_iter", "epochs"],
  ["loss criterion", "cost"],
  ["solver", "optimizer"],
  ["random_state", "seed"],
  ["patience", "earlyStopping.patience"],
  ["scheduler", "schedule"],
  ["validation_split", "dataset.split"],
  ["csv", "dataset.csv"],
  ["target", "dataset.target"],
];

/** Keys within others. */
const INNER_KEYS: readonly [outer: string, config: object, line: string][] = [
  ["augment", { degrees: 5 }, "degrees: unknown key, did you mean rotation?"],
  [
    "earlyStopping",
    { patience: 3, min_delta: 0 },
    "min_delta: unknown key, did you mean minimumDelta?",
  ],
  ["schedule", { name: "step", gamma: 0.1 }, "gamma: unknown key, did you mean factor?"],
  ["schedule", { name: "step", step_size: 10 }, "step_size: unknown key, did you mean every?"],
  ...["lr", "learningRate"].map((key) =>
    [
      "optimizer",
      { name: "adam", [key]: 1 },
      `${key}: unknown key, did you mean learningRate, outside of optimizer?`,
    ] as [string, object, string]
  ),
  ["optimizer", { name: "adam", eps: 1 }, "eps: unknown key, did you mean epsilon?"],
  [
    "optimizer",
    { name: "sgd", momentum: 0.9 },
    'momentum: unknown key of "sgd"; momentum, nesterov have it',
  ],
  [
    "optimizer",
    { name: "adam", weight_decay: 0.1 },
    'weight_decay: unknown key of "adam"; adamw has weightDecay',
  ],
];

Deno.test("a key of a config by another name gets ours", () => {
  for (const [others, ours] of KEYS) {
    for (const key of others.split(" ")) {
      assertEquals(ofConfig({ [key]: 1 }), `  ${key}: unknown key, did you mean ${ours}?`);
    }
  }
  for (const [outer, config, line] of INNER_KEYS) {
    assertEquals(ofConfig({ [outer]: config }), `  ${outer}.${line}`);
  }
});

Deno.test("a function by another name gets ours, and one that is not here the nearest", () => {
  const rows: [object, string][] = [
    [{ activation: "swish" }, ", did you mean silu?"],
    [{ activation: "SiLU" }, ", did you mean silu?"],
    [{ activation: "nn.GELU()" }, ", did you mean gelu?"],
    [{ activation: "gelu_pytorch_tanh" }, ", did you mean geluTanh?"],
    [{ activation: "hardswish" }, "; hardswish is not available, relu is the nearest"],
    [{ activation: "elu" }, "; ELU is not available, leakyRelu is the nearest"],
    [{ activation: "nn.ReLU()" }, ", did you mean relu?"],
    [{ activation: "leaky_relu" }, ", did you mean leakyRelu?"],
    [{ outputActivation: "log_softmax" }, ", did you mean softmax?"],
    [{ optimizer: "rmsprop" }, "adamw; RMSprop is not available, adam is the nearest"],
    [{ optimizer: { name: "RMSProp" } }, "; RMSprop is not available, adam is the nearest"],
    [{ optimizer: { name: "adagrad" } }, "; AdaGrad is not available, adam is the nearest"],
    [{ optimizer: { name: "torch.optim.SGD" } }, ", did you mean sgd?"],
    [{ cost: "MSE" }, ", did you mean quadratic?"],
    [{ cost: "nn.CrossEntropyLoss" }, ", did you mean categoricalCrossEntropy?"],
    [{ cost: "sparse_categorical_crossentropy" }, ", did you mean categoricalCrossEntropy?"],
    [{ cost: "bce" }, ", did you mean binaryCrossEntropy?"],
    [{ cost: "nll" }, ", did you mean logLikelihood?"],
    [{ cost: "mae" }, "; mean absolute error is not available, quadratic is the nearest"],
    [{ initializer: "kaiming_normal" }, ", did you mean he?"],
    [{ initializer: "xavier" }, ", did you mean glorot?"],
    [{ initializer: "orthogonal" }, "; orthogonal is not available, glorot is the nearest"],
    [{ schedule: { name: "ReduceLROnPlateau" } }, ", did you mean plateau?"],
    [{ schedule: { name: "exponential" } }, "; exponential is not available, step is the nearest"],
    [{ monitor: "val_loss" }, ", did you mean cost?"],
    [{ dataset: "fashion_mnist" }, ", did you mean fashion-mnist?"],
  ];
  for (const [config, end] of rows) {
    assertEquals(ofConfig(config).slice(-end.length), end, JSON.stringify(config));
  }
});

Deno.test("--set gets the same, and a value that breaks off a list that is none", () => {
  const rows: [string, string][] = [
    ["lr=1", "lr: unknown key, did you mean learningRate?"],
    ["sizes=[784,100,10", 'sizes is "[784,100,10": expected a list, for example [784,100,10]'],
    ["sizes=784, 100, 10]", 'sizes is "784, 100, 10]": expected a list, for example [784,100,10]'],
    ["sizes=(784,100,10)", 'sizes is "(784,100,10)": expected a list, for example [784,100,10]'],
    [
      "hidden=30",
      "hidden is 30: expected a list of at most 62, each a whole number from 1 to 65536",
    ],
    [
      "sizes=784,many,10",
      'sizes is "784,many,10": expected a list of 2 to 64, each a whole number from 1 to 65536',
    ],
    ['evaluate=["test"', 'evaluate is "[\\"test\\"": expected a list, for example ["test"]'],
    [
      "evaluate=[validation,test]",
      'evaluate is "[validation,test]": expected a list, for example ["validation","test"]',
    ],
    ["learningRate=0,5", 'learningRate is "0,5": expected a number, for example 0.5'],
    ["epochs=2.5x", 'epochs is "2.5x": expected a whole number from 1 to 200000'],
    ["l2=-1x", 'l2 is "-1x": expected a number from 0 up'],
    ["epochs=1e309", "epochs is too large for a number: expected a whole number from 1 to 200000"],
    ["learningRate=1e999", "learningRate is too large for a number: expected a number above 0"],
    ["l2=-1e999", "l2 is too large for a number: expected a number from 0 up"],
    [
      "sizes=[784,1e400,10]",
      "sizes.1 is too large for a number: expected a whole number from 1 to 65536",
    ],
  ];
  for (const [assignment, line] of rows) {
    const { message } = assertThrows(() => changeDraft({}, [assignment], "it"), UsageError);
    assertEquals(message.split("\n").slice(1).join("\n"), `  ${line}`);
  }
});

Deno.test("a sweep's keys and values by another name get ours", () => {
  const grid = { config: {}, method: "grid" };
  const ofParameter = (space: object) => ({ ...grid, parameters: { epochs: space } });
  const rows: [object, string][] = [
    [{ ...grid, n_trials: 3 }, "n_trials: unknown key, did you mean trials?"],
    [{ ...grid, search_space: {} }, "search_space: unknown key, did you mean parameters?"],
    [{ ...grid, objective: {} }, "objective: unknown key, did you mean metric?"],
    [ofParameter({ low: 1, max: 2 }), "s.epochs.low: unknown key, did you mean min?"],
    [ofParameter({ choices: [1] }), "s.epochs.choices: unknown key, did you mean values?"],
    [
      ofParameter({ min: 1, max: 1e309 }),
      "epochs.max is too large for a number: expected a number",
    ],
    [{ ...grid, halving: { eta: 3 } }, "halving.eta: unknown key, did you mean factor?"],
    [{ ...grid, method: "hyperband" }, ", did you mean halving?"],
    [{ ...grid, method: "sobol" }, ", did you mean quasiRandom?"],
    [{ ...grid, method: "tpe" }, "; TPE is not available, quasiRandom is the nearest"],
    [{ ...grid, metric: { name: "val_accuracy" } }, ", did you mean validation.accuracy?"],
  ];
  for (const [sweep, end] of rows) {
    const { message } = assertThrows(() => parseSweepDraft(sweep), SyntaxError);
    assertEquals(message.slice(-end.length), end);
  }
});

Deno.test("an option of the command line by another name gets ours, or the key of the config", () => {
  const of = (command: Command, ...words: string[]) =>
    assertThrows(() => parseArguments(words, command), UsageError).message;
  const rows: [Command, string, string][] = [
    [trainCommand, "lr learning-rate", "--set learningRate=…"],
    [trainCommand, "batch_size", "--set batchSize=…"],
    [trainCommand, "epoch", "--set epochs=…"],
    [trainCommand, "layers", "--set sizes=… or --set hidden=…"],
    [trainCommand, "hidden", "--set hidden=…"],
    [trainCommand, "momentum", "--set optimizer.momentum=…"],
    [trainCommand, "patience", "--set earlyStopping.patience=…"],
    [trainCommand, "random-state", "--seed"],
    [trainCommand, "label", "--target"],
    [trainCommand, "overwrite", "--replace"],
    [trainCommand, "device", "--engine"],
    [trainCommand, "threads", "--workers"],
    [trainCommand, "cofnig", "--config"],
    [runCommand, "lr", "--set config.learningRate=…"],
    [runCommand, "output", "--out"],
    [predictCommand, "output", "--out"],
  ];
  for (const [command, names, meant] of rows) {
    for (const option of names.split(" ").map((name) => `--${name}`)) {
      const hint = `Unknown option ${option}, did you mean ${meant}? (--help lists them)`;
      assertEquals(of(command, option, "3"), hint);
    }
  }
  assertStringIncludes(of(trainCommand, "--engine", "gpu"), "--engine is auto or ");
});

Deno.test("an option of the library by another name gets ours", async () => {
  const data = Dataset.from({ inputs: [[0], [1]], labels: ["a", "b"] });
  const needed = { epochs: 1, batchSize: 1, learningRate: 1 } as const;
  const examples = { inputs: [[1]], labels: [0] };
  const network = () => new Network([1, 2]);
  const fits = (options: object) => () => fit(network(), data, { ...needed, ...options });
  const makes = (options: object) => () => new Network([1, 2], options);
  const rows: [() => unknown, string][] = [
    [fits({ lr: 1 }), 'Cannot train with the option "lr", did you mean learningRate?'],
    [fits({ eta: 1 }), 'Cannot train with the option "eta", did you mean learningRate?'],
    [fits({ learning_rate: 1 }), 'with the option "learning_rate", did you mean learningRate?'],
    [fits({ momentum: 1 }), 'the option "momentum", did you mean optimizer.momentum?'],
    [fits({ patience: 1 }), 'the option "patience", did you mean earlyStopping.patience?'],
    [fits({ weight_decay: 1 }), '"weight_decay", did you mean optimizer.weightDecay or l2?'],
    [fits({ lmbda: 1 }), 'the option "lmbda", did you mean l2?'],
    [fits({ validation_data: data }), 'the option "validation_data": expected `validation`'],
    [fits({ x_val: data }), 'the option "x_val", did you mean validation?'],
    [fits({ optimizer: { name: "adam", lr: 1 } }), '"lr": expected `learningRate` of `train`'],
    [fits({ optimizer: { name: "adam", eps: 1 } }), 'option "eps", did you mean epsilon?'],
    [fits({ optimizer: { name: "adamw", weight_decay: 1 } }), ", did you mean weightDecay?"],
    [fits({ optimizer: { name: "rmsprop" } }), "; RMSprop is not available, adam is the nearest"],
    [fits({ schedule: "cosine_annealing" }), ", did you mean cosine?"],
    [makes({ loss: "mse" }), 'Cannot make a network with the option "loss", did you mean cost?'],
    [makes({ random_state: 1 }), 'the option "random_state", did you mean seed?'],
    [
      makes({ layers: [1, 2] }),
      'option "layers": the sizes come first: new Network([784, 30, 10])',
    ],
    [makes({ learningRate: 1 }), 'with the option "learningRate": it is an option of `train`'],
    [makes({ optimizer: "sgd" }), 'with the option "optimizer": it is an option of `train`'],
    [makes({ activation: "ELU" }), "; ELU is not available, leakyRelu is the nearest"],
    [makes({ activation: "logistic" }), ", did you mean sigmoid?"],
    [makes({ cost: "mse" }), ", did you mean quadratic?"],
    [makes({ initializer: "kaiming" }), ", did you mean he?"],
    [
      () => network().updateMiniBatch(examples as never, 1, { lr: 1 } as never),
      'Cannot learn from a mini-batch with the option "lr": there are',
    ],
    [() => Dataset.from({ X: [[1]], labels: [0] } as never), '"X", did you mean inputs?'],
    [() => Dataset.from({ ...examples, y: [0] } as never), '"y", did you mean labels or targets?'],
    [() => Dataset.from({ ...examples, sample_weight: [1] } as never), ", did you mean weights?"],
  ];
  for (const [fails, end] of rows) {
    const error = await assertRejects(async () => await fails(), Error);
    assertStringIncludes(error.message, end);
  }
});

Deno.test("a name of data is compared as it is written, whatever it means elsewhere", () => {
  // LAMB is an optimizer, and a slip of lamp.
  const data = { inputs: [[1], [2]], labels: ["lamb", "cow"], classNames: ["lamp", "cow"] };
  const { message } = assertThrows(() => Dataset.from(data), Error);
  assertStringIncludes(message, ", did you mean lamp?");
});

Deno.test("--help of train names files that a run is named after, and no key of the config", () => {
  assertStringIncludes(ofConfig({ name: "mine" }), "name: unknown key");
  assertEquals(
    trainCommand.options.name.description,
    "The run's name; that of the table's or the config's file, without its ending, if not given",
  );
});
