/** The sentences about evaluations: refusals, verdicts, learning curves. */

import { Ensemble } from "../../lib/ensemble/mod.ts";
import { intervalsOf, parseIntervals } from "../../lib/measure/intervals.ts";
import { learningCurveText } from "../../lib/measure/verdict/learning_curve.ts";
import { parseMetadata } from "../../lib/measure/metadata.ts";
import {
  calibration,
  classAverages,
  NoveltyDetector,
  permutationImportance,
  precisionRecallCurve,
  predictDataset,
  rocCurve,
  wilsonInterval,
  worstMistakes,
} from "../../lib/evaluate/mod.ts";
import { spreadOf } from "../../lib/measure/distributions.ts";
import { smallTestText, verdictOf } from "../../lib/measure/verdict/verdict.ts";
import { histogramOf } from "../../lib/measure/weight_statistics.ts";
import { responseAlong } from "../../lib/table/model/response.ts";
import { TestTimeAugmentation } from "../../lib/train/test_time_augmentation.ts";
import { Dataset, evaluate, Network } from "../../mod.ts";
import { each, pinnedIn } from "../helpers/pinned.ts";
import { comparison, constant, difference, linear, TREES } from "./rivals.ts";
import texts from "./messages.txt" with { type: "text" };

const pin = pinnedIn(import.meta.url, texts);

const inputs = [[1], [2]];
const classes = Dataset.from({ inputs, labels: ["a", "b"] });
const quantities = Dataset.from({ inputs, targets: [7, 7] });
const many = Dataset.from({
  inputs: Array.from({ length: 20 }, (_, k) => [k]),
  targets: Array.from({ length: 20 }, (_, k) => k),
});
const network = new Network([1, 2], { classNames: ["a", "b"] });
const linearNetwork = new Network([1, 1], { outputActivation: "linear" });
const detector = NoveltyDetector.fit(classes)!;
const augmentation = { copies: 1, augment: {}, shape: [1, 1], seed: 1 };
const column = { start: 0, width: 1 };
const table = {
  version: 1,
  kind: "number",
  columns: [{ name: "size", kind: "number", mean: 1, deviation: 1, missing: null }],
} as never;

const INTERVALS = [
  "",
  "3",
  "{}",
  '{"coverage":0.9,"halfWidths":[-1]}',
  '{"halfWidths":[1]}',
  '{"coverage":1,"halfWidths":[1],"x":1}',
];
const COLUMNS = [
  undefined,
  null,
  2,
  { start: 0, width: 1 },
  "all",
  ...[undefined, 0, {}, { start: 0 }].map((column) => [column]),
];

pin("evaluate", [
  () => evaluate(network, [[1]] as never),
  () => evaluate(network, Dataset.from({ inputs, labels: ["a", "bb"] })),
  () => evaluate(network, classes.subset(0, 0)),
  () => predictDataset(new Network([1, 3]), classes),
  () => predictDataset(linearNetwork, quantities),
  () => worstMistakes(network as never, 3),
  () => worstMistakes(undefined as never, 3),
  () => worstMistakes({ labels: [1] } as never, 3),
  ...each("worst mistakes", [undefined, "3", NaN, -1, 1.5], (count) => {
    return worstMistakes(predictDataset(network, classes), count as number);
  }),
  () => new Ensemble([]),
  () => new Ensemble([network, linearNetwork]),
  () => new Ensemble([network, new Network([1, 2], { classNames: ["b", "a"] })]),
  () => new Ensemble([network], { normalizeWidths: [null, null] }),
  () => new Ensemble([network], { weights: [1, 2] }),
  () => new Ensemble([network, network], { weights: [1, -1] }),
  () => intervalsOf(network, classes),
  () => intervalsOf(new Network([1, 2]), many),
  ...each("intervals", INTERVALS, parseIntervals),
  () => parseMetadata({ intervals: '{"coverage":0.9,"halfWidths":[1,2]}' }, linearNetwork),
  () => parseMetadata({ novelty: JSON.stringify(detector) }, new Network([2, 1])),
  () => NoveltyDetector.parse("null"),
  () => detector.distance([1, 2]),
  ...each("importance of", COLUMNS, (columns) => {
    return permutationImportance(network, classes, columns as never);
  }),
  () => permutationImportance(network, classes, [{ start: 1, width: 1 }]),
  () => permutationImportance(network, classes, [column], { repeats: 0 }),
  () => permutationImportance(linearNetwork, quantities, [column]),
  () => new TestTimeAugmentation(network, { ...augmentation, shape: [2, 2] }),
  () => new TestTimeAugmentation(network, { ...augmentation, copies: 0 }),
  () => calibration([], []),
  () => calibration([1.5], [true]),
  () => classAverages([[0]]),
  () => classAverages([[0, 0], [0, 0]]),
  () => wilsonInterval(2, 1),
  () => wilsonInterval(1, 0),
  () => rocCurve([0.1, 0.2], [1, 1]),
  () => precisionRecallCurve([0.1, 0.2], [0, 0]),
  () => rocCurve([0.1, NaN], [0, 1]),
  () => spreadOf([]),
  () => histogramOf(new Float32Array(0)),
  () => responseAlong(linearNetwork, table, { size: 1 }, "sise", [1]),
]);

const unlike = { isUseful: false };

const small = Dataset.from({ inputs: [[1, 2], [2, 1], [8, 9]], labels: [0, 0, 2], classes: 3 });
const file = JSON.parse(JSON.stringify(NoveltyDetector.fit(small)));
const picture = { height: 1, width: 2, roughness: [0, 1], halftones: [0, 1] };
const rim = JSON.parse(JSON.stringify(NoveltyDetector.fit(many, undefined, { measured: [0] })));
const [rimColumn] = rim.rim.columns;

pin("novelty of files", [
  () => NoveltyDetector.parse(JSON.stringify({ ...file, picture })) && "is read",
  () => NoveltyDetector.parse(JSON.stringify(rim)) && "is read",
  ...each("with", [
    { version: 2 },
    { another: 1 },
    { features: 0 },
    { features: 5 },
    { picture: {} },
    { threshold: -1 },
    { threshold: null },
    { statistics: "?" },
    ...[file.statistics.slice(0, 8), btoa("\0".repeat(8))].map((statistics) => ({ statistics })),
    { picture: { ...picture, width: 4 } },
    { picture: { ...picture, width: 1, roughness: [0] } },
  ], (change) => NoveltyDetector.parse(JSON.stringify({ ...file, ...change }))),
  ...each("a rim's column with", [
    { feature: 99 },
    { feature: -1 },
    { low: "1" },
    { above: 0 },
    { below: -1 },
    { worth: null },
    { more: 1 },
    { high: -1e9 },
  ], (change) => {
    const columns = [{ ...rimColumn, ...change }];
    return NoveltyDetector.parse(JSON.stringify({ ...rim, rim: { ...rim.rim, columns } }));
  }),
  ...each(
    "a rim of",
    [null, {}, [], { ...rim.rim, limit: "1" }, { ...rim.rim, columns: [] }],
    (other) => {
      return NoveltyDetector.parse(JSON.stringify({ ...rim, rim: other }));
    },
  ),
]);

const trees = (...of: Parameters<typeof comparison>) => ({
  ...TREES,
  comparison: comparison(...of),
  advice: "ship them, with --model trees",
});

pin("verdicts", [
  () => verdictOf([]),
  () => verdictOf([linear(0.034, 0.005)]),
  () => verdictOf([linear(-0.034, 0.005, { metric: "r2" })]),
  () => verdictOf([linear(0.5, 0.25, { metric: "cost", rows: 90, testRows: 90 })]),
  () => verdictOf([linear(0.5, 0.25, { testRows: 0 })]),
  // Of a tie the cheaper model is named, unless the network is ahead by more than the margin.
  () => verdictOf([linear(0.008, 0.012)]),
  () => verdictOf([linear(0.004, 0.012)]),
  () => verdictOf([linear(0, 0.012)]),
  () => verdictOf([linear(-0.004, 0.012)]),
  // A simpler model is recommended where it is shown to be worse by less than the margin.
  () => verdictOf([linear(0.001, 0.005)]),
  () => verdictOf([linear(0.003, 0.002)]),
  // Nothing is recommended that is not better than a constant answer.
  () => verdictOf([constant(0.001, 0.01), { ...linear(-0.03, 0.01), ...unlike }]),
  () => verdictOf([constant(-0.1, 0.01), { ...linear(0.001, 0.002), ...unlike }]),
  () => verdictOf([constant(-0.1, 0.01), linear(0.001, 0.02)]),
  // Several models are named in order, and a constant answer only if it is not beaten.
  () => verdictOf([constant(0.2, 0.1), linear(0.02, 0.012), TREES]),
  () => verdictOf([constant(0.2, 0.1)]),
  () => verdictOf([{ ...constant(0.001, 0.01), misses: "yes" }]),
  () => verdictOf([{ ...constant(-0.02, 0.01), misses: "yes" }]),
  // One model is to be shipped: the best of those that are better, or the cheapest of those that tie.
  () => verdictOf([linear(0.001, 0.02), trees(0.002, 0.02)]),
  () => verdictOf([linear(0.001, 0.002), trees(-0.02, 0.01)]),
  () => verdictOf([linear(-0.02, 0.01), trees(-0.03, 0.01)]),
  () => verdictOf([linear(0.02, 0.01), trees(-0.001, 0.002)]),
  // What the test rows contradict is not shown.
  () => verdictOf([constant(0.2, 0.1, { test: difference(-0.3, 0.1) })]),
]);

pin("small tests", [
  () => smallTestText(6, { wrong: 0 }),
  () => smallTestText(50, { wrong: 1 }),
  () => smallTestText(40, { test: { value: 0.91, low: 0.8, high: 0.96 } }),
  () => smallTestText(1, { test: { value: 0.91, low: null, high: null } }),
]);

const points = [
  { rows: 1000, value: 0.84 },
  { rows: 2000, value: 0.86 },
  { rows: 4000, value: 0.87 },
];
const curve = (
  value: number,
  plusMinus: number,
  shown: "first" | "second" | "neither",
  of = points,
) =>
  learningCurveText({
    metric: "accuracy",
    points: of,
    gain: { value, standardError: plusMinus / 2, plusMinus, shown },
  });

pin("learning curves", [
  () => curve(0.01, 0.004, "first"),
  () => curve(0.01, 0.012, "neither"),
  () => curve(-0.01, 0.004, "second"),
  () => curve(0.0001, 0.00005, "first", [...points, { rows: 8000, value: 0.8701 }]),
]);
