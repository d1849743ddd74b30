/** The runs of reports, by their problem. @module */

import type { Config } from "../../../../lib/config.ts";
import type { ProblemName } from "../../../../lib/problem/contract.ts";
import type { TrainedModel } from "../../../../lib/ensemble/trained_model.ts";
import type { ExampleName } from "../../../data/names.ts";
import type { Splits } from "../../../data/names.ts";
import type { AnsweredOf } from "../../evaluate/problem/answered.ts";
import type { ResultOf } from "../../problem/results.ts";
import type { Metrics, Result, Summary } from "../../../run/run_folder.ts";

export const REPORT_SPLITS = ["test", "validation"] as const;

export type ReportSplit = typeof REPORT_SPLITS[number];

/** What a report has of a run besides its answers. */
interface RunFacts<R extends Result> {
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
  /** The word for its rows. */
  readonly rows: string;
  /** The word for an example: image or row. */
  readonly noun: ExampleName;
  readonly training: Splits["training"];
  readonly sizes: Readonly<Record<"training" | "validation" | "test", number>>;
  /** Notes on the data, such as rows left out, as sentences without a full stop. */
  readonly notes: readonly string[];
}

/** What the head of a report has of a run besides its answers. */
type HeadFacts<R extends Result> = Pick<RunFacts<R>, "split" | "noun" | "training"> & {
  readonly config: Pick<Config, "dataset" | "folds">;
  readonly summary: Pick<Summary<R>, "validation" | "test" | "decision">;
};

export type HeadOf = {
  readonly [Name in ProblemName]:
    & Omit<AnsweredOf[Name], "split" | "noun">
    & HeadFacts<ResultOf[Name]>;
};

/** A function of the head of a report for each problem. */
export type OfHead<T> = { readonly [Name in ProblemName]: (run: HeadOf[Name]) => T };

export type RunOf = {
  readonly [Name in ProblemName]: AnsweredOf[Name] & RunFacts<ResultOf[Name]>;
};

export type ClassRun = RunOf["classification"];
export type LabelsRun = RunOf["multiLabel"];
export type ReportedRun = RunOf[ProblemName];

/** A function of a run for each problem. */
export type OfRun<T> = { readonly [Name in ProblemName]: (run: RunOf[Name]) => T };

/** A function of several runs of one problem, for each problem. */
export type OfRuns<T> = { readonly [Name in ProblemName]: (runs: readonly RunOf[Name][]) => T };

/** Calls the function for the problem of one or more runs, which is the same. */
export function askOfAll<T>(table: OfRuns<T>, runs: readonly ReportedRun[]): T {
  return (table[runs[0]!.problem] as (runs: readonly ReportedRun[]) => T)(runs);
}
