/** What a config is refused with, each sentence once. */

import { parseConfig, parseDraft } from "../../lib/config.ts";
import { assign } from "../../lib/config/assign.ts";
import { parseSweepDraft } from "../../lib/sweep.ts";
import { type MessageRow, testMessages } from "../helpers/says.ts";

/** A config, and the line on what is wrong with it. */
function config(given: unknown, line: string): MessageRow {
  const what = line.split(":")[0]!;
  return [what, () => parseConfig(given), SyntaxError, `Cannot use this config:\n  ${line}`];
}

/** Keys of the data set of a table, and the line on what is wrong with them. */
function table(keys: object, line: string): MessageRow {
  const call = () => parseDraft({ dataset: { csv: "a.csv", target: "b", ...keys } });
  return [line.split(":")[0]!, call, SyntaxError, `Cannot use this config:\n  dataset${line}`];
}

/** Keys of a sweep, and the line on what is wrong with them. */
function sweep(keys: object, line: string): MessageRow {
  const call = () => parseSweepDraft({ config: {}, method: "grid", ...keys });
  return [line.split(":")[0]!, call, SyntaxError, `Cannot use this sweep:\n  ${line}`];
}

/** A path that nothing is set at. */
function path(given: unknown, at: string, why: string): MessageRow {
  const call = () => assign(structuredClone(given), at, 1);
  return [`set ${at}`, call, SyntaxError, `Cannot set "${at}": ${why}`];
}

const PUBLISHED = { error: 0.016, source: "a paper" };

testMessages("a config", [
  config({ epochs: 0 }, "epochs is 0: expected a whole number from 1 to 200000"),
  config({ seed: -1 }, "seed is -1: expected a whole number from 0 up"),
  config({ learningRate: 0 }, "learningRate is 0: expected a number above 0"),
  config(
    { optimizer: { name: "momentum", momentum: 1 } },
    "optimizer.momentum is 1: expected a number from 0 to below 1",
  ),
  config({ clipNorm: -1 }, "clipNorm is -1: expected a number above 0, or null"),
  config({ epochs: "12" }, 'epochs is "12": expected a number, for example 12'),
  config({ l2: "5e-4 " }, 'l2 is "5e-4 ": expected a number, for example 0.0005'),
  config({ learningRate: "3.5px" }, 'learningRate is "3.5px": expected a number, for example 3.5'),
  config({ l1: "none" }, 'l1 is "none": expected a number from 0 up'),
  config([], 'the config is []: expected an object such as {"epochs":10}'),
  config({ evaluate: "test" }, 'evaluate is "test": expected a list, for example ["test"]'),
  config(
    { sizes: 784 },
    "sizes is 784: expected a list of 2 to 64, each a whole number from 1 to 65536",
  ),
  config({ sizes: "784,10" }, 'sizes is "784,10": expected a list, for example [784,10]'),
  config(
    { augment: true },
    'augment is true: expected an object such as {"rotation":15,"elastic":{"sigma":4,"alpha":34}}, or null',
  ),
  config(
    { augment: { elastic: 7 } },
    'augment.elastic is 7: expected an object such as {"sigma":4,"alpha":34}, or null',
  ),
  config(
    { augment: { rotationByClass: 7 } },
    'augment.rotationByClass is 7: expected an object such as {"1":7.5}',
  ),
  config(
    { augment: { rotationByClass: { a: 7 } } },
    "augment.rotationByClass.a is 7: expected the digits 0 to 9 as keys",
  ),
  config(
    { averaging: 7 },
    'averaging is 7: expected an object such as {"decay":0.999}, or null',
  ),
  config(
    { dropout: 0.5 },
    'dropout is 0.5: expected an object such as {"inputs":0.2,"hidden":0.5}, or null',
  ),
  config(
    { earlyStopping: 7 },
    'earlyStopping is 7: expected an object such as {"patience":10}, or null',
  ),
  config(
    { classWeights: 7 },
    'classWeights is 7: expected "balanced", or an object such as {"8":2}, or null',
  ),
  config(
    { dataset: 7 },
    "dataset is 7: expected one of mnist, fashion-mnist, or an object such as " +
      '{"csv":"penguins.csv","target":"species"}',
  ),
  config(
    { reproduces: 7 },
    'reproduces is 7: expected an object such as {"accuracy":0.95,"source":"…"}',
  ),
  config(
    { reproduces: { source: "…", chosen: 7 } },
    'reproduces.chosen is 7: expected an object such as {"trial":"0123456789abcdef","error":0.0084}',
  ),
  config(
    { reproduces: { source: "…", copies: 7 } },
    'reproduces.copies is 7: expected an object such as {"copies":10}',
  ),
  config({ reproduces: {} }, "reproduces.source is missing: expected text that is not empty"),
  config(
    { reproduces: { source: "" } },
    'reproduces.source is "": expected text that is not empty',
  ),
  config({ augment: { flip: "yes" } }, 'augment.flip is "yes": expected true or false'),
  config(
    { optimizer: {} },
    "optimizer.name is missing: expected one of sgd, momentum, nesterov, adam, adamw",
  ),
  config({ optimizer: "adam" }, 'optimizer is "adam": expected {"name":"adam"}'),
  config(
    { optimizer: "adm" },
    'optimizer is "adm": expected {"name":…}, of sgd, momentum, nesterov, adam, adamw, did you mean adam?',
  ),
  config(
    { optimizer: { name: "sgd", momentum: 0.5 } },
    'optimizer.momentum: unknown key of "sgd"; momentum, nesterov have it',
  ),
  config({ lerningRate: 1 }, "lerningRate: unknown key, did you mean learningRate?"),
  config(
    { augment: { elastic: { sigma: 4, strength: 1 } } },
    "augment.elastic.strength: unknown key; the keys here are sigma, alpha",
  ),
  config(
    JSON.parse('{ "classWeights": { "__proto__": 3 } }'),
    "classWeights.__proto__: nothing can have this name",
  ),

  // Values that do not go together
  config(
    { sizes: [10, 10] },
    "sizes: [10,10] does not fit the images, which have 784 pixels and 10 classes: expected 784 first and 10 last",
  ),
  config(
    { sizes: [784, 65536, 65536, 10] },
    "sizes: [784,65536,65536,10] makes 4347133962 parameters: expected at most 50000000",
  ),
  config(
    { sizes: [784, 9000, 10], batchSize: 50000 },
    "batchSize: 50000 images make 489700000 activations in these layers: expected at most 100000000",
  ),
  config(
    { trainingSize: 60001, evaluate: ["test"] },
    "trainingSize is 60001: expected a whole number from 1 to 60000",
  ),
  config(
    { trainingSize: 60000 },
    "evaluate: there is no validation split with a trainingSize of 60000, over 50000: " +
      'expected "evaluate": ["test"]',
  ),
  config(
    { evaluate: ["test"], keep: "best" },
    'keep: "best" looks at validation, which "evaluate" leaves out',
  ),
  config(
    { evaluate: ["test"], earlyStopping: {} },
    'earlyStopping: it looks at validation, which "evaluate" leaves out',
  ),
  config(
    { evaluate: ["test"], schedule: { name: "plateau" } },
    'schedule: "plateau" looks at validation, which "evaluate" leaves out',
  ),
  config({ evaluate: ["test", "test"] }, 'evaluate: ["test","test"] names a split twice'),
  config(
    { optimizer: { name: "adamw" }, l2: 5 },
    'l2: "adamw" lets weights decay by themselves: expected "optimizer": { "weightDecay": … }, ' +
      'or the optimizer "adam" with the penalty',
  ),
  config(
    { sizes: [784, 10], dropout: { hidden: 0.5 } },
    "dropout.hidden: [784,10] has no hidden layer to drop units of",
  ),
  config({ hidden: [30], sizes: [784, 30, 10] }, "hidden: expected hidden or sizes, got both"),
  config(
    { reproduces: { ...PUBLISHED, accuracy: 0.98 } },
    "reproduces: expected an accuracy or an error, got both",
  ),
  config(
    { reproduces: PUBLISHED, evaluate: ["validation"] },
    'reproduces: its value is of test, which "evaluate" leaves out',
  ),
  config(
    { reproduces: { source: "ours", split: "validation" } },
    "reproduces: where nothing is published the value is that of test, after the last epoch: " +
      "expected neither split nor epoch",
  ),
  config(
    { reproduces: { ...PUBLISHED, copies: { copies: 2 } } },
    "reproduces: expected no copies where a value is published",
  ),
  config(
    { reproduces: { source: "ours", copies: { copies: 2 } } },
    'reproduces: expected no copies where "augment" is null and deforms nothing',
  ),
  config(
    { augment: {}, reproduces: { source: "ours", copies: { copies: 2 }, committee: true } },
    "reproduces: expected no copies where an ensemble answers",
  ),

  // Your data
  [
    "a config without its data",
    () => parseConfig({ dataset: { csv: "a.csv", target: "b" } }),
    SyntaxError,
    "Cannot use this config without its data: sizes, cost and trainingSize come from there",
  ],
  table({ split: [2, 0.1, 0.1] }, ".split.0 is 2: expected a number above 0 and below 1"),
  table(
    { split: [0.5, 0.5] },
    ".split is [0.5,0.5]: expected a list of 3, each a number above 0 and below 1",
  ),
  table({ target: [1] }, ".target.0 is 1: expected text"),
  table({ target: [] }, ".target is []: expected a list of at least 1, each text"),
  table({ target: 1 }, ".target is 1: expected text, or a list of at least 1, each text"),
  table({ delimiter: "" }, '.delimiter is "": expected a single character'),
  table({ delimiter: "ab" }, '.delimiter is "ab": expected a single character'),
  table({ without: "id" }, '.without is "id": expected a list, for example ["id"]'),
  table({ target: undefined }, ': expected "target", the column to predict'),
  table(
    { size: [1, 1] },
    ': "size" is not for csv: there are target, kind, delimiter, header, ' +
      "gaps, without, weights, split",
  ),
  table(
    { kind: "labels" },
    ': the kind "labels" is of NPZ files; expected class or quantity of a table',
  ),
  table({ npz: "a" }, ": expected one of csv, images, idx, npz, which holds the path of the data"),

  // Sweeps
  sweep({ config: 5 }, "config is 5: expected text, or an object"),
  sweep(
    { parameters: { epochs: { values: [] } } },
    "parameters.epochs.values is []: expected a list of at least 1",
  ),
  sweep(
    { method: "list", list: 5 },
    'list is 5: expected a list of 1 to 100000, each an object such as {"epochs":10}',
  ),

  // Paths of --set
  path({ epochs: 1 }, "epochs.more", "there is no epochs to set it in"),
  path(7, "epochs", "there is no config to set it in"),
  path({ sizes: [784, 10] }, "sizes.3", "sizes is a list, expected 0 to 2"),
  path([1], "first", "the config is a list, expected 0 to 1"),
]);
