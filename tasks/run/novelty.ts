/**
 * What the metadata of a run's weights hold of its data, as text:
 * - `novelty`: what inputs look like, by which predictions detect inputs unlike the training data;
 * - `intervals`: how far off quantities are, for intervals around predictions;
 * - `distributions`: how the data are distributed, by which later data are seen to drift. @module
 */

import type { Dataset } from "../../lib/dataset.ts";
import { intervalsOf, widerIntervals } from "../../lib/measure/intervals.ts";
import { NoveltyDetector } from "../../lib/measure/novelty.ts";
import type { Decision } from "../../lib/measure/decide/decide.ts";
import type { FoldedExamples, TrainedModel } from "../../lib/ensemble/trained_model.ts";
import {
  brightnessOf,
  distributionsOf,
  type OutputMeaning,
} from "../../lib/measure/drift/distributions.ts";
import type { OpenData } from "../data/source.ts";
import type { EvaluatedModel } from "./evaluated_model.ts";

/** What the metadata are made of. */
export interface FittedSplits {
  readonly training: Dataset;
  readonly validation: Dataset;
  /** The rows that are split into folds, if they are: then limits come from distances and errors out of fold. */
  readonly folded?: FoldedExamples | undefined;
}

/** The text of `novelty`; none where it would be too large. */
export function noveltyText(
  { training, validation, folded, roles }: FittedSplits & Pick<OpenData, "roles">,
): string | undefined {
  const detector = folded === undefined
    ? NoveltyDetector.fit(training, validation, roles)
    : NoveltyDetector.fitFolds(folded.training, folded.folds[0]!, roles);
  return detector && JSON.stringify(detector);
}

/**
 * The text of `intervals`; none of classes, or where validation has too few examples.
 * @param answerer what answers to validation
 * @param ahead the latest rows, where they count too, and what answers to them
 */
export function intervalsText(
  answerer: EvaluatedModel,
  { validation, folded }: Omit<FittedSplits, "training">,
  ahead?: { readonly network: TrainedModel; readonly test: Dataset },
): string | undefined {
  if (validation.problem.hasAccuracy || validation.size === 0) return undefined;
  const intervals = widerIntervals(
    intervalsOf(answerer, validation, folded !== undefined),
    ahead && ahead.test.size > 0 ? intervalsOf(ahead.network, ahead.test) : undefined,
  );
  return intervals && JSON.stringify(intervals);
}

/** Splits, and what is known of their data. */
export interface DescribedSplits
  extends FittedSplits, Pick<OpenData, "distributions" | "labels" | "quantities" | "target"> {
  /** User data that is not a table has them. */
  readonly origins?: object | undefined;
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
  const { training, validation, distributions, origins } = splits;
  if ((distributions ?? origins) === undefined) return undefined;
  const arePictures = (training.shape?.length ?? 0) >= 2;
  const columns = distributions ?? (arePictures ? [brightnessOf(training)] : []);
  const meaning = { ...meaningOf(splits), decision };
  return JSON.stringify(distributionsOf(answerer, validation, columns, meaning));
}

/** What the outputs of a network stand for. */
function meaningOf({ training, labels, quantities, target }: DescribedSplits): OutputMeaning {
  if (target !== undefined) {
    const { names: [name], outputNames: names, quantities } = target;
    return { target: name, names, quantities };
  }
  const { classNames, outputs, classes } = training;
  const count = Math.max(outputs, classes);
  const names = labels ?? classNames ?? quantities?.map(({ name }) => name) ??
    Array.from({ length: count }, (_, k) => String(k));
  return { names, quantities };
}
