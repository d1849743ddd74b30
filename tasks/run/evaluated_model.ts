/** What answers for a split: over folds the rows of validation are those that the members learned from. @module */

import { Ensemble } from "../../lib/ensemble.ts";
import { RecordedAnswers } from "../../lib/ensemble/recorded.ts";
import type { TrainedModel } from "../../lib/table/folds/fold_ensemble.ts";
import type { FoldedData } from "../../lib/table/folds/members.ts";
import { outOfFold } from "../../lib/table/folds/networks.ts";
import type { OpenNetwork } from "./open_network.ts";

/** Networks as an ensemble, each of which sees images of the width that it learned from. */
export function ensembleOf(
  opened: readonly Pick<OpenNetwork, "network" | "config">[],
): Ensemble {
  return new Ensemble(opened.map(({ network }) => network), {
    normalizeWidths: opened.map(({ config }) => config?.normalizeWidth ?? null),
  });
}

/** What answers to a split: a model, or what it has answered out of fold. */
export type EvaluatedModel = TrainedModel | RecordedAnswers;

/** Answers each row of validation by the members alone that did not learn from it; other rows as the model does. */
export function evaluatedModel(
  model: TrainedModel,
  split: string,
  folded: FoldedData | undefined,
): EvaluatedModel {
  return split !== "validation" || folded === undefined ? model : outOfFold(model, folded);
}

/** Answers as an ensemble of models does, each row of validation by members that did not learn from it. */
export function ensembleAnswererOf(
  ensemble: Ensemble,
  split: string,
  folded: FoldedData | undefined,
): Ensemble | RecordedAnswers {
  const { members, weights } = ensemble;
  if (split !== "validation" || folded === undefined) return ensemble;
  return RecordedAnswers.mean(members.map((member) => outOfFold(member, folded)), weights);
}
