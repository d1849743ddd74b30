/** The runs of reports, by their problem, and calls of tables with a function for each problem. @module */

import type { ClassEvaluation } from "../../../lib/evaluate.ts";
import type { CommonestClass } from "../../../lib/evaluate/baseline.ts";
import type { ProblemName } from "../../../lib/problem.ts";
import type { Calibration, Predictions } from "../../../mod.ts";
import type { LabelsResult } from "../../evaluate/labels.ts";
import type { QuantityAnswers } from "../../evaluate/quantities.ts";
import type { RunFacts } from "../run_facts.ts";
import type { ResultOf } from "../../problem/results.ts";

/** A run of a problem. */
interface RunOfProblem<Name extends ProblemName> extends RunFacts<ResultOf[Name]> {
  readonly problem: Name;
}

/** A run that predicts classes. */
export interface ClassRun extends RunOfProblem<"classification"> {
  readonly evaluation: ClassEvaluation;
  /** The names of the classes. */
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
  readonly evaluation: ClassEvaluation;
  /** The result of single answers. */
  readonly answers: LabelsResult;
  /** The baseline: the part of the answers that each label's commoner one in training would get right. */
  readonly commoner: number;
}

/** A run whose answers are quantities. */
export interface QuantityRun extends RunOfProblem<"regression"> {
  /** In the order of the outputs. */
  readonly quantities: readonly QuantityAnswers[];
  /** The baseline: the mean absolute errors of always answering with the mean of training, each in its unit. */
  readonly errorsOfMeans: readonly number[];
}

/** The run of each problem. */
export interface RunOf {
  classification: ClassRun;
  multiLabel: LabelsRun;
  regression: QuantityRun;
}

/** A run of any problem. */
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
