/** A run as a report sees it: what its files say, and what its network makes of a split now. @module */

import type { Config } from "../../lib/config.ts";
import { type ClassEvaluation, ofClasses } from "../../lib/evaluate.ts";
import type { CommonestClass } from "../../lib/evaluate/baseline.ts";
import type { TableDescription } from "../../lib/table/columns.ts";
import {
  type Calibration,
  calibration,
  type Dataset,
  evaluate,
  type Importances,
  type Network,
  type Predictions,
} from "../../mod.ts";
import type { LabelsResult } from "../evaluate/labels.ts";
import { predictionsOf } from "../evaluate/predictions.ts";
import type { QuantityAnswers } from "../evaluate/quantities.ts";
import type { ExampleName } from "../datasets/open_data.ts";
import type { Places } from "../datasets/places.ts";
import type { ClassResult, Metrics, QuantityResult, Result, Summary } from "../run/run_folder.ts";

/** The splits that a report may look into. */
export const REPORT_SPLITS = ["test", "validation"] as const;

/** The name of such a split. */
export type ReportSplit = typeof REPORT_SPLITS[number];

/** What runs of all kinds have. */
export interface RunFacts<R extends Result> extends Places {
  /** The folder, as it was named. */
  readonly path: string;
  readonly name: string;
  readonly config: Config;
  readonly metrics: readonly Metrics<R>[];
  readonly summary: Summary<R>;
  /** When the summary was written. */
  readonly written: Date;
  readonly network: Network;
  readonly split: ReportSplit;
  readonly data: Dataset;
  /** What an example is called: image or row. */
  readonly noun: ExampleName;
  /** How many examples each split has. */
  readonly sizes: Readonly<Record<"training" | "validation" | "test", number>>;
  /** What was found out as the data was read, such as rows left out, in sentences without a full stop. */
  readonly notes: readonly string[];
  /** What the columns of a table are. */
  readonly table: TableDescription | undefined;
  /** What each column of a table is worth; absent where that cannot be told. */
  readonly importance: Importances | undefined;
}

/** A run whose answers are right or wrong. */
export interface ClassRun extends RunFacts<ClassResult> {
  readonly kind: "class";
  /** The names of the classes. */
  readonly classes: readonly string[];
  readonly evaluation: ClassEvaluation;
  readonly predictions: Predictions;
  /** What always answering with the commonest class of training would get. */
  readonly commonest: CommonestClass;
  /** Absent if the outputs are no probabilities. */
  readonly calibration: Calibration | undefined;
}

/** A run whose examples have several labels, each of which is answered with yes or no. */
export interface LabelsRun extends RunFacts<ClassResult> {
  readonly kind: "labels";
  /** Of whole examples: one is right if all its answers are. */
  readonly evaluation: ClassEvaluation;
  /** Of single answers. */
  readonly answers: LabelsResult;
  /** Which part of the answers always giving each label's commoner one in training would get right. */
  readonly commoner: number;
}

/** A run whose answers are quantities. */
export interface QuantityRun extends RunFacts<QuantityResult> {
  readonly kind: "quantity";
  readonly result: QuantityResult;
  /** In the order of the outputs. */
  readonly quantities: readonly QuantityAnswers[];
  /** How far off always answering with the mean of training would be on average, each in its unit. */
  readonly errorsOfMeans: readonly number[];
}

/** A run of any kind. */
export type ReportedRun = ClassRun | LabelsRun | QuantityRun;

/** Whether answers are right or wrong. */
export function isRightOrWrong(run: ReportedRun): run is ClassRun | LabelsRun {
  return run.kind !== "quantity";
}

/** What a network makes of classes; `undefined` if several outputs say yes or no each by itself. */
export function classAnswers(
  network: Network,
  data: Dataset,
): Pick<ClassRun, "evaluation" | "predictions" | "calibration"> | undefined {
  const predictions = predictionsOf(network, data);
  if (predictions === undefined) return undefined;
  const { predicted, confidences, labels } = predictions;
  const right = Array.from(predicted, (k, example) => k === labels[example]);
  const areProbabilities = ["softmax", "sigmoid"].includes(network.outputActivation.name) &&
    !confidences.some(Number.isNaN);
  return {
    evaluation: ofClasses(evaluate(network, data)),
    predictions,
    calibration: areProbabilities ? calibration(confidences, right) : undefined,
  };
}
