/** A run as a report sees it: what its files say, and what its network makes of a split now. @module */

import type { Config } from "../../lib/config.ts";
import { type ClassEvaluation, ofClasses } from "../../lib/evaluate.ts";
import { outputsFor } from "../../lib/evaluate/outputs.ts";
import { metricsOfEach } from "../../lib/evaluate/quantities.ts";
import type { Quantity, TableDescription } from "../../lib/table/columns.ts";
import {
  type Calibration,
  calibration,
  type Dataset,
  evaluate,
  type Importances,
  type Network,
  predictDataset,
  type Predictions,
} from "../../mod.ts";
import type { FileRows } from "../datasets/csv/rows_at.ts";
import type { ClassResult, Metrics, QuantityResult, Result, Summary } from "../run/run_folder.ts";
import { resultOf } from "../run/result.ts";

/** The splits that a report may look into. */
export const REPORT_SPLITS = ["test", "validation"] as const;

/** The name of such a split. */
export type ReportSplit = typeof REPORT_SPLITS[number];

/** What runs of all kinds have. */
export interface RunFacts<R extends Result> {
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
  readonly noun: "image" | "row";
  /** What the columns of a table are. */
  readonly table: TableDescription | undefined;
  /** What each column of a table is worth; absent where that cannot be told. */
  readonly importance: Importances | undefined;
  /** Where an example comes from: `image 17`, `line 17`, or a file's name. */
  whereIs(example: number): string;
  /** The rows of a table's file that examples come from, in the same order. */
  rowsOf(examples: readonly number[]): Promise<ExampleRows>;
}

/** Rows of a table as they stand in its file; none of data that is no table. */
export interface ExampleRows extends Pick<FileRows, "columns"> {
  readonly rows: readonly (readonly string[])[];
}

/** A run whose answers are right or wrong. */
export interface ClassRun extends RunFacts<ClassResult> {
  readonly kind: "class";
  /** The names of the classes. */
  readonly classes: readonly string[];
  readonly evaluation: ClassEvaluation;
  readonly predictions: Predictions;
  /** Absent if the outputs are no probabilities. */
  readonly calibration: Calibration | undefined;
}

/** What a network says of one quantity. */
export interface QuantityAnswers extends Pick<QuantityResult, "r2" | "mae" | "rmse"> {
  readonly name: string;
  /** The unit, if it is known. */
  readonly unit: string | undefined;
  /** [examples] What was measured, in the unit. */
  readonly actual: Float64Array;
  /** [examples] What the network says, in the unit. */
  readonly predicted: Float64Array;
}

/** A run whose answers are quantities. */
export interface QuantityRun extends RunFacts<QuantityResult> {
  readonly kind: "quantity";
  readonly result: QuantityResult;
  /** In the order of the outputs. */
  readonly quantities: readonly QuantityAnswers[];
}

/** A run of either kind. */
export type ReportedRun = ClassRun | QuantityRun;

/** What a network makes of classes. */
export function classAnswers(
  network: Network,
  data: Dataset,
): Pick<ClassRun, "evaluation" | "predictions" | "calibration"> {
  const predictions = predictDataset(network, data);
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

/** What a network makes of quantities, each in its unit. */
export function quantityAnswers(
  network: Network,
  data: Dataset,
  table: TableDescription | undefined,
): Pick<QuantityRun, "result" | "quantities"> {
  const outputs = outputsFor(network, data);
  const { size, outputs: columns } = data;
  const targets = data.targets!;
  const known = table?.target.kind === "quantity" ? table.target.quantities : [];
  const quantities = metricsOfEach(outputs, targets, columns).map((metrics, j) => {
    const quantity: Quantity = known[j] ?? { ...PLAIN, name: `target ${j + 1}` };
    const { name, unit, mean, deviation } = quantity;
    const inUnit = (of: Float32Array) =>
      Float64Array.from({ length: size }, (_, r) => of[r * columns + j]! * deviation + mean);
    return {
      name: columns === 1 && known.length === 0 ? "the target" : name,
      unit,
      r2: metrics.rSquared,
      mae: metrics.meanAbsoluteError * deviation,
      rmse: metrics.rootMeanSquaredError * deviation,
      actual: inUnit(targets),
      predicted: inUnit(outputs),
    };
  });
  return { result: resultOf(evaluate(network, data), table) as QuantityResult, quantities };
}

/** The scale of targets that were not standardized. */
const PLAIN = { mean: 0, deviation: 1 };
