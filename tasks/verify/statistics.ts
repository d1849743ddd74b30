/** What another version's statistics state otherwise: intervals, differences and ±, boosted trees, learning curves, and their sentences. @module */

import { STATISTICS } from "../../lib/measure/uncertainty.ts";
import type { Summary } from "../run/run_folder.ts";

/** Whether a run's intervals are of another version than those here. */
export function hasOtherStatistics({ versions }: Pick<Summary, "versions">): boolean {
  return versions.statistics !== STATISTICS;
}

/** The keys of JSON that hold what depends on the version of the statistics. */
const BY_VERSION: readonly string[] = [
  "low",
  "high",
  "reason",
  "plusMinus",
  "difference",
  "gain",
  "verdict",
  "curve",
  "curveMetric",
  "notes",
  "rare",
];

/** The keys that follow the metric of a truth, which was accuracy of rare classes too before version 4. */
const BY_METRIC: readonly string[] = ["metric", "test", "outOfFold"];

const isRecall = (value: unknown) => (value as { name?: unknown } | null)?.name === "recall";

const isTrees = (value: unknown) => (value as { name?: unknown } | null)?.name === "trees";

/** JSON without what depends on the version of the statistics. */
export function withoutIntervals(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value) ?? "null",
    (key, inner) =>
      BY_VERSION.includes(key)
        ? undefined
        : key === "baselines"
        ? inner.filter((one: unknown) => !isTrees(one))
        : key === "metrics"
        ? inner.filter((one: unknown) => !isRecall(one))
        : inner,
  );
}

/** Two truths without what depends on the version of the statistics; without what follows their metric, if that differs. */
export function comparableTruths(claimed: unknown, found: unknown): [unknown, unknown] {
  const metricOf = (truth: unknown) => (truth as { metric?: unknown } | null)?.metric;
  const isSame = metricOf(claimed) === metricOf(found);
  const without = (value: unknown) =>
    Object.fromEntries(Object.entries(Object(value)).filter(([key]) => !BY_METRIC.includes(key)));
  const comparable = (truth: unknown) => {
    const { baselines, ...rest } = withoutIntervals(truth) as { baselines: readonly unknown[] };
    return isSame
      ? { ...rest, baselines }
      : { ...without(rest), baselines: baselines.map(without) };
  };
  return [comparable(claimed), comparable(found)];
}
