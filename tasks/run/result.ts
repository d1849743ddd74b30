/** The result of an evaluation, as a run's files have it. @module */

import type { Dataset, Evaluation } from "../../mod.ts";
import { type Config, ownOf } from "../../lib/config/mod.ts";
import {
  expectedOf,
  isInResults,
  metricValue,
  ofClasses,
  positiveOf,
  resultKey,
} from "../../lib/evaluate/mod.ts";
import { expectedThreshold } from "../../lib/table/decide/mod.ts";
import type { Measure, Round } from "../../lib/table/folds/mod.ts";
import type { Quantity } from "../../lib/table/mod.ts";
import type { OpenData } from "../data/source.ts";
import type { Result } from "./run_folder.ts";

/**
 * The result of an evaluation. Of classes it has how many are right. The errors of one quantity are in its unit, those of
 * several in standard deviations, since their units may differ.
 * @param evaluation with what was measured besides
 * @param quantities what the targets were before they were standardized, if they are
 */
export function resultOf(
  { measured, ...evaluation }: Evaluation & Pick<Round["validation"], "measured">,
  quantities: readonly Quantity[] | undefined,
): Result {
  const { size, cost, meanAbsoluteError: mae, rootMeanSquaredError: rmse, rSquared } = evaluation;
  if (mae === undefined || rmse === undefined || rSquared === undefined) {
    const { correct, accuracy } = ofClasses(evaluation);
    return { correct, size, accuracy, cost, ...measured };
  }
  const [quantity, ...more] = quantities ?? [];
  const unit = quantity === undefined || more.length > 0 ? 1 : quantity.deviation;
  return { size, cost, r2: rSquared, mae: mae * unit, rmse: rmse * unit };
}

/**
 * What measures answers out of fold by the metric that a config asks for, to compare trials; `undefined` where results have it
 * in any case. Costs are those at the threshold which they stand for, since each rung has other rows to choose one by.
 */
export function measureOf(
  dataset: Config["dataset"],
  { training, classes, quantities }: Pick<OpenData, "training" | "classes" | "quantities">,
): Measure | undefined {
  const { metric, costs, positive: name } = ownOf(dataset) ?? {};
  if (metric === undefined || isInResults(metric)) return undefined;
  const facts = { classes, quantities, positive: name };
  const positive = positiveOf(expectedOf(training, facts));
  const thresholds = costs && [{ ...costs, positive, from: expectedThreshold(costs) }];
  return (outputs: Float32Array, data: Dataset) => {
    const expected = { ...expectedOf(data, facts), positive };
    const rows = Uint32Array.from({ length: data.size }, (_, row) => row);
    const value = metricValue(metric, { outputs, thresholds }, expected, rows);
    return value === undefined ? {} : { [resultKey(metric)]: value };
  };
}
