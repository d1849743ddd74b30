/**
 * The tables by which the features of a table become a network's inputs. They come from the inputs of all rows but the test
 * part, and never from the target. @module
 */

import { binsFor, MAX_BINS } from "../../config/recipe.ts";
import type { Dataset } from "../../dataset.ts";
import { lowerBound, upperBound } from "../../numerics/bounds.ts";
import { normalQuantile } from "../../numerics/normal_quantile.ts";
import type { TableDescription } from "../columns/columns.ts";
import type { FeatureKind } from "../columns/kinds/contract.ts";
import { rulesOf } from "../columns/target.ts";
import { featureKindsOf } from "../columns/features.ts";
import { interpolate } from "./interpolate.ts";

/** The tables of a feature that is a number; all values are of the feature, which is standardized. */
export interface NumberTables {
  /** Which feature it is, from 0. */
  readonly feature: number;
  /** The ends of the bins of the piecewise-linear encoding, increasing; fewer than three make no bins. */
  readonly edges: readonly number[];
  /** Values of the feature, increasing, whose normal scores are known; fewer than two make none. */
  readonly knots: readonly number[];
  /** The normal score of each knot, in standard deviations of the scores. */
  readonly scores: readonly number[];
}

/** The tables of a feature that is the index of a level. */
export interface LevelTables {
  /** Which feature it is, from 0. */
  readonly feature: number;
  /** How many levels there are; index 0 stands for others. */
  readonly levels: number;
  /** How many inputs a level becomes. */
  readonly width: number;
}

/** The tables of all features. A feature without one is an input as it is. */
export interface EncodingTables {
  /** How many features there are. */
  readonly features: number;
  /** Of the features that are numbers, by their order. */
  readonly numbers: readonly NumberTables[];
  /** Of the features that are indices of levels, by their order. */
  readonly levels: readonly LevelTables[];
}

/** Normal scores are interpolated in at most this many steps between knots. */
const KNOT_STEPS = 64;

/** No feature has more edges, or knots. */
export const [MAX_EDGES, MAX_KNOTS] = [MAX_BINS + 1, KNOT_STEPS + 1];

/** A level becomes one input for each class but one, up to this many classes; more classes make the commonest levels one-hot. */
const MAX_LEVEL_CLASSES = 10;

/** How many of the commonest levels are one-hot then. */
export const COMMONEST_LEVELS = 20;

/**
 * @param data the rows that the tables are taken of
 * @param recipe the version of the recipe, see {@linkcode binsFor}
 * @param most the most bins of a number. Default: the recipe's
 */
export function encodingTablesOf(
  description: TableDescription,
  data: Pick<Dataset, "inputs" | "features" | "size">,
  recipe: number,
  most?: number,
): EncodingTables {
  const kinds = featureKindsOf(description);
  const { features } = data;
  const width = levelWidthOf(description);
  const levels = description.columns.flatMap((column) =>
    column.kind === "level" ? [column.values.length] : []
  );
  const at = (kind: FeatureKind) => [...kinds.keys()].filter((feature) => kinds[feature] === kind);
  const numbers = at("number");
  const bins = most ?? binsFor(recipe, numbers.length);
  return {
    features,
    numbers: numbers.map((feature) => ({ feature, ...tablesOf(sortedOf(data, feature), bins) })),
    levels: at("level").map((feature, k) => ({ feature, levels: levels[k]!, width })),
  };
}

/** How many inputs a level becomes: one for each quantity, or for each class but one. */
function levelWidthOf(description: TableDescription): number {
  const { problem, outputNames: { length: outputs } } = rulesOf(description);
  if (!problem.isOneHot) return outputs;
  return outputs > MAX_LEVEL_CLASSES ? COMMONEST_LEVELS : Math.max(1, outputs - 1);
}

/** Whether the inputs of a level are means of the target. */
export function areLevelMeans(description: TableDescription): boolean {
  const { problem, outputNames } = rulesOf(description);
  return !problem.isOneHot || outputNames.length <= MAX_LEVEL_CLASSES;
}

/** The values of a feature in increasing order. */
function sortedOf(
  { inputs, features, size }: Pick<Dataset, "inputs" | "features" | "size">,
  feature: number,
): Float32Array {
  const values = new Float32Array(size);
  for (let r = 0; r < size; r++) values[r] = inputs[r * features + feature]!;
  return values.sort();
}

/**
 * The edges at the quantiles 0, 1/bins … 1 (Gorishniy, Rubachev and Babenko 2022, “On embeddings for numerical features in
 * tabular deep learning”, section 3.2), and the normal scores Φ⁻¹(rank/n) at 65 quantiles. Few values are all edges.
 */
function tablesOf(sorted: Float32Array, bins: number): Omit<NumberTables, "feature"> {
  const distinct = new Set<number>();
  for (let r = 0; r < sorted.length && distinct.size <= bins; r++) distinct.add(sorted[r]!);
  const edges = distinct.size <= bins ? [...distinct] : quantiles(sorted, bins);
  const knots = quantiles(sorted, KNOT_STEPS);
  const scores = knots.map((knot) => normalQuantile(meanRank(sorted, knot) / sorted.length));
  const deviation = deviationOf(sorted, knots, scores);
  return { edges, knots, scores: scores.map((score) => score / deviation) };
}

/** The different values among the quantiles 0, 1/parts … 1. */
function quantiles(sorted: Float32Array, parts: number): number[] {
  const last = sorted.length - 1;
  const values = new Set<number>();
  for (let k = 0; k <= parts; k++) values.add(sorted[Math.floor(k * last / parts)]!);
  return [...values];
}

/** The mean rank of equal values, from ½: half a row below the middle of the first and the last of them. */
function meanRank(sorted: Float32Array, value: number): number {
  return (lowerBound(sorted, value) + upperBound(sorted, value)) / 2;
}

/** The standard deviation of the interpolated scores over all values; 1 where they are all the same. */
function deviationOf(
  sorted: Float32Array,
  knots: readonly number[],
  scores: readonly number[],
): number {
  let [sum, squares] = [0, 0];
  for (let r = 0; r < sorted.length; r++) {
    const score = interpolate(sorted[r]!, knots, scores);
    sum += score;
    squares += score * score;
  }
  const mean = sum / sorted.length;
  return Math.sqrt(Math.max(0, squares / sorted.length - mean * mean)) || 1;
}
