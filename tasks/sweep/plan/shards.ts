/** Divides runs among machines. @module */

import type { Sweep } from "../sweep.ts";
import { workOf } from "./plan.ts";
import { type PendingRun, type Records, trainedEpochs } from "./stages.ts";

/**
 * Divides runs into shards of about the same work. Which run is in which follows from the list alone: the runs with the
 * most work are given out first, each to the shard that has the least so far (Graham, “Bounds on multiprocessing timing
 * anomalies”, 1969).
 * @param sweep unless it keeps all weights, the seeds of a trial stay in one shard, which then can compare its trials
 */
export function shardsOf(
  pending: readonly PendingRun[],
  count: number,
  records: Records,
  sweep: Pick<Sweep, "keep">,
): PendingRun[][] {
  const units = new Map<string | number, { runs: PendingRun[]; work: number }>();
  for (const run of pending) {
    const key = unitOf(run, sweep);
    const unit = units.get(key) ?? { runs: [], work: 0 };
    unit.runs.push(run);
    unit.work += workOf(run.planned, run.end - trainedEpochs(run.planned, records));
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
export function unitsOf(pending: readonly PendingRun[], sweep: Pick<Sweep, "keep">): number {
  return new Set(pending.map((run) => unitOf(run, sweep))).size;
}

function unitOf({ trial, planned }: PendingRun, { keep }: Pick<Sweep, "keep">): number | string {
  return keep === "all" ? planned.run : trial;
}
