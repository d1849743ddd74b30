/**
 * What the metadata of a run's weights hold of its data, as text:
 * - `novelty`: what inputs look like, by which predictions detect inputs unlike the training data;
 * - `intervals`: how far off quantities are, for intervals around predictions;
 * - `distributions`: how the data are distributed, by which later data are seen to drift. @module
 */

import type { Dataset } from "../../lib/dataset.ts";
import { intervalsOf } from "../../lib/measure/intervals.ts";
import { NoveltyDetector } from "../../lib/measure/novelty.ts";
import type { TableDescription } from "../../lib/table/columns/columns.ts";
import type { Quantity } from "../../lib/table/columns/target.ts";
import type { Decision } from "../../lib/table/decide/decide.ts";
import { type ColumnDistribution, featureRolesOf } from "../../lib/table/encode/distributions.ts";
import type { FoldedData } from "../../lib/table/folds/members.ts";
import {
  brightnessOf,
  distributionsOf,
  meaningOf,
  type OutputMeaning,
} from "../../lib/table/drift/distributions.ts";
import type { EvaluatedModel } from "./evaluated_model.ts";

/** What the metadata are made of. */
export interface FittedSplits {
  readonly training: Dataset;
  readonly validation: Dataset;
  /** The rows that are split into folds, if they are: then limits come from distances and errors out of fold. */
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
  answerer: EvaluatedModel,
  { validation, folded }: Omit<FittedSplits, "training">,
): string | undefined {
  if (validation.problem.hasAccuracy || validation.size === 0) return undefined;
  const intervals = intervalsOf(answerer, validation, folded !== undefined);
  return intervals && JSON.stringify(intervals);
}

/** Splits, and what is known of their data. */
export interface DescribedSplits extends TableSplits {
  /** User data that is not a table has them. */
  readonly origins?: object | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly quantities?: readonly Quantity[] | undefined;
}

/**
 * The text of `distributions`; none of the catalogue's data sets, which do not change.
 * @param answerer what answers to validation
 */
export function distributionsText(
  answerer: EvaluatedModel,
  splits: DescribedSplits,
  decision?: Decision,
): string | undefined {
  const { training, validation, table, distributions, origins } = splits;
  if ((distributions ?? origins) === undefined) return undefined;
  const arePictures = (training.shape?.length ?? 0) >= 2;
  const columns = distributions ?? (arePictures ? [brightnessOf(training)] : []);
  const meaning = table === undefined ? namesIn(splits) : meaningOf(table);
  return JSON.stringify(distributionsOf(answerer, validation, columns, { ...meaning, decision }));
}

/** What the outputs of a network that learned from no table stand for. */
function namesIn(
  { training, labels, quantities }: Pick<DescribedSplits, "training" | "labels" | "quantities">,
): OutputMeaning {
  const { classNames, outputs, classes } = training;
  const count = Math.max(outputs, classes);
  const names = labels ?? classNames ?? quantities?.map(({ name }) => name) ??
    Array.from({ length: count }, (_, k) => String(k));
  return { names, quantities };
}
