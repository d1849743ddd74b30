/** What can be asked of any trained model, without the code of ensembles over folds. @module */

import { type Candidate, RecordedAnswers } from "../../ensemble/recorded.ts";
import type { Network } from "../../network.ts";
import { parameterCount } from "../../network/parameters.ts";
import type { FoldEnsemble, FoldFamily, TrainedModel } from "./fold_ensemble.ts";
import type { Family, FoldedData } from "./members.ts";

export type { TrainedModel };

/** Whether a model is an ensemble over folds. */
export function isFoldEnsemble(model: object): model is FoldEnsemble {
  return "families" in model;
}

/** A model as an ensemble over folds; `undefined` if it is one network. */
export function ensembleIn(model: TrainedModel): FoldEnsemble | undefined {
  return isFoldEnsemble(model) ? model : undefined;
}

/** The families of a model; none of one network. */
export function familiesIn(model: TrainedModel): readonly FoldFamily[] {
  return isFoldEnsemble(model) ? model.families : [];
}

/** To which the answers of a model are clipped; nothing of one network. */
export function rangesIn(model: TrainedModel): FoldEnsemble["ranges"] {
  return isFoldEnsemble(model) ? model.ranges : undefined;
}

/** The networks of a model. */
export function networksOf(model: TrainedModel): readonly Network[] {
  return isFoldEnsemble(model) ? model.networks : [model];
}

/** The number of weights and biases of all networks of a model. */
export function parametersOf(model: TrainedModel): number {
  return networksOf(model).reduce((sum, { sizes }) => sum + parameterCount(sizes), 0);
}

/** The first network of a model. */
export function firstNetworkOf(model: TrainedModel): Network {
  return networksOf(model)[0]!;
}

/** A model of the families of one name alone; `undefined` if it has none. */
export function onlyFamily(model: TrainedModel, name: Family["name"]): FoldEnsemble | undefined {
  return isFoldEnsemble(model) ? model.only(name) : undefined;
}

/** The answers to the rows that the members of a model learned from, by members that did not; of one network its own. */
export function outOfFold(
  model: Candidate,
  { training, folds }: Pick<FoldedData, "training" | "folds">,
): RecordedAnswers {
  return isFoldEnsemble(model)
    ? model.outOfFold(training, folds)
    : RecordedAnswers.of(model, training);
}
