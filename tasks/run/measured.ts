/** The metrics that a run's files hold with their intervals, and what trials are measured by. @module */

import type { Dataset } from "../../mod.ts";
import { type Config, ownOf } from "../../lib/config/mod.ts";
import {
  expectedOf,
  isInResults,
  type MetricInterval,
  type MetricName,
  metricValue,
  positiveOf,
  resultKey,
  wilsonInterval,
} from "../../lib/evaluate/mod.ts";
import { expectedThreshold } from "../../lib/table/decide/mod.ts";
import type { Measure } from "../../lib/table/folds/mod.ts";
import type { OpenData } from "../data/source.ts";
import type { Summary } from "./run_folder.ts";

/** A metric on a split as a summary has it; `undefined` if it has none. Older runs have few, most of them without intervals. */
export function measuredOf(
  { truth, ...summary }: Partial<Summary>,
  split: "validation" | "test",
  name: MetricName,
): MetricInterval | undefined {
  const found = truth?.metrics?.find((metric) => metric.name === name);
  const interval = split === "test" ? found?.test : found?.outOfFold;
  if (interval) return interval;
  const result = summary[split];
  if (name === "accuracy" && result?.accuracy !== undefined) {
    const [low, high] = wilsonInterval(result.correct, result.size);
    return { value: result.accuracy, low, high };
  }
  const isTest = split === "test";
  if (isTest && name === "r2" && truth?.metric === "r2" && truth.test) return truth.test;
  const value = name === "logLoss" && isTest && result?.accuracy !== undefined
    ? truth?.cost
    : ["r2", "mae", "rmse"].includes(name)
    ? (result as Readonly<Record<string, number | null>> | undefined)?.[name]
    : undefined;
  return typeof value === "number" ? { value, low: null, high: null } : undefined;
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
