/** Which metrics a run's results have, and under which keys. @module */

import { type AskedMetric, METRIC_NAMES, type MetricName } from "../options/metric_names.ts";
import { METRICS } from "./metric_table.ts";

/** The key of a metric in a run's results; the cost is the mean of the cost function, which is log loss for classes. */
export function resultKey(metric: AskedMetric): string {
  return METRICS[metric].result?.key ?? metric;
}

/** Whether a run's results have a metric in any case. */
export function isInResults(metric: AskedMetric): boolean {
  return METRICS[metric].isInResults ?? false;
}

/** The metrics that all results of a problem have, under their names; the first of them compares runs. */
export function resultMetrics({ hasAccuracy }: { readonly hasAccuracy: boolean }): MetricName[] {
  return METRIC_NAMES.filter((name) => {
    const { isInResults, result, of } = METRICS[name];
    return isInResults && result === undefined && (of === "quantities") !== hasAccuracy;
  });
}
