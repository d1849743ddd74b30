/** What another version's statistics state otherwise: intervals, ±, and the sentences that have them. @module */

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
  "verdict",
  "notes",
];

/** JSON without what depends on the version of the statistics. */
export function withoutIntervals(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value) ?? "null",
    (key, inner) => BY_VERSION.includes(key) ? undefined : inner,
  );
}
