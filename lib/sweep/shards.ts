/** Divides runs among machines. @module */

import { type PlannedRun, workOf } from "./plan.ts";
import type { PendingRun } from "./stages.ts";

/**
 * Divides runs into shards of about the same work. Which run is in which follows from the list alone: the runs with the
 * most work are given out first, each to the shard that has the least so far (Graham, “Bounds on multiprocessing timing
 * anomalies”, 1969).
 *
 * @param trained how many epochs of a run are trained already
 * @param together whether the seeds of a trial stay in one shard, so that it can compare its trials
 * @returns the runs of each shard, in the order of the list
 */
export function shardsOf(
  pending: readonly PendingRun[],
  count: number,
  { trained, together }: { trained: (run: PlannedRun) => number; together: boolean },
): PendingRun[][] {
  const units = new Map<string | number, { runs: PendingRun[]; work: number }>();
  for (const run of pending) {
    const key = together ? run.trial : run.planned.run;
    const unit = units.get(key) ?? { runs: [], work: 0 };
    unit.runs.push(run);
    unit.work += workOf(run.planned, run.end - trained(run.planned));
    units.set(key, unit);
  }
  const shards = Array.from({ length: count }, () => ({ runs: [] as PendingRun[], work: 0 }));
  for (const unit of [...units.values()].sort((a, b) => b.work - a.work)) {
    const least = shards.reduce((least, shard) => shard.work < least.work ? shard : least);
    least.runs.push(...unit.runs);
    least.work += unit.work;
  }
  const index = new Map(pending.map((run, k) => [run, k]));
  return shards.map(({ runs }) => runs.sort((a, b) => index.get(a)! - index.get(b)!));
}

/** The most shards that runs can be divided into. */
export function unitsOf(pending: readonly PendingRun[], together: boolean): number {
  return new Set(pending.map(({ trial, planned }) => together ? trial : planned.run)).size;
}
