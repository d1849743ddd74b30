/** The runs of reports, by their problem, and calls of tables with a function for each problem. @module */

import type { Dataset } from "../../../../mod.ts";
import type { Config } from "../../../../lib/config/mod.ts";
import type { DecidedEvaluation } from "../../../../lib/table/decide/mod.ts";
import type { TrainedModel } from "../../../../lib/table/folds/mod.ts";
import type {
  Calibration,
  ClassEvaluation,
  Importances,
  Predictions,
} from "../../../../lib/evaluate/mod.ts";
import type { CommonestClass } from "../../../../lib/evaluate/mod.ts";
import type { Distributions } from "../../../../lib/table/drift/mod.ts";
import type { ProblemName } from "../../../../lib/problem/mod.ts";
import type { ModelExplanation, TableDescription } from "../../../../lib/table/mod.ts";
import type { ExampleName } from "../../../data/names.ts";
import type { ExampleLocations } from "../../../data/source.ts";
import type { SetsResult } from "../../evaluate/coverage.ts";
import type { LabelsResult } from "../../evaluate/labels.ts";
import type { CostsResult } from "../../evaluate/mistake_costs.ts";
import type { QuantityAnswers } from "../../evaluate/quantities.ts";
import type { ResultOf } from "../../problem/results.ts";
import type { AnsweredFrom, Metrics, Result, Summary } from "../../../run/run_folder.ts";

export const REPORT_SPLITS = ["test", "validation"] as const;

export type ReportSplit = typeof REPORT_SPLITS[number];

export interface RunFacts<R extends Result> extends ExampleLocations {
  /** The folder, as it was named. */
  readonly path: string;
  readonly name: string;
  readonly config: Config;
  readonly metrics: readonly Metrics<R>[];
  readonly summary: Summary<R>;
  /** When the summary was written. */
  readonly written: Date;
  readonly network: TrainedModel;
  readonly split: ReportSplit;
  readonly data: Dataset;
  readonly evaluation: R;
  /** The word for an example: image or row. */
  readonly noun: ExampleName;
  readonly sizes: Readonly<Record<"training" | "validation" | "test", number>>;
  /** Notes on the data, such as rows left out, as sentences without a full stop. */
  readonly notes: readonly string[];
  readonly table: TableDescription | undefined;
  /** How a table's columns were distributed in training; absent of an older file. */
  readonly distributions: Distributions | undefined;
  /** The importance of each column of a table; absent if it was not computed. */
  readonly importance: Importances | undefined;
  /** What the columns add to answers; absent if that takes long, or of an older file. */
  readonly explanation: ModelExplanation | undefined;
  /** What the model decides by its probabilities, where its config asks for that. */
  readonly decided: DecidedRun;
  /** The thresholds that the model answers by; none if it has none. */
  readonly thresholds: readonly AnsweredFrom[];
}

/** What mistakes cost at several thresholds, and how often sets hold the class. */
export interface DecidedRun {
  /** Of two classes one result, of several labels one each. */
  readonly costs?: readonly CostsResult[] | undefined;
  readonly sets?: SetsResult | undefined;
}

interface RunOfProblem<Name extends ProblemName> extends RunFacts<ResultOf[Name]> {
  readonly problem: Name;
}

export interface ClassRun extends RunOfProblem<"classification"> {
  readonly evaluation: ClassEvaluation & DecidedEvaluation;
  readonly classes: readonly string[];
  readonly predictions: Predictions;
  /** The baseline: always answering with the commonest class of training. */
  readonly commonest: CommonestClass;
  /** Absent if the outputs are no probabilities. */
  readonly calibration: Calibration | undefined;
}

/** A run that answers yes or no for several labels. */
export interface LabelsRun extends RunOfProblem<"multiLabel"> {
  /** The result of whole examples: one is right if all its answers are. */
  readonly evaluation: ClassEvaluation & DecidedEvaluation;
  readonly answers: LabelsResult;
  /** The baseline: the part of the answers that each label's commoner one in training would get right. */
  readonly commoner: number;
}

export interface QuantityRun extends RunOfProblem<"regression"> {
  /** In the order of the outputs. */
  readonly quantities: readonly QuantityAnswers[];
  /** The baseline: the mean absolute errors of always answering with the mean of training, each in its unit. */
  readonly errorsOfMeans: readonly number[];
}

export interface RunOf {
  classification: ClassRun;
  multiLabel: LabelsRun;
  regression: QuantityRun;
}

export type ReportedRun = RunOf[ProblemName];

/** A function of a run for each problem. */
export type OfRun<T, Rest extends readonly unknown[] = []> = {
  readonly [Name in ProblemName]: (run: RunOf[Name], ...rest: Rest) => T;
};

/** A function of several runs of one problem, for each problem. */
export type OfRuns<T, Rest extends readonly unknown[] = []> = {
  readonly [Name in ProblemName]: (runs: readonly RunOf[Name][], ...rest: Rest) => T;
};

/** Calls the function for a run's problem. */
export function ask<T, Rest extends readonly unknown[]>(
  table: OfRun<T, Rest>,
  run: ReportedRun,
  ...rest: Rest
): T {
  return (table[run.problem] as (run: ReportedRun, ...rest: Rest) => T)(run, ...rest);
}

/** Calls the function for the problem of one or more runs, which is the same. */
export function askOfAll<T, Rest extends readonly unknown[]>(
  table: OfRuns<T, Rest>,
  runs: readonly ReportedRun[],
  ...rest: Rest
): T {
  const entry = table[runs[0]!.problem] as (runs: readonly ReportedRun[], ...rest: Rest) => T;
  return entry(runs, ...rest);
}
