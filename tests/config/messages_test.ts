/** What a config is refused with, each sentence once. */

import { parseConfig, parseDraft, resolveConfig } from "../../lib/config.ts";
import { assign } from "../../lib/config/assign.ts";
import { parseSweepDraft } from "../../lib/sweep.ts";
import { sentencesWith, testMessages } from "../helpers/says.ts";

/** Keys of the data set of a table. */
const table = (keys: object) => parseDraft({ dataset: { csv: "a.csv", target: "b", ...keys } });

const sweep = (keys: object) => parseSweepDraft({ config: {}, method: "grid", ...keys });

const PUBLISHED = { error: 0.016, source: "a paper" };

testMessages("a config", {
  SyntaxError: {
    ...sentencesWith("Cannot use this config:\n  ", {
      "epochs is 0: expected a whole number from 1 to 200000": () => parseConfig({ epochs: 0 }),
      "seed is -1: expected a whole number from 0 up": () => parseConfig({ seed: -1 }),
      "learningRate is 0: expected a number above 0": () => parseConfig({ learningRate: 0 }),
      "optimizer.momentum is 1: expected a number from 0 to below 1": () =>
        parseConfig({ optimizer: { name: "momentum", momentum: 1 } }),
      "clipNorm is -1: expected a number above 0, or null": () => parseConfig({ clipNorm: -1 }),
      'epochs is "12": expected a number, for example 12': () => parseConfig({ epochs: "12" }),
      'l2 is "5e-4 ": expected a number, for example 0.0005': () => parseConfig({ l2: "5e-4 " }),
      'learningRate is "3.5px": expected a number, for example 3.5': () =>
        parseConfig({ learningRate: "3.5px" }),
      'l1 is "none": expected a number from 0 up': () => parseConfig({ l1: "none" }),
      'the config is []: expected an object such as {"epochs":10}': () => parseConfig([]),
      'evaluate is "test": expected a list, for example ["test"]': () =>
        parseConfig({ evaluate: "test" }),
      'observe: ["weightNorms","weightNorms"] names something twice': () =>
        parseConfig({ observe: ["weightNorms", "weightNorms"] }),
      [
        "observe: 100001 epochs would make a file of metrics over 100 MB: " +
        "expected at most 100000"
      ]: () => parseConfig({ observe: ["weightNorms"], epochs: 100_001 }),
      "observe: one network can be observed, not the members over folds: expected folds 0": () =>
        resolveConfig(
          parseDraft({
            dataset: { csv: "a.csv", target: "b" },
            ...{ folds: 5, observe: ["weightNorms"] },
          }),
          { features: 4, outputs: 3, kind: "class", trainingSize: 105 },
        ),
      "sizes is 784: expected a list of 2 to 64, each a whole number from 1 to 65536": () =>
        parseConfig({ sizes: 784 }),
      'sizes is "784,10": expected a list, for example [784,10]': () =>
        parseConfig({ sizes: "784,10" }),
      [
        "augment is true: expected an object such as " +
        '{"rotation":15,"elastic":{"sigma":4,"alpha":34}}, or null'
      ]: () => parseConfig({ augment: true }),
      'augment.elastic is 7: expected an object such as {"sigma":4,"alpha":34}, or null': () =>
        parseConfig({ augment: { elastic: 7 } }),
      'augment.rotationByClass is 7: expected an object such as {"1":7.5}': () =>
        parseConfig({ augment: { rotationByClass: 7 } }),
      "augment.rotationByClass.a is 7: expected the digits 0 to 9 as keys": () =>
        parseConfig({ augment: { rotationByClass: { a: 7 } } }),
      'averaging is 7: expected an object such as {"decay":0.999}, or null': () =>
        parseConfig({ averaging: 7 }),
      'dropout is 0.5: expected an object such as {"inputs":0.2,"hidden":0.5}, or null': () =>
        parseConfig({ dropout: 0.5 }),
      'earlyStopping is 7: expected an object such as {"patience":10}, or null': () =>
        parseConfig({ earlyStopping: 7 }),
      'classWeights is 7: expected "balanced", or an object such as {"8":2}, or null': () =>
        parseConfig({ classWeights: 7 }),
      [
        "dataset is 7: expected one of mnist, fashion-mnist, or an object such as " +
        '{"csv":"penguins.csv","target":"species"}'
      ]: () => parseConfig({ dataset: 7 }),
      'reproduces is 7: expected an object such as {"accuracy":0.95,"source":"…"}': () =>
        parseConfig({ reproduces: 7 }),
      [
        "reproduces.chosen is 7: expected an object such as " +
        '{"trial":"0123456789abcdef","error":0.0084}'
      ]: () => parseConfig({ reproduces: { source: "…", chosen: 7 } }),
      'reproduces.copies is 7: expected an object such as {"copies":10}': () =>
        parseConfig({ reproduces: { source: "…", copies: 7 } }),
      "reproduces.source is missing: expected text that is not empty": () =>
        parseConfig({ reproduces: {} }),
      'reproduces.source is "": expected text that is not empty': () =>
        parseConfig({ reproduces: { source: "" } }),
      'augment.flip is "yes": expected true or false': () =>
        parseConfig({ augment: { flip: "yes" } }),
      "optimizer.name is missing: expected one of sgd, momentum, nesterov, adam, adamw": () =>
        parseConfig({ optimizer: {} }),
      'optimizer is "adam": expected {"name":"adam"}': () => parseConfig({ optimizer: "adam" }),
      [
        'optimizer is "adm": expected {"name":…}, of sgd, momentum, nesterov, adam, adamw, ' +
        "did you mean adam?"
      ]: () => parseConfig({ optimizer: "adm" }),
      'optimizer.momentum: unknown key of "sgd"; momentum, nesterov have it': () =>
        parseConfig({ optimizer: { name: "sgd", momentum: 0.5 } }),
      "lerningRate: unknown key, did you mean learningRate?": () => parseConfig({ lerningRate: 1 }),
      "augment.elastic.strength: unknown key; the keys here are sigma, alpha": () =>
        parseConfig({ augment: { elastic: { sigma: 4, strength: 1 } } }),
      "classWeights.__proto__: nothing can have this name": () =>
        parseConfig(JSON.parse('{ "classWeights": { "__proto__": 3 } }')),
      [
        "sizes: [10,10] does not fit the images, which have 784 pixels and 10 classes: " +
        "expected 784 first and 10 last"
      ]: () => parseConfig({ sizes: [10, 10] }),
      "sizes: [784,65536,65536,10] makes 4347133962 parameters: expected at most 50000000": () =>
        parseConfig({ sizes: [784, 65536, 65536, 10] }),
      [
        "batchSize: 50000 images make 489700000 activations in these layers: expected at " +
        "most 100000000"
      ]: () => parseConfig({ sizes: [784, 9000, 10], batchSize: 50000 }),
      "trainingSize is 60001: expected a whole number from 1 to 60000": () =>
        parseConfig({ trainingSize: 60001, evaluate: ["test"] }),
      [
        "evaluate: there is no validation split with a trainingSize of 60000, over 50000: " +
        'expected "evaluate": ["test"]'
      ]: () => parseConfig({ trainingSize: 60000 }),
      'keep: "best" looks at validation, which "evaluate" leaves out': () =>
        parseConfig({ evaluate: ["test"], keep: "best" }),
      'earlyStopping: it looks at validation, which "evaluate" leaves out': () =>
        parseConfig({ evaluate: ["test"], earlyStopping: {} }),
      'schedule: "plateau" looks at validation, which "evaluate" leaves out': () =>
        parseConfig({ evaluate: ["test"], schedule: { name: "plateau" } }),
      'evaluate: ["test","test"] names a split twice': () =>
        parseConfig({ evaluate: ["test", "test"] }),
      [
        'l2: "adamw" lets weights decay by themselves: expected "optimizer": { ' +
        '"weightDecay": … }, or the optimizer "adam" with the penalty'
      ]: () => parseConfig({ optimizer: { name: "adamw" }, l2: 5 }),
      "dropout.hidden: [784,10] has no hidden layer to drop units of": () =>
        parseConfig({ sizes: [784, 10], dropout: { hidden: 0.5 } }),
      "hidden: expected hidden or sizes, got both": () =>
        parseConfig({ hidden: [30], sizes: [784, 30, 10] }),
      "reproduces: expected an accuracy or an error, got both": () =>
        parseConfig({ reproduces: { ...PUBLISHED, accuracy: 0.98 } }),
      'reproduces: its value is of test, which "evaluate" leaves out': () =>
        parseConfig({ reproduces: PUBLISHED, evaluate: ["validation"] }),
      [
        "reproduces: where nothing is published the value is that of test, after the last " +
        "epoch: expected neither split nor epoch"
      ]: () => parseConfig({ reproduces: { source: "ours", split: "validation" } }),
      "reproduces: expected no copies where a value is published": () =>
        parseConfig({ reproduces: { ...PUBLISHED, copies: { copies: 2 } } }),
      'reproduces: expected no copies where "augment" is null and deforms nothing': () =>
        parseConfig({ reproduces: { source: "ours", copies: { copies: 2 } } }),
      "reproduces: expected no copies where an ensemble answers": () =>
        parseConfig({
          augment: {},
          reproduces: { source: "ours", copies: { copies: 2 }, committee: true },
        }),
    }),
    ...sentencesWith("Cannot use this config:\n  dataset", {
      ".split.0 is 2: expected a number above 0 and below 1": () => table({ split: [2, 0.1, 0.1] }),
      ".split is [0.5,0.5]: expected a list of 3, each a number above 0 and below 1": () =>
        table({ split: [0.5, 0.5] }),
      ".target.0 is 1: expected text": () => table({ target: [1] }),
      ".target is []: expected a list of at least 1, each text": () => table({ target: [] }),
      ".target is 1: expected text, or a list of at least 1, each text": () => table({ target: 1 }),
      '.delimiter is "": expected a single character': () => table({ delimiter: "" }),
      '.delimiter is "ab": expected a single character': () => table({ delimiter: "ab" }),
      '.without is "id": expected a list, for example ["id"]': () => table({ without: "id" }),
      ': expected "target", the column to predict': () => table({ target: undefined }),
      [
        ': "size" is not for csv: there are target, kind, delimiter, header, encoding, gaps, ' +
        "without, weights, split, splitBy, splitAfter, as, costs, positive, coverage"
      ]: () => table({ size: [1, 1] }),
      ': the kind "labels" is of NPZ files; expected class or quantity of a table': () =>
        table({ kind: "labels" }),
      ": expected one of csv, table, images, idx, npz, which holds the path of the data": () =>
        table({ npz: "a" }),
    }),
    ...sentencesWith("Cannot use this sweep:\n  ", {
      "config is 5: expected text, or an object": () => sweep({ config: 5 }),
      "parameters.epochs.values is []: expected a list of at least 1": () =>
        sweep({ parameters: { epochs: { values: [] } } }),
      'list is 5: expected a list of 1 to 100000, each an object such as {"epochs":10}': () =>
        sweep({ method: "list", list: 5 }),
    }),
    "Cannot use this config without its data: sizes, cost and trainingSize come from there": () =>
      parseConfig({ dataset: { csv: "a.csv", target: "b" } }),
    'Cannot set "epochs.more": there is no epochs to set it in': () =>
      assign({ epochs: 1 }, "epochs.more", 1),
    'Cannot set "epochs": there is no config to set it in': () => assign(7, "epochs", 1),
    'Cannot set "sizes.3": sizes is a list, expected 0 to 2': () =>
      assign({ sizes: [784, 10] }, "sizes.3", 1),
    'Cannot set "first": the config is a list, expected 0 to 1': () => assign([1], "first", 1),
  },
});
