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
];

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
        : inner,
  );
}
