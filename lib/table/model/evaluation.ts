/** How good the network of a table is on rows: metrics by name, those of quantities in their units. @module */

import { describe, joinNames } from "../../checks/texts.ts";
import { Dataset } from "../../dataset.ts";
import type { Decision } from "../../measure/decide/decide.ts";
import { decidedEvaluation } from "../../measure/decide/evaluation.ts";
import { evaluate } from "../../evaluate.ts";
import { outputsFor } from "../../evaluate/predictions.ts";
import type { Candidate } from "../../ensemble/recorded.ts";
import type { TrainedModel } from "../../ensemble/trained_model.ts";
import { metricsOfEach, type QuantityMetrics } from "../../problem/errors.ts";
import { missingInTarget } from "../columns/missing_values.ts";
import type { TableDescription } from "../columns/columns.ts";
import { RowEncoder } from "../encode/encode.ts";
import { rulesOf, targetReader } from "../columns/target.ts";
import { checkSomeCount, weightOf } from "../columns/row_weights.ts";
import { cellText } from "../cells/cell_text.ts";
import { cellOf } from "./row_cells.ts";
import { RowReader } from "./rows.ts";

/** How good a model is on rows of a table: right and wrong answers for classes, errors for quantities. */
export interface TableEvaluation extends Partial<QuantityMetrics> {
  /** How many rows there are. */
  readonly size: number;
  /** The column of weights, by which all metrics but `size` and `correct` are weighted; absent where rows count alike. */
  readonly weights?: string;
  /** The mean cost of a row. */
  readonly cost: number;
  /** How many rows are answered right; absent for quantities. */
  readonly correct?: number;
  /** The share of rows answered right, by weight if rows have weights; absent for quantities. */
  readonly accuracy?: number;
  /** The accuracy at a threshold of one half, where the model answers by another one. */
  readonly accuracyAtHalf?: number;
  /** `confusion[label][prediction]` counts the rows of a class that got a prediction; absent for quantities and very many classes. */
  readonly confusion?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /**
   * How far off each quantity is by its column's name, in its unit; absent for classes. Those of a table with one quantity
   * are here by themselves too: `rSquared`, `meanAbsoluteError`, `rootMeanSquaredError`.
   */
  readonly quantities?: Readonly<Record<string, QuantityMetrics>>;
}

/** How good a model is on rows that a program gave. */
export interface RowsEvaluation extends TableEvaluation {
  /** How many rows were left out, since they have no target. */
  readonly withoutTarget: number;
  /** The number of rows without a prediction, which were left out. */
  readonly withoutPrediction: number;
}

/**
 * Evaluates a model on rows of its table.
 * @throws {RangeError} if there are none
 */
export function evaluateTable(
  network: Candidate,
  table: TableDescription,
  rows: Dataset,
  decision?: Decision,
): TableEvaluation {
  const { size, cost, correct, accuracy, accuracyAtHalf, confusion } = decidedEvaluation(
    evaluate(network, rows),
    decision,
    network,
    rows,
  );
  const { outputNames, quantities } = rulesOf(table);
  const weights = rows.weights && table.weights !== undefined && { weights: table.weights };
  const named = <T>(values: readonly T[]): Record<string, T> =>
    Object.fromEntries(values.map((value, k) => [outputNames[k]!, value]));
  if (quantities === undefined) {
    return {
      size,
      ...weights,
      correct: correct!,
      accuracy: accuracy!,
      cost,
      ...accuracyAtHalf !== undefined && { accuracyAtHalf },
      ...confusion !== undefined && { confusion: named(confusion.map(named)) },
    };
  }
  const each = metricsOfEach(
    outputsFor(network, rows),
    rows.targets!,
    quantities.length,
    rows.weights,
  )
    .map((metrics, k) => inUnit(metrics, quantities[k]!.deviation));
  return { size, ...weights, cost, ...each.length === 1 && each[0], quantities: named(each) };
}

/** The metrics of a standardized quantity, in its unit. */
function inUnit(metrics: QuantityMetrics, deviation: number): QuantityMetrics {
  return {
    meanAbsoluteError: metrics.meanAbsoluteError * deviation,
    rootMeanSquaredError: metrics.rootMeanSquaredError * deviation,
    rSquared: metrics.rSquared,
  };
}

/** Evaluates a model on rows of a program, see {@linkcode TableModel.evaluate}. */
export function evaluateRows(
  network: TrainedModel,
  table: TableDescription,
  rows: readonly object[],
  decision?: Decision,
): RowsEvaluation {
  if (!Array.isArray(rows)) {
    throw new TypeError(
      `Cannot evaluate ${describe(rows)}: expected a list of rows, such as [{ "width": 3.5 }]`,
    );
  }
  const reader = new RowReader(table);
  const { header, targetNames } = reader;
  const column = rows.some((row) => table.weights !== undefined && table.weights in Object(row))
    ? table.weights
    : undefined;
  const head = { name: "the rows", columns: [...header, ...targetNames, column ?? []].flat() };
  const encoder = new RowEncoder(table, head);
  const { features } = encoder;
  const inputs = new Float32Array(rows.length * features);
  const isMissing = missingInTarget(table);
  const kept: { readonly cells: readonly string[]; readonly line: number }[] = [];
  let [withoutTarget, withoutPrediction] = [0, 0];
  for (const [r, row] of rows.entries()) {
    const [where, line] = [`rows[${r}]`, r + 1];
    const own = reader.cellsOf(row, where, "evaluate");
    const targets = reader.targetsOf(row, where);
    const weight = column === undefined ? [] : [cellText(cellOf(row, column), { name: column })];
    const cells = [...own, ...targets, ...weight];
    const start = kept.length * features;
    if (targets.some(isMissing)) withoutTarget++;
    else if (encoder.encode(cells, line, inputs, start) === undefined) kept.push({ cells, line });
    else {
      inputs.fill(0, start, start + features);
      withoutPrediction++;
    }
  }
  const size = kept.length;
  if (size === 0) {
    throw new RangeError(
      `Cannot evaluate ${rows.length} rows: expected some with ${joinNames(targetNames)} and a ` +
        `prediction, got ${withoutTarget} without the target and ${withoutPrediction} without a prediction`,
    );
  }
  const targets = targetReader(table, head)(size);
  for (const [r, { cells, line }] of kept.entries()) targets.read(r, cells, line);
  const weights = column === undefined
    ? undefined
    : Float32Array.from(kept, ({ cells, line }) => weightOf(head, cells.length - 1, cells, line));
  if (weights !== undefined) checkSomeCount(head, column!, weights);
  const all = {
    inputs: inputs.subarray(0, size * features),
    features,
    weights,
    ...targets.answers,
  };
  const evaluation = evaluateTable(network, table, new Dataset(all), decision);
  return { ...evaluation, withoutTarget, withoutPrediction };
}
