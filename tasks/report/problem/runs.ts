/** The runs that reports see, by what they learned, and how tables with an entry for each problem are asked. @module */

import type { ClassEvaluation } from "../../../lib/evaluate.ts";
import type { CommonestClass } from "../../../lib/evaluate/baseline.ts";
import type { ProblemName } from "../../../lib/problem.ts";
import type { Calibration, Predictions } from "../../../mod.ts";
import type { LabelsResult } from "../../evaluate/labels.ts";
import type { QuantityAnswers } from "../../evaluate/quantities.ts";
import type { RunFacts } from "../run_facts.ts";
import type { ResultOf } from "../../problem/results.ts";

/** A run that learned a problem. */
interface RunOfProblem<Name extends ProblemName> extends RunFacts<ResultOf[Name]> {
  /** What it learned. */
  readonly problem: Name;
}

/** A run that tells classes. */
export interface ClassRun extends RunOfProblem<"classification"> {
  readonly evaluation: ClassEvaluation;
  /** The names of the classes. */
  readonly classes: readonly string[];
  readonly predictions: Predictions;
  /** What always answering with the commonest class of training would get. */
  readonly commonest: CommonestClass;
  /** Absent if the outputs are no probabilities. */
  readonly calibration: Calibration | undefined;
}

/** A run whose examples have several labels, each of which is answered with yes or no. */
export interface LabelsRun extends RunOfProblem<"multiLabel"> {
  /** Of whole examples: one is right if all its answers are. */
  readonly evaluation: ClassEvaluation;
  /** Of single answers. */
  readonly answers: LabelsResult;
  /** Which part of the answers always giving each label's commoner one in training would get right. */
  readonly commoner: number;
}

/** A run whose answers are quantities. */
export interface QuantityRun extends RunOfProblem<"regression"> {
  /** In the order of the outputs. */
  readonly quantities: readonly QuantityAnswers[];
  /** How far off always answering with the mean of training would be on average, each in its unit. */
  readonly errorsOfMeans: readonly number[];
}

/** The runs by what they learned. */
export interface RunOf {
  classification: ClassRun;
  multiLabel: LabelsRun;
  regression: QuantityRun;
}

/** A run of any problem. */
export type ReportedRun = RunOf[ProblemName];

/** What is said of a run, by what it learned. */
export type OfRun<T, Rest extends readonly unknown[] = []> = {
  readonly [Name in ProblemName]: (run: RunOf[Name], ...rest: Rest) => T;
};

/** What is said of several runs that learned the same. */
export type OfRuns<T, Rest extends readonly unknown[] = []> = {
  readonly [Name in ProblemName]: (runs: readonly RunOf[Name][], ...rest: Rest) => T;
};

/** Asks a table about a run. */
export function ask<T, Rest extends readonly unknown[]>(
  table: OfRun<T, Rest>,
  run: ReportedRun,
  ...rest: Rest
): T {
  return (table[run.problem] as (run: ReportedRun, ...rest: Rest) => T)(run, ...rest);
}

/** Asks a table about one or more runs, which learned the same. */
export function askOfAll<T, Rest extends readonly unknown[]>(
  table: OfRuns<T, Rest>,
  runs: readonly ReportedRun[],
  ...rest: Rest
): T {
  const entry = table[runs[0]!.problem] as (runs: readonly ReportedRun[], ...rest: Rest) => T;
  return entry(runs, ...rest);
}
