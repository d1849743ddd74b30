import { intervalsOf, parseIntervals } from "../../lib/evaluate/intervals.ts";
import { parseMetadata } from "../../lib/evaluate/metadata.ts";
import { responseAlong } from "../../lib/table_model/response.ts";
import { histogramOf } from "../../lib/evaluate/weight_statistics.ts";
import { TestTimeAugmentation } from "../../lib/train/test_time_augmentation.ts";
import { spreadOf } from "../../lib/evaluate/spread.ts";
import { Dataset, evaluate, Network } from "../../mod.ts";
import { Ensemble } from "../../lib/ensemble/mod.ts";
import {
  calibration,
  classAverages,
  NoveltyDetector,
  permutationImportance,
  predictDataset,
  rocCurve,
  wilsonInterval,
  worstMistakes,
} from "../../lib/evaluate/mod.ts";
import { testMessages } from "../helpers/says.ts";

const inputs = [[1], [2]];
const classes = Dataset.from({ inputs, labels: ["a", "b"] });
const quantities = Dataset.from({ inputs, targets: [7, 7] });
const many = Dataset.from({
  inputs: Array.from({ length: 20 }, (_, k) => [k]),
  targets: Array.from({ length: 20 }, (_, k) => k),
});
const network = new Network([1, 2], { classNames: ["a", "b"] });
const linear = new Network([1, 1], { outputActivation: "linear" });
const detector = NoveltyDetector.fit(classes)!;
const augmentation = { copies: 1, augment: {}, shape: [1, 1], seed: 1 };
const column = { start: 0, width: 1 };
const table = {
  version: 1,
  kind: "number",
  columns: [{ name: "size", kind: "number", mean: 1, deviation: 1, missing: null }],
} as never;

testMessages("evaluate", {
  TypeError: {
    [
      "Cannot use a list of 1 as data: expected a data set, which Dataset.from({ inputs, " +
      "labels }) makes"
    ]: () => evaluate(network, [[1]] as never),
    'Cannot find the class "bb" among the network\'s, a, b, did you mean b?': () =>
      evaluate(network, Dataset.from({ inputs, labels: ["a", "bb"] })),
    "Cannot predict 2 classes with a network of 3 outputs": () =>
      predictDataset(new Network([1, 3]), classes),
    "Cannot predict classes: the data has targets instead of labels": () =>
      predictDataset(linear, quantities),
    "Cannot find mistakes in a Network: expected the result of predictDataset(network, data)": () =>
      worstMistakes(network as never, 1),
    [
      "Cannot make an ensemble of a network with 1 inputs and 2 outputs and one with 1 " +
      "inputs and 1 outputs"
    ]: () => new Ensemble([network, linear]),
    "Cannot make an ensemble of networks whose classes or standardization are not the same": () =>
      new Ensemble([network, new Network([1, 2], { classNames: ["b", "a"] })]),
    "Cannot find intervals of classes: expected quantities": () => intervalsOf(network, classes),
    "Cannot predict 1 quantities with a network of 2 outputs": () =>
      intervalsOf(new Network([1, 2]), many),
    "Cannot find the novelty of an example: expected 1 numbers, got 2": () =>
      detector.distance([1, 2]),
    [
      "Cannot shuffle columns: expected a list such as [{ start: 0, width: 1 }, { start: " +
      "1, width: 1 }], got 2"
    ]: () => permutationImportance(network, classes, 2 as never),
    "Cannot deform images of shape [2,2] for a network of 1 inputs": () =>
      new TestTimeAugmentation(network, { ...augmentation, shape: [2, 2] }),
  },
  RangeError: {
    "Cannot find the worst mistakes: expected a whole number from 0 up, got 1.5": () =>
      worstMistakes(predictDataset(network, classes), 1.5),
    "Cannot make an ensemble of no networks": () => new Ensemble([]),
    "Cannot make an ensemble of 1 networks with 2 widths": () =>
      new Ensemble([network], { normalizeWidths: [null, null] }),
    "Cannot make an ensemble of 1 networks with 2 weights": () =>
      new Ensemble([network], { weights: [1, 2] }),
    "Cannot make an ensemble: expected weights from 0 up, not all of them 0, got 1, -1": () =>
      new Ensemble([network, network], { weights: [1, -1] }),
    "Cannot shuffle 1 features from 1 on: there are 1": () =>
      permutationImportance(network, classes, [{ start: 1, width: 1 }]),
    "Cannot shuffle columns: expected repeats from 1 up, got 0": () =>
      permutationImportance(network, classes, [column], { repeats: 0 }),
    "Cannot find importances: all targets are the same": () =>
      permutationImportance(linear, quantities, [column]),
    "Cannot calibrate no predictions": () => calibration([], []),
    "Cannot calibrate: expected a confidence from 0 to 1, got 1.5": () =>
      calibration([1.5], [true]),
    "Cannot evaluate a network on no examples": () => evaluate(network, classes.subset(0, 0)),
    "Cannot average the classes of no examples": () => classAverages([[0]]),
    "Cannot find the interval of 2 right answers of 1": () => wilsonInterval(2, 1),
    "Cannot rank examples: expected some of the class and some of others": () =>
      rocCurve([0.1, 0.2], [1, 1]),
    "Cannot rank the output NaN of example 0": () => rocCurve([NaN], [1]),
    "Cannot find the spread of no values": () => spreadOf([]),
    "Cannot make a histogram of no values": () => histogramOf(new Float32Array(0)),
    "Cannot augment at test time with copies 0: expected a whole number from 1 to 1000": () =>
      new TestTimeAugmentation(network, { ...augmentation, copies: 0 }),
    'Cannot find the column "sise", did you mean size?': () =>
      responseAlong(linear, table, { size: 1 }, "sise", [1]),
  },
  SyntaxError: {
    "Cannot read a network: its intervals are not a coverage and half widths": () =>
      parseIntervals("{}"),
    "Cannot read a network: its intervals are of 2 quantities, the network has 1 outputs": () =>
      parseMetadata({ intervals: '{"coverage":0.9,"halfWidths":[1,2]}' }, linear),
    "Cannot read a network: its novelty is not what train writes": () =>
      NoveltyDetector.parse("null"),
    "Cannot read a network: its novelty is of 1 features, the network has 2 inputs": () =>
      parseMetadata({ novelty: JSON.stringify(detector) }, new Network([2, 1])),
  },
});
