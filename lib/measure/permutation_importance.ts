/** How much a network relies on a column: how much worse it is where the column's values are shuffled. @module */

import { describe } from "../checks/texts.ts";
import type { Dataset } from "../dataset.ts";
import type { Classifier } from "../evaluate.ts";
import { RandomStream, shuffle } from "../numerics/random.ts";
import { matchClasses } from "../evaluate/match_classes.ts";
import { decidingMetric } from "./metric_choice.ts";
import type { MeasuredThreshold } from "./metric.ts";
import type { MetricName } from "../options/metric_names.ts";
import { METRICS, metricValue } from "./metric_table.ts";
import { outputsFor } from "../evaluate/predictions.ts";
import { expectedOf, type MetricFacts } from "./row_scores.ts";

const { max, sqrt } = Math;
const { isInteger } = Number;

/** Features that belong together, such as the categories of one column. */
export interface FeatureRange {
  /** The first of them. */
  readonly start: number;
  /** How many there are. */
  readonly width: number;
}

/** Options of {@linkcode permutationImportance}. */
export interface ImportanceOptions {
  /** How often the values of a column are shuffled, 1 or more. Default: 10. */
  readonly repeats?: number;
  /** The seed of the random orders: a whole number from 0 to 2⁵³ − 1. Default: 1. */
  readonly seed?: number;
  /** How many of the examples to look at, chosen at random by the seed. Default: all. */
  readonly examples?: number;
  /** What is decided by, see {@linkcode MeasuredThreshold}: then what mistakes cost is measured. Default: nothing */
  readonly thresholds?: readonly MeasuredThreshold[] | undefined;
  /** What is measured. Default: cost with thresholds, log loss of probabilities, accuracy of other outputs, or R² */
  readonly metric?: MetricName | undefined;
  /** What metrics look at besides: the class of F1, and the unit of errors. */
  readonly facts?: MetricFacts | undefined;
  /**
   * What answers [examples, outputs] to data whose examples are these of all. Default: the network, which must not have learned
   * from them
   */
  readonly answer?: ((data: Dataset, examples: Uint32Array) => Float32Array) | undefined;
}

/** How much worse a network is without the values of a column. */
export interface Importance {
  /** The mean of the drops: by how much the metric is worse, whatever its direction. Below 0 where chance made it better. */
  readonly mean: number;
  /** The standard deviation of the drops, over n. */
  readonly deviation: number;
  /** The drop of each repeat. */
  readonly drops: readonly number[];
}

/** The importance of columns. */
export interface Importances {
  /** What was measured. */
  readonly metric: MetricName;
  /** What the network gets with the columns as they are. */
  readonly score: number;
  /** The number of probed examples. */
  readonly examples: number;
  /** How many there are. */
  readonly all: number;
  /** In the order of the columns. */
  readonly columns: readonly Importance[];
}

/**
 * Permutation importance: a column is shuffled as a whole among the examples, and the others stay. The network relies on it
 * as much as the metric gets worse (Breiman, "Random Forests", 2001, section 10; Fisher, Rudin and Dominici,
 * "All Models are Wrong, but Many are Useful", 2019). Columns of the same information share their importance.
 * @throws {TypeError} if there is no list of columns
 * @throws {RangeError} if there are no such features, or the metric is not defined, such as R² where all targets are the same
 */
export function permutationImportance(
  network: Classifier,
  given: Dataset,
  columns: readonly FeatureRange[],
  options: ImportanceOptions = {},
): Importances {
  const { repeats = 10, seed = 1, examples = given.size, thresholds } = options;
  const { features } = given;
  const isColumn = (column: unknown) => ["start", "width"].every((key) => key in Object(column));
  if (!(Array.isArray(columns) && columns.every(isColumn))) { // from JavaScript
    throw new TypeError(
      "Cannot shuffle columns: expected a list such as [{ start: 0, width: 1 }, { start: 1, width: 1 }], " +
        `got ${describe(columns)}`,
    );
  }
  const wrong = columns.find(({ start, width }) =>
    !(isInteger(start) && isInteger(width) && start >= 0 && width >= 1 && start + width <= features)
  );
  if (wrong !== undefined || !(isInteger(repeats) && repeats >= 1)) {
    throw new RangeError(
      wrong === undefined
        ? `Cannot shuffle columns: expected repeats from 1 up, got ${describe(repeats)}`
        : `Cannot shuffle ${wrong.width} features from ${wrong.start} on: there are ${features}`,
    );
  }
  const aligned = matchClasses(given, network);
  const chosen = orderOf(given.size, seed, 0).subarray(0, max(1, examples));
  const [data, shuffled] = [aligned.select(chosen), aligned.select(chosen)];
  const { answer = (data) => outputsFor(network, data) } = options;
  const outputs = answer(data, chosen);
  const metric = options.metric ?? metricFor(data, outputs, thresholds);
  const expected = expectedOf(data, options.facts ?? {});
  const rows = Array.from({ length: data.size }, (_, k) => k);
  const scoreOf = (outputs: Float32Array) => {
    const value = metricValue(metric, { outputs, thresholds }, expected, rows);
    if (value !== undefined) return value;
    throw new RangeError("Cannot find importances: all targets are the same");
  };
  const score = scoreOf(outputs);
  const sign = METRICS[metric].goal === "maximize" ? 1 : -1;
  const orders = Array.from({ length: repeats }, (_, k) => orderOf(data.size, seed, k + 1));
  const importances = columns.map((column) => {
    const drops = orders.map((order) => {
      shuffleColumn(data, shuffled, column, order);
      return sign * (score - scoreOf(answer(shuffled, chosen)));
    });
    shuffled.inputs.set(data.inputs);
    const mean = drops.reduce((sum, drop) => sum + drop, 0) / repeats;
    const squares = drops.reduce((sum, drop) => sum + (drop - mean) * (drop - mean), 0);
    return { mean, deviation: sqrt(squares / repeats), drops };
  });
  return { metric, score, examples: data.size, all: given.size, columns: importances };
}

/** What a network is judged by: log loss only where its outputs may be probabilities. */
function metricFor(
  data: Dataset,
  outputs: Float32Array,
  thresholds: readonly MeasuredThreshold[] | undefined,
): MetricName {
  const deciding = decidingMetric(data, { thresholds });
  return METRICS[deciding].needsProbabilities &&
      !outputs.every((output) => output >= 0 && output <= 1)
    ? "accuracy"
    : deciding;
}

function orderOf(n: number, seed: number, index: number): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, k) => k);
  shuffle(order, new RandomStream(seed, "importance", index));
  return order;
}

/** Gives each example the column of another one. */
function shuffleColumn(
  { inputs, features, size }: Dataset,
  shuffled: Dataset,
  { start, width }: FeatureRange,
  order: Uint32Array,
): void {
  for (let r = 0; r < size; r++) {
    const [from, to] = [order[r]! * features + start, r * features + start];
    for (let k = 0; k < width; k++) shuffled.inputs[to + k] = inputs[from + k]!;
  }
}
