/**
 * Ensembles over folds: several networks that learn from parts of a table, and answer together.
 *
 * @module
 */

export { FoldEnsemble, parseTrainedModel, type TrainedModel } from "./fold_ensemble.ts";
export { familiesIn, firstNetworkOf, networksOf } from "./networks.ts";
export { candidatesIn } from "./assemble.ts";
export { type FoldCheckpoint, formatFoldCheckpoint, isOfFolds } from "./checkpoint.ts";
export {
  type CurveStep,
  fitFoldTrees,
  type FoldTrees,
  trainCurve,
  type TreesTask,
  truthOfFolds,
  truthOfNetwork,
} from "./compare.ts";
export {
  countFolds,
  foldedDataOf,
  receiveData,
  shareData,
  sharedCopy,
  type SharedData,
} from "./data.ts";
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
export type { Measure, Round } from "./rounds.ts";
export { FoldTraining, resumable } from "./train.ts";
export { MemberTrainer, type MemberTraining } from "./member_trainer.ts";
export { LocalTrainers, type Member, MemberTrainers } from "./member_trainers.ts";
