/** The one list of metrics, which options, configs and sweeps check names by; what each is stands in `lib/measure/metric/`. @module */

/** The names of metrics, in the order in which they are listed. */
export const METRIC_NAMES = [
  "accuracy",
  "balancedAccuracy",
  "recall",
  "auc",
  "averagePrecision",
  "f1",
  "macroF1",
  "hammingLoss",
  "logLoss",
  "cost",
  "r2",
  "mae",
  "rmse",
  "squaredError",
] as const;

/** The name of a metric. */
export type MetricName = typeof METRIC_NAMES[number];

/** A metric that may be asked for; models are not compared by the others, which are shown. */
export type AskedMetric = Exclude<
  MetricName,
  "recall" | "macroF1" | "hammingLoss" | "squaredError"
>;

const NOT_ASKED: readonly Exclude<MetricName, AskedMetric>[] = [
  "recall", // always answering the class has all of it
  "macroF1",
  "hammingLoss",
  "squaredError",
];

/** The metrics that models may be compared by, in the order in which they are listed. */
export const ASKED_METRICS: readonly AskedMetric[] = METRIC_NAMES.filter(
  (name): name is AskedMetric => !NOT_ASKED.some((other) => other === name),
);

/**
 * A metric by its name.
 * @returns `undefined` if there is none
 */
export function askedMetric(name: string): AskedMetric | undefined {
  return ASKED_METRICS.find((known) => known === name);
}
