import { intervalsOf, parseIntervals } from "../../lib/evaluate/intervals.ts";
import { parseMetadata } from "../../lib/evaluate/metadata.ts";
import { responseAlong } from "../../lib/table_network/response.ts";
import { histogramOf } from "../../lib/evaluate/weight_statistics.ts";
import { TestTimeAugmentation } from "../../lib/train/test_time_augmentation.ts";
import { spreadOf } from "../../lib/evaluate/diversity.ts";
import { Dataset, evaluate, Network } from "../../mod.ts";
import { Ensemble, ensembleWeights } from "../../lib/ensemble/mod.ts";
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

testMessages("evaluate", [
  [
    "data that is no data set",
    () => evaluate(network, [[1]] as never),
    TypeError,
    "Cannot use a list of 1 as data: expected a data set, which Dataset.from({ inputs, labels }) makes",
  ],
  [
    "a class that the network lacks",
    () => evaluate(network, Dataset.from({ inputs, labels: ["a", "bb"] })),
    TypeError,
    'Cannot find the class "bb" among the network\'s, a, b, did you mean b?',
  ],
  [
    "outputs that do not fit the data",
    () => predictDataset(new Network([1, 3]), classes),
    TypeError,
    "Cannot predict 2 classes with a network of 3 outputs",
  ],
  [
    "predictions of targets",
    () => predictDataset(linear, quantities),
    TypeError,
    "Cannot predict classes: the data has targets instead of labels",
  ],
  [
    "mistakes of something else than predictions",
    () => worstMistakes(network as never, 1),
    TypeError,
    "Cannot find mistakes in a Network: expected the result of predictDataset(network, data)",
  ],
  [
    "a fraction of mistakes",
    () => worstMistakes(predictDataset(network, classes), 1.5),
    RangeError,
    "Cannot find the worst mistakes: expected a whole number from 0 up, got 1.5",
  ],
  [
    "an ensemble of nothing",
    () => new Ensemble([]),
    RangeError,
    "Cannot make an ensemble of no networks",
  ],
  [
    "an ensemble of networks with other outputs",
    () => new Ensemble([network, linear]),
    TypeError,
    "Cannot make an ensemble of a network with 1 inputs and 2 outputs and one with 1 inputs and 1 outputs",
  ],
  [
    "an ensemble of networks with other classes",
    () => new Ensemble([network, new Network([1, 2], { classNames: ["b", "a"] })]),
    TypeError,
    "Cannot make an ensemble of networks whose classes or standardization are not the same",
  ],
  [
    "an ensemble with too many widths",
    () => new Ensemble([network], { normalizeWidths: [null, null] }),
    RangeError,
    "Cannot make an ensemble of 1 networks with 2 widths",
  ],
  [
    "an ensemble with too many weights",
    () => new Ensemble([network], { weights: [1, 2] }),
    RangeError,
    "Cannot make an ensemble of 1 networks with 2 weights",
  ],
  [
    "an ensemble with weights below 0",
    () => new Ensemble([network, network], { weights: [1, -1] }),
    RangeError,
    "Cannot make an ensemble: expected weights from 0 up, not all of them 0, got 1, -1",
  ],
  [
    "weights of no networks",
    () => ensembleWeights([], classes),
    RangeError,
    "Cannot weigh networks: expected at least one network and one example, got 0 networks and 2 examples",
  ],
  [
    "weights of networks with other classes",
    () => ensembleWeights([network, new Network([1, 2], { classNames: ["b", "a"] })], classes),
    TypeError,
    "Cannot weigh networks whose classes or standardization are not the same",
  ],
  [
    "intervals of classes",
    () => intervalsOf(network, classes),
    TypeError,
    "Cannot find intervals of classes: expected quantities",
  ],
  [
    "intervals of a network with other outputs",
    () => intervalsOf(new Network([1, 2]), many),
    TypeError,
    "Cannot find intervals of 1 targets for a network of 2 outputs",
  ],
  [
    "intervals in a damaged file",
    () => parseIntervals("{}"),
    SyntaxError,
    "Cannot read a network: its intervals are not a coverage and half widths",
  ],
  [
    "intervals of another network",
    () => parseMetadata({ intervals: '{"coverage":0.9,"halfWidths":[1,2]}' }, linear),
    SyntaxError,
    "Cannot read a network: its intervals are of 2 quantities, the network has 1 outputs",
  ],
  [
    "novelty in a damaged file",
    () => NoveltyDetector.parse("null"),
    SyntaxError,
    "Cannot read a network: its novelty is not what train writes",
  ],
  [
    "novelty of another network",
    () => parseMetadata({ novelty: JSON.stringify(detector) }, new Network([2, 1])),
    SyntaxError,
    "Cannot read a network: its novelty is of 1 features, the network has 2 inputs",
  ],
  [
    "novelty of too many numbers",
    () => detector.distance([1, 2]),
    TypeError,
    "Cannot find the novelty of an example: expected 1 numbers, got 2",
  ],
  [
    "importances of something else than columns",
    () => permutationImportance(network, classes, 2 as never),
    TypeError,
    "Cannot shuffle columns: expected a list such as [{ start: 0, width: 1 }, { start: 1, width: 1 }], got 2",
  ],
  [
    "importances of features that are not there",
    () => permutationImportance(network, classes, [{ start: 1, width: 1 }]),
    RangeError,
    "Cannot shuffle 1 features from 1 on: there are 1",
  ],
  [
    "importances without a repeat",
    () => permutationImportance(network, classes, [column], { repeats: 0 }),
    RangeError,
    "Cannot shuffle columns: expected repeats from 1 up, got 0",
  ],
  [
    "importances for targets that are all the same",
    () => permutationImportance(linear, quantities, [column]),
    RangeError,
    "Cannot find importances: all targets are the same",
  ],
  [
    "calibration of nothing",
    () => calibration([], []),
    RangeError,
    "Cannot calibrate no predictions",
  ],
  [
    "calibration of a confidence beyond 1",
    () => calibration([1.5], [true]),
    RangeError,
    "Cannot calibrate: expected a confidence from 0 to 1, got 1.5",
  ],
  [
    "averages of no examples",
    () => classAverages([[0]]),
    RangeError,
    "Cannot average the classes of no examples",
  ],
  [
    "an interval of more right answers than examples",
    () => wilsonInterval(2, 1),
    RangeError,
    "Cannot find the interval of 2 right answers of 1",
  ],
  [
    "a ranking of one class",
    () => rocCurve([0.1, 0.2], [1, 1]),
    RangeError,
    "Cannot rank examples: expected some of the class and some of others",
  ],
  [
    "a ranking of NaN",
    () => rocCurve([NaN], [1]),
    RangeError,
    "Cannot rank the output NaN of example 0",
  ],
  [
    "a spread of nothing",
    () => spreadOf([]),
    RangeError,
    "Cannot find the spread of no values",
  ],
  [
    "a histogram of nothing",
    () => histogramOf(new Float32Array(0)),
    RangeError,
    "Cannot make a histogram of no values",
  ],
  [
    "test-time augmentation without a copy",
    () => new TestTimeAugmentation(network, { ...augmentation, copies: 0 }),
    RangeError,
    "Cannot augment at test time with copies 0: expected a whole number from 1 to 1000",
  ],
  [
    "test-time augmentation of images of another size",
    () => new TestTimeAugmentation(network, { ...augmentation, shape: [2, 2] }),
    TypeError,
    "Cannot deform images of shape [2,2] for a network of 1 inputs",
  ],
  [
    "a response to a column that the table lacks",
    () => responseAlong(linear, table, { size: 1 }, "sise", [1]),
    RangeError,
    'Cannot find the column "sise", did you mean size?',
  ],
]);
