/**
 * What the metadata of a run's weights hold of its data, as text:
 * - `novelty`: what inputs look like, by which predictions detect inputs unlike the training data;
 * - `intervals`: how far off quantities are, for intervals around predictions. @module
 */

import type { Dataset } from "../../mod.ts";
import { intervalsOf, NoveltyDetector } from "../../lib/evaluate/mod.ts";
import type { FoldedData } from "../../lib/table/folds/mod.ts";
import { featureRolesOf } from "../../lib/table/encode/distributions.ts";
import type { ColumnDistribution, TableDescription } from "../../lib/table/mod.ts";
import type { Answerer } from "./fold_answers.ts";

/** What the metadata are made of. */
export interface FittedSplits {
  readonly training: Dataset;
  readonly validation: Dataset;
  /** The rows that are dealt to folds, if they are: then limits come from distances and errors out of fold. */
  readonly folded?: FoldedData | undefined;
}

/** Splits of a table, whose columns are looked at one by one too. */
export interface TableSplits extends FittedSplits {
  readonly table?: TableDescription | undefined;
  /** Of the columns of a table. */
  readonly distributions?: readonly ColumnDistribution[] | undefined;
}

/** The text of `novelty`; none where it would be too large. */
export function noveltyText(
  { training, validation, folded, table, distributions }: TableSplits,
): string | undefined {
  const roles = table && distributions && featureRolesOf(table, distributions);
  const detector = folded === undefined
    ? NoveltyDetector.fit(training, validation, roles)
    : NoveltyDetector.fitFolds(folded.training, folded.folds[0]!, roles);
  return detector && JSON.stringify(detector);
}

/**
 * The text of `intervals`; none of classes, or where validation has too few examples.
 * @param answerer what answers to validation
 */
export function intervalsText(
  answerer: Answerer,
  { validation, folded }: Omit<FittedSplits, "training">,
): string | undefined {
  if (validation.problem.hasAccuracy || validation.size === 0) return undefined;
  const intervals = intervalsOf(answerer, validation, folded !== undefined);
  return intervals && JSON.stringify(intervals);
}
