/** What the metadata of a run's weights hold of what the model decides by its probabilities of classes. @module */

import type { Config } from "../../lib/config.ts";
import {
  changeUserDataset,
  dataKindOf,
  type UserDataset,
  userDatasetOf,
} from "../../lib/config/user_data.ts";
import type { Dataset } from "../../lib/dataset.ts";
import { metricProblem } from "../../lib/measure/metric_choice.ts";
import type { Decision } from "../../lib/measure/decide/decide.ts";
import { decisionOf, decisionProblem } from "../../lib/measure/decide/fit.ts";
import { quoted } from "../../lib/checks/texts.ts";
import type { NetworkDecisions } from "../../lib/measure/decide/fit.ts";
import { countFolds } from "../../lib/ensemble/trained_model.ts";
import { UsageError } from "../cli/arguments.ts";
import type { OpenData } from "../data/source.ts";
import type { EvaluatedModel } from "./evaluated_model.ts";
import type { FittedSplits } from "./novelty.ts";

/**
 * Checks that a model of this data can decide what its config asks for.
 * @throws {UsageError} if it cannot
 */
export function checkDecision(
  dataset: Config["dataset"],
  { classes, validation, folded }: Pick<OpenData, "classes" | "validation" | "folded">,
): void {
  const { metric, ...all } = optionsIn(dataset);
  const hasCosts = all.costs !== undefined;
  const misfit = metric &&
    (metricProblem(metric, {
      problem: validation.problem,
      outputs: validation.outputs,
      hasCosts,
    }) ??
      positiveProblem(all.positive, classes));
  if (misfit !== undefined) throw new UsageError(`Cannot compare so: ${misfit}`);
  const { positive: _, ...others } = all; // the metric is of it
  const options = metric !== undefined && !hasCosts ? others : all;
  const parts = folded && countFolds(folded);
  const problem = dataKindOf(dataset).hasColumns
    ? decisionProblem(options, classes, validation.size, parts)
    : options.costs && arraysProblem(validation);
  if (problem !== undefined) throw new UsageError(`Cannot decide so: ${problem}`);
}

/** Why a class is none of two, as the end of a sentence; `undefined` if it is, or none is named. */
export function positiveProblem(
  positive: string | undefined,
  classes: readonly string[] | undefined,
): string | undefined {
  if (positive === undefined || classes?.length === 2 && classes.includes(positive)) {
    return undefined;
  }
  return classes?.length === 2
    ? `expected ${classes.map(quoted).join(" or ")} as the class to find, got ${quoted(positive)}`
    : `expected two classes for the class to find, got ${classes?.length ?? "others"}`;
}

/** Only labels of arrays decide: their classes are answered without a threshold everywhere. */
function arraysProblem({ problem, size }: Dataset): string | undefined {
  if (problem.name !== "multiLabel") {
    return `expected several labels for costs of an NPZ file, got ${problem.noun}`;
  }
  return size === 0 ? "expected examples for validation, which choose thresholds" : undefined;
}

/**
 * What a model decides; `undefined` if its config asks for nothing.
 * @param answerer what answers to validation
 */
export function decisionIn(
  answerer: EvaluatedModel,
  { validation, folded }: Omit<FittedSplits, "training">,
  dataset: Config["dataset"],
): Decision | undefined {
  return decisionOf(answerer, validation, optionsIn(dataset), folded?.folds[0]);
}

/** What a network decides by, and what it is compared by. */
export function decisionsOf(
  network: EvaluatedModel,
  splits: Omit<FittedSplits, "training">,
  { dataset }: Pick<Config, "dataset">,
): NetworkDecisions {
  const { metric, positive } = optionsIn(dataset);
  return { decision: decisionIn(network, splits, dataset), metric, positive };
}

/** A data set without what is decided by the answers: runs that differ in that alone learned from the same data. */
export function withoutDecision(dataset: Config["dataset"]): Config["dataset"] {
  return changeUserDataset(
    dataset,
    ({ costs: _, positive: __, metric: ___, coverage: ____, ...others }) => others,
  );
}

/** What a config asks to be decided. */
export function optionsIn(
  dataset: Config["dataset"],
): Pick<UserDataset, "costs" | "positive" | "metric" | "coverage"> {
  return userDatasetOf(dataset) ?? {};
}
