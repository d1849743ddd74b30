/** What answers for a split: over folds the rows of validation are those that the members learned from. @module */

import type { Dataset } from "../../lib/dataset.ts";
import { Ensemble } from "../../lib/ensemble.ts";
import { RecordedAnswers } from "../../lib/ensemble/recorded.ts";
import {
  type FoldedExamples,
  isJoint,
  measuredModel,
  outOfFold,
  type TrainedModel,
} from "../../lib/ensemble/trained_model.ts";
import type { OpenNetwork } from "./open_network.ts";

/** Networks as an ensemble, each of which sees images of the width that it learned from. */
export function ensembleOf(
  opened: readonly Pick<OpenNetwork, "network" | "config">[],
): Ensemble {
  return new Ensemble(opened.map(({ network }) => network), {
    normalizeWidths: opened.map(({ config }) => config?.normalizeWidth ?? null),
  });
}

/** The ensemble of the models that were measured, see {@linkcode measuredModel}. */
export function measuredEnsemble({ members, ...options }: Ensemble): Ensemble {
  const { weights, normalizeWidths } = options;
  return new Ensemble(members.map(measuredMember), { weights, normalizeWidths });
}

function measuredMember(member: Ensemble["members"][number]): Ensemble["members"][number] {
  return isJoint(member) ? member.measured : member;
}

/** What answers to a split: a model, or what it has answered out of fold. */
export type EvaluatedModel = TrainedModel | RecordedAnswers;

/** The split that tells how good a run is: the test part, or where a table has none its rows out of fold. */
export function resultSplit(
  { test, folded }: { readonly test: Dataset; readonly folded?: FoldedExamples | undefined },
): "test" | "validation" {
  return test.size === 0 && folded !== undefined ? "validation" : "test";
}

/** The word for the rows of a split in sentences, where a table may have no test part. */
export function rowsWord(split: string, data: Parameters<typeof resultSplit>[0]): string {
  return split === "validation" && resultSplit(data) === "validation" ? "out-of-fold" : split;
}

/**
 * Answers changed rows by the members that did not learn from them, where a table has no test part and all rows are learned
 * from; `undefined` where there is one, whose rows the whole model answers.
 */
export function changedRowsOf(
  model: TrainedModel | Ensemble,
  data: Parameters<typeof resultSplit>[0],
): ((data: Dataset, rows: Uint32Array) => Float32Array) | undefined {
  const { folded } = data;
  if (folded === undefined || resultSplit(data) === "test") return undefined;
  return (changed, rows) => {
    const folds = folded.folds.map((foldOf) => Uint8Array.from(rows, (row) => foldOf[row]!));
    // Rows that are encoded are kept by their data set, and the next change is made in place.
    const training = changed.select(rows.keys().toArray());
    return model instanceof Ensemble
      ? (ensembleAnswererOf(model, "validation", { training, folds }) as RecordedAnswers).outputs
      : outOfFold(model, { training, folds }).outputs;
  };
}

/**
 * What a run's own rows are answered by: rows of validation by the members alone that did not learn from it, others by the model
 * that was measured, which has not learned from those of the test.
 */
export function evaluatedModel(
  model: TrainedModel,
  split: string,
  folded: FoldedExamples | undefined,
): EvaluatedModel {
  return split !== "validation" || folded === undefined
    ? measuredModel(model)
    : outOfFold(model, folded);
}

/** Answers as an ensemble of models does, each row of validation by members that did not learn from it. */
export function ensembleAnswererOf(
  ensemble: Ensemble,
  split: string,
  folded: FoldedExamples | undefined,
): Ensemble | RecordedAnswers {
  const { members, weights } = ensemble;
  if (split !== "validation" || folded === undefined) return ensemble;
  return RecordedAnswers.mean(members.map((member) => outOfFold(member, folded)), weights);
}
