/** What is said to somebody who writes the names of another library, or of Nielsen's book. */

import { assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { parseDraft } from "../../lib/config.ts";
import { parseSweepDraft } from "../../lib/sweep.ts";
import { Dataset, fit, Network } from "../../mod.ts";
import { type Command, parseArguments, UsageError } from "../../tasks/cli/arguments.ts";
import { formCommand } from "../../tasks/ensemble/form_task.ts";
import { command as predictCommand } from "../../tasks/predict.ts";
import { changeDraft } from "../../tasks/run/config.ts";
import { runCommand } from "../../tasks/sweep/run_task.ts";
import { command as trainCommand } from "../../tasks/train.ts";

/** What is said after the first line, of keys and values of a config. */
function ofConfig(config: unknown): string {
  return assertThrows(() => parseDraft(config), SyntaxError).message.split("\n").slice(1).join(
    "\n",
  );
}

Deno.test("a key of a config by another name gets ours", () => {
  const rows: [object, string][] = [
    [{ lr: 1 }, "lr: unknown key, did you mean learningRate?"],
    [{ eta: 1 }, "eta: unknown key, did you mean learningRate?"],
    [{ η: 1 }, "η: unknown key, did you mean learningRate?"],
    [{ learning_rate: 1 }, "learning_rate: unknown key, did you mean learningRate?"],
    [{ LearningRate: 1 }, "LearningRate: unknown key, did you mean learningRate?"],
    [{ learning_rate_init: 1 }, "learning_rate_init: unknown key, did you mean learningRate?"],
    [{ momentum: 0.9 }, "momentum: unknown key, did you mean optimizer.momentum?"],
    [{ layers: [784, 10] }, "layers: unknown key, did you mean sizes or hidden?"],
    [{ units: 30 }, "units: unknown key, did you mean hidden?"],
    [{ hidden_layer_sizes: [30] }, "hidden_layer_sizes: unknown key, did you mean hidden?"],
    [{ weight_decay: 1 }, "weight_decay: unknown key, did you mean optimizer.weightDecay or l2?"],
    [{ alpha: 1 }, "alpha: unknown key, did you mean l2?"],
    [{ lmbda: 1 }, "lmbda: unknown key, did you mean l2?"],
    [{ batch_size: 1 }, "batch_size: unknown key, did you mean batchSize?"],
    [{ mini_batch_size: 1 }, "mini_batch_size: unknown key, did you mean batchSize?"],
    [{ max_iter: 1 }, "max_iter: unknown key, did you mean epochs?"],
    [{ loss: "mse" }, "loss: unknown key, did you mean cost?"],
    [{ criterion: "mse" }, "criterion: unknown key, did you mean cost?"],
    [{ solver: "adam" }, "solver: unknown key, did you mean optimizer?"],
    [{ random_state: 1 }, "random_state: unknown key, did you mean seed?"],
    [{ patience: 5 }, "patience: unknown key, did you mean earlyStopping.patience?"],
    [{ scheduler: "cosine" }, "scheduler: unknown key, did you mean schedule?"],
    [{ validation_split: 0.1 }, "validation_split: unknown key, did you mean dataset.split?"],
    [{ csv: "a.csv" }, "csv: unknown key, did you mean dataset.csv?"],
    [{ target: "a" }, "target: unknown key, did you mean dataset.target?"],
    [{ augment: { degrees: 5 } }, "augment.degrees: unknown key, did you mean rotation?"],
    [
      { earlyStopping: { patience: 3, min_delta: 0 } },
      "earlyStopping.min_delta: unknown key, did you mean minimumDelta?",
    ],
    [
      { schedule: { name: "step", gamma: 0.1 } },
      "schedule.gamma: unknown key, did you mean factor?",
    ],
    [
      { schedule: { name: "step", step_size: 10 } },
      "schedule.step_size: unknown key, did you mean every?",
    ],
    [
      { optimizer: { name: "adam", lr: 1 } },
      "optimizer.lr: unknown key, did you mean learningRate, outside of optimizer?",
    ],
    [
      { optimizer: { name: "sgd", learningRate: 1 } },
      "optimizer.learningRate: unknown key, did you mean learningRate, outside of optimizer?",
    ],
    [{ optimizer: { name: "adam", eps: 1 } }, "optimizer.eps: unknown key, did you mean epsilon?"],
    [
      { optimizer: { name: "sgd", momentum: 0.9 } },
      'optimizer.momentum: unknown key of "sgd"; momentum, nesterov have it',
    ],
    [
      { optimizer: { name: "adam", weight_decay: 0.1 } },
      'optimizer.weight_decay: unknown key of "adam"; adamw has weightDecay',
    ],
  ];
  for (const [config, line] of rows) assertEquals(ofConfig(config), `  ${line}`);
});

Deno.test("a function by another name gets ours, and one that is not here the nearest", () => {
  const rows: [object, string][] = [
    [{ activation: "swish" }, "; SiLU is not available, relu is the nearest"],
    [{ activation: "SiLU" }, "; SiLU is not available, relu is the nearest"],
    [{ activation: "gelu" }, "; GELU is not available, relu is the nearest"],
    [{ activation: "elu" }, "; ELU is not available, leakyRelu is the nearest"],
    [{ activation: "nn.ReLU()" }, ", did you mean relu?"],
    [{ activation: "leaky_relu" }, ", did you mean leakyRelu?"],
    [{ outputActivation: "log_softmax" }, ", did you mean softmax?"],
    [{ optimizer: "rmsprop" }, "adamw; RMSprop is not available, adam is the nearest"],
    [
      { optimizer: { name: "RMSProp" } },
      "; RMSprop is not available, adam is the nearest",
    ],
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
    [
      "epochs=1e309",
      "epochs is too large for a number: expected a whole number from 1 to 200000",
    ],
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
    [
      ofParameter({ low: 1, max: 2 }),
      "parameters.epochs.low: unknown key, did you mean min?",
    ],
    [
      ofParameter({ choices: [1] }),
      "parameters.epochs.choices: unknown key, did you mean values?",
    ],
    [
      ofParameter({ min: 1, max: 1e309 }),
      "parameters.epochs.max is too large for a number: expected a number",
    ],
    [
      { ...grid, halving: { eta: 3 } },
      "halving.eta: unknown key, did you mean factor?",
    ],
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
    [trainCommand, "--lr", "--set learningRate=…"],
    [trainCommand, "--learning-rate", "--set learningRate=…"],
    [trainCommand, "--batch_size", "--set batchSize=…"],
    [trainCommand, "--epoch", "--set epochs=…"],
    [trainCommand, "--layers", "--set sizes=… or --set hidden=…"],
    [trainCommand, "--hidden", "--set hidden=…"],
    [trainCommand, "--momentum", "--set optimizer.momentum=…"],
    [trainCommand, "--patience", "--set earlyStopping.patience=…"],
    [trainCommand, "--random-state", "--seed"],
    [trainCommand, "--label", "--target"],
    [trainCommand, "--overwrite", "--replace"],
    [trainCommand, "--device", "--engine"],
    [trainCommand, "--threads", "--workers"],
    [trainCommand, "--cofnig", "--config"],
    [formCommand, "--lr", "--set learningRate=…"],
    [runCommand, "--lr", "--set config.learningRate=…"],
    [runCommand, "--output", "--out"],
    [predictCommand, "--output", "--out"],
  ];
  for (const [command, option, meant] of rows) {
    assertEquals(
      of(command, option, "3"),
      `Unknown option ${option}, did you mean ${meant}? (--help lists them)`,
    );
  }
  assertStringIncludes(of(trainCommand, "--engine", "gpu"), "--engine is auto or ");
});

Deno.test("an option of the library by another name gets ours", async () => {
  const data = Dataset.from({ inputs: [[0], [1]], labels: ["a", "b"] });
  const needed = { epochs: 1, batchSize: 1, learningRate: 1 } as const;
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
    [makes({ activation: "swish" }), "; SiLU is not available, relu is the nearest"],
    [makes({ activation: "logistic" }), ", did you mean sigmoid?"],
    [makes({ cost: "mse" }), ", did you mean quadratic?"],
    [makes({ initializer: "kaiming" }), ", did you mean he?"],
    [
      () =>
        network().updateMiniBatch({ inputs: [[1]], labels: [0] } as never, 1, { lr: 1 } as never),
      'Cannot learn from a mini-batch with the option "lr": there are',
    ],
    [() => Dataset.from({ X: [[1]], labels: [0] } as never), '"X", did you mean inputs?'],
    [
      () => Dataset.from({ inputs: [[1]], y: [0] } as never),
      '"y", did you mean labels or targets?',
    ],
    [
      () => Dataset.from({ inputs: [[1]], labels: [0], sample_weight: [1] } as never),
      '"sample_weight", did you mean weights?',
    ],
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
