/** The metrics that a run's files hold with their intervals. @module */

import type { MetricInterval } from "../../lib/measure/metric_interval.ts";
import type { MetricName } from "../../lib/options/metric_names.ts";
import { METRICS } from "../../lib/measure/metric_table.ts";
import { wilsonInterval } from "../../lib/measure/uncertainty.ts";
import type { Summary } from "./run_folder.ts";

/** Whether a run learned from all rows of its table, so that its result is out of fold. */
export function hasNoTest({ families, truth }: Partial<Summary>): boolean {
  return families !== undefined && truth?.testRows === 0;
}

/** A metric on a split as a summary has it; `undefined` if it has none. */
export function measuredOf(
  { truth, ...summary }: Partial<Summary>,
  split: "validation" | "test",
  name: MetricName,
): MetricInterval | undefined {
  const found = truth?.metrics.find((metric) => metric.name === name);
  const interval = split === "test" ? found?.test : found?.outOfFold;
  if (interval) return interval;
  const result = summary[split];
  if (name === "accuracy" && result?.accuracy !== undefined) {
    if (truth?.units !== undefined) {
      const reason = "rows belong together, and the run's files do not hold which";
      return { value: result.accuracy, low: null, high: null, reason };
    }
    if (summary.weights !== undefined) {
      const reason = "rows have weights, and the run's files do not hold them";
      return { value: result.accuracy, low: null, high: null, reason };
    }
    const [low, high] = wilsonInterval(result.correct, result.size);
    return { value: result.accuracy, low, high };
  }
  const isTest = split === "test";
  if (isTest && name === "r2" && truth?.metric === "r2" && truth.test) return truth.test;
  const value = name === "logLoss" && isTest && result?.accuracy !== undefined
    ? truth?.cost
    : METRICS[name].of === "quantities"
    ? (result as Readonly<Record<string, number | null>> | undefined)?.[name]
    : undefined;
  return typeof value === "number" ? { value, low: null, high: null } : undefined;
}
