/** What can be asked of a trained model without the code of ensembles over folds. @module */

import type { Network } from "../../network.ts";
import { parameterCount } from "../../network/parameters.ts";
import type { FoldEnsemble, TrainedModel } from "./fold_ensemble.ts";

export type { TrainedModel };

/** Whether a model is an ensemble over folds. */
export function isFoldEnsemble(model: object): model is FoldEnsemble {
  return "families" in model;
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
  return isFoldEnsemble(model) ? model.first : model;
}
