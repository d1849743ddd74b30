/** What an ensemble over folds has besides its networks, asked of any trained model without the code of ensembles. @module */

import type { TrainedModel } from "../../ensemble/trained_model.ts";
import type { FoldEnsemble, FoldFamily } from "./fold_ensemble.ts";
import type { TreeModel } from "./tree_model.ts";

/** Whether a model is an ensemble over folds. */
export function isFoldEnsemble(model: object): model is FoldEnsemble {
  return "families" in model;
}

/** A model as an ensemble over folds; `undefined` if it is one network. */
export function ensembleIn(model: TrainedModel): FoldEnsemble | undefined {
  return isFoldEnsemble(model) ? model : undefined;
}

/** The ensemble whose families answer new rows: of one that learned from the test rows after the test, those that did. */
export function answeringIn(ensemble: FoldEnsemble): FoldEnsemble {
  return ensemble.refitted ?? ensemble;
}

/** The families of a model that answer new rows; none of one network. */
export function familiesIn(model: TrainedModel): readonly FoldFamily[] {
  return isFoldEnsemble(model) ? answeringIn(model).families : [];
}

/** To which the answers of a model are clipped; nothing of one network. */
export function rangesIn(model: TrainedModel): FoldEnsemble["ranges"] {
  return isFoldEnsemble(model) ? answeringIn(model).ranges : undefined;
}

/** The boosted trees of a model, where these answer. */
export function answeringTreesIn(model: TrainedModel): TreeModel | undefined {
  return isFoldEnsemble(model) && model.treesAnswer ? model.trees : undefined;
}
