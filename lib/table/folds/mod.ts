/**
 * Ensembles over folds: several networks that learn from parts of a table, and answer together.
 *
 * @module
 */

export { FoldEnsemble, parseTrainedModel, type TrainedModel } from "./fold_ensemble.ts";
export { firstNetworkOf } from "./networks.ts";
export { truthOfFolds } from "./compare.ts";
export { foldedDataOf } from "./data.ts";
