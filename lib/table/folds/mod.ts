/**
 * Ensembles over folds: several networks that learn from parts of a table, and answer together.
 *
 * @module
 */

export { FoldEnsemble, parseTrainedModel, type TrainedModel } from "./fold_ensemble.ts";
export { familiesIn, firstNetworkOf, networksOf } from "./networks.ts";
export { candidatesIn } from "./assemble.ts";
export { type FoldCheckpoint, formatFoldCheckpoint, isOfFolds } from "./checkpoint.ts";
export { curvePlansOf, truthOfFolds, truthOfNetwork } from "./compare.ts";
export { countFolds, foldedDataOf } from "./data.ts";
export { type Candidates, candidatesOf, solveLinearFamily } from "./linear.ts";
export {
  firstFolds,
  type FoldedData,
  memberData,
  memberNetwork,
  type MemberPlan,
  rangesOf,
} from "./members.ts";
export { meanOfModels } from "./mean.ts";
export { FoldTraining } from "./train.ts";
export { MemberTrainer, type MemberTraining } from "./member_trainer.ts";
export { LocalTrainers, type Member, MemberTrainers } from "./member_trainers.ts";
