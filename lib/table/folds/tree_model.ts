/** The boosted trees of all folds as a model that answers rows by their mean, as an ensemble's members do. @module */

import { type Binning, binOf, binsOfRows } from "../baselines/bins.ts";
import type { LinearOutputs } from "../baselines/linear.ts";
import { type PackedTrees, unpackTrees } from "../baselines/packed_trees.ts";
import { treeAnswers, type TreeOutputs } from "../baselines/tree_answers.ts";
import { addWeighted, meanOfSums } from "../../numerics/weighted_mean.ts";

/** The trees of all folds: plain data. */
export interface TreeModel {
  /** What becomes of scores. */
  readonly outputs: LinearOutputs;
  /** How the features of a row become the bins that trees split by. */
  readonly binnings: readonly Binning[];
  /** The trees of each fold, which did not learn from its rows. */
  readonly folds: readonly PackedTrees[];
}

/** What trees of a problem make of scores. */
export function treeOutputsOf({ isOneHot, hasAccuracy }: TreeOutputs): LinearOutputs {
  if (isOneHot) return "softmax";
  return hasAccuracy ? "sigmoid" : "linear";
}

/** Answers rows by the trees of all folds, or of one. */
export interface TreeAnswerer {
  /**
   * @param cells [rows, features]
   * @param fold whose trees answer. Default: the mean of all
   * @returns [rows, outputs]
   */
  (cells: ArrayLike<number>, rows: number, fold?: number): Float32Array;
}

/** Makes what answers rows. */
export function treeAnswerer({ outputs, binnings, folds }: TreeModel): TreeAnswerer {
  const problem = { isOneHot: outputs === "softmax", hasAccuracy: outputs !== "linear" };
  const ways = binnings.map(binOf);
  const fitted = folds.map((packed) => ({ start: packed.start, trees: unpackTrees(packed) }));
  return (cells, rows, fold) => {
    const features = rows === 0 ? 0 : cells.length / rows;
    const table = { bins: binsOfRows(cells, features, ways), rows };
    const all = Uint32Array.from({ length: rows }, (_, row) => row);
    const answersOf = (fold: number) => treeAnswers(fitted[fold]!, table, all, problem);
    if (fold !== undefined) return answersOf(fold);
    const sums = new Float64Array(rows * folds[0]!.start.length);
    for (const k of folds.keys()) addWeighted(sums, answersOf(k), 1, 1);
    return meanOfSums(sums, folds.length);
  };
}
