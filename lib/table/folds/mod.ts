/**
 * Ensembles over folds: several networks that learn from parts of a table, and answer together.
 *
 * @module
 */

export { FoldEnsemble, parseTrainedModel } from "./fold_ensemble.ts";
export { firstNetworkOf, type TrainedModel } from "../../ensemble/trained_model.ts";
export { truthOfFolds } from "./compare.ts";
export { foldedDataOf } from "./data.ts";
export { ensembleIn } from "./networks.ts";
export { fitChosenTrees, fitFoldTrees, treeBinsOf } from "./trees.ts";
