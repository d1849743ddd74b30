/**
 * What a network is compared with on a table: the best constant answer, and gradient boosted trees.
 *
 * @module
 */

export { binsOf } from "./bins.ts";
export { fitTrees } from "./boosted_trees.ts";
export { constantAnswer } from "./constant.ts";
export { answersOfFolds } from "./folds.ts";
