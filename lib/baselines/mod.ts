/**
 * What a network is compared with on a table: the best constant answer, and gradient boosted trees.
 *
 * @module
 */

export { type BinnedColumns, binsOf, type BinsOptions } from "./bins.ts";
export { type BoostedTrees, type Expected, fitTrees, type TreesOptions } from "./boosted_trees.ts";
export { constantAnswer } from "./constant.ts";
export { answersOfFolds, type FoldAnswers, type Folds } from "./folds.ts";
