/** Boosted trees over folds, which a verdict compares an ensemble with. @module */

import { binned, type BinnedColumns, type Binning, binningsOf } from "../baselines/bins.ts";
import { fitTrees } from "../baselines/boosted_trees.ts";
import { type PackedTrees, packTrees } from "../baselines/packed_trees.ts";
import type { TableDescription } from "../columns/columns.ts";
import { categoriesIn, featureKindsOf, gapsIn } from "../columns/features.ts";
import type { ExpectedOutputs } from "../../measure/row_scores.ts";

const { floor, max, min } = Math;

/** The rows that a model of a fold learns from, the fold itself, and the test. */
export interface FoldRows {
  readonly training: Uint32Array;
  readonly validation: Uint32Array;
  readonly test: Uint32Array;
}

/** What the model of a fold answers to the fold and to the test, [rows, outputs]. */
export interface FoldAnswer {
  readonly validation: Float32Array;
  readonly test: Float32Array;
}

/** What trees learn from. */
export interface TreesData {
  readonly bins: BinnedColumns;
  /** Of all rows. */
  readonly expected: ExpectedOutputs;
}

/** Trees that are to be fitted for a fold. */
export interface TreesTask extends FoldRows, TreesData {
  readonly depth: number;
}

/** What the trees of a fold come to. */
export interface FoldTrees extends FoldAnswer {
  readonly depth: number;
  readonly rounds: number;
  /** The mean cost of a row of the fold. */
  readonly cost: number;
  readonly trees: PackedTrees;
}

/** The depths that trees may have: what takes longest is begun first. */
const DEPTHS = [6, 3, 2];

/** Depths are compared on the first folds that have so many rows together. */
const JUDGED_ROWS = 2000;

/** How many bins a column of numbers has, at least and at most. */
const [LEAST_BINS, MOST_BINS] = [32, 255];

/** In between, a bin has so many rows: finer ones of few rows say less. */
const BIN_ROWS = 12;

/**
 * How the features of a table become the bins that trees split by.
 * @param cells [rows, features]
 * @param fitting the rows that edges are chosen by
 */
export function treeBinningsOf(
  cells: Float32Array,
  description: TableDescription,
  fitting: Uint32Array,
): Binning[] {
  const kinds = featureKindsOf(description);
  return binningsOf(cells, kinds.length, {
    fitting,
    most: max(LEAST_BINS, min(MOST_BINS, floor(fitting.length / BIN_ROWS))),
    categories: categoriesIn(description),
    gaps: gapsIn(description),
    levels: kinds.flatMap((kind, k) => kind === "level" ? k : []),
  });
}

/**
 * The features of a table as trees split by them.
 * @param cells [rows, features]
 * @param fitting the rows that edges are chosen by
 */
export function treeBinsOf(
  cells: Float32Array,
  description: TableDescription,
  fitting: Uint32Array,
): BinnedColumns {
  const features = featureKindsOf(description).length;
  return binned(cells, features, treeBinningsOf(cells, description, fitting));
}

/** Fits trees for a fold. */
export function fitFoldTrees(
  { bins, expected, training, validation, test, depth }: TreesTask,
): FoldTrees {
  const fitted = fitTrees(bins, expected, { training, validation, depth });
  const { rounds, cost, answers } = fitted;
  const trees = packTrees(fitted);
  return { depth, rounds, cost, trees, validation: answers(validation), test: answers(test) };
}

/**
 * Fits trees for each fold, of the depth that has the lower cost on the first folds.
 * @param fitAll does the tasks, in this order or side by side
 */
export async function fitChosenTrees(
  folds: readonly FoldRows[],
  data: TreesData,
  fitAll: (tasks: readonly TreesTask[]) => Promise<FoldTrees[]>,
): Promise<FoldTrees[]> {
  let [judged, rows] = [0, 0];
  while (judged < folds.length && rows < JUDGED_ROWS) rows += folds[judged++]!.validation.length;
  const tasksOf = (depth: number, some: readonly FoldRows[]) =>
    some.map((own) => ({ ...own, ...data, depth }));
  const first = await fitAll(DEPTHS.flatMap((depth) => tasksOf(depth, folds.slice(0, judged))));
  const candidates = DEPTHS.map((depth, k) => {
    const trees = first.slice(k * judged, (k + 1) * judged);
    const costs = trees.map(({ cost }, fold) => cost * folds[fold]!.validation.length);
    return { depth, trees, cost: costs.reduce((a, b) => a + b, 0) };
  });
  const { depth, trees } = candidates.reduce((a, b) => b.cost < a.cost ? b : a);
  if (judged === folds.length) return trees;
  return [...trees, ...await fitAll(tasksOf(depth, folds.slice(judged)))];
}
