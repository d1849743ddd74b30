/** The parts of a sweep, and which of them a machine trains: by the command line, or by Slurm's variables. @module */

import { UsageError, wholeNumber } from "../cli/arguments.ts";
import { MAX_SHARDS, type Shard, shardIn } from "../cli/shard.ts";
import { workOf } from "./plan/plan.ts";
import { type PendingRun, type Records, trainedEpochs } from "./plan/stages.ts";
import type { Sweep } from "./sweep.ts";

/** Which part of a sweep a machine trains. */
export interface SweepShard extends Shard {
  /** The variable that sets it, if not the command line. */
  readonly by?: string;
}

const SHARD_VARIABLES = [
  "SLURM_ARRAY_TASK_ID",
  "SLURM_ARRAY_TASK_COUNT",
  "SLURM_ARRAY_TASK_MIN",
  "SLURM_ARRAY_TASK_STEP",
] as const;

/**
 * Reads the shard of this machine.
 * @returns `undefined` for the whole sweep
 * @throws {UsageError} if it is no shard
 */
export function shardOf(
  shard: string | undefined,
  shards: string | undefined,
  variable: (name: typeof SHARD_VARIABLES[number]) => string | undefined,
): SweepShard | undefined {
  if (shard !== undefined) {
    if (shards !== undefined) throw new UsageError("--shard I/N has the number: without --shards");
    return shardIn(shard);
  }
  const count = shards === undefined
    ? undefined
    : wholeNumber("shards", shards, { min: 1, max: MAX_SHARDS });
  const task = variable("SLURM_ARRAY_TASK_ID");
  if (task !== undefined) {
    const step = Number(variable("SLURM_ARRAY_TASK_STEP") ?? 1);
    const index = (Number(task) - Number(variable("SLURM_ARRAY_TASK_MIN") ?? 0)) / step + 1;
    const all = count ?? Number(variable("SLURM_ARRAY_TASK_COUNT"));
    return checked(index, all);
  }
  if (count === undefined) return undefined;
  throw new UsageError("--shards N needs Slurm's variables: expected --shard I/N");
}

function checked(index: number, count: number): SweepShard {
  const by = "SLURM_ARRAY_TASK_ID";
  if (Number.isInteger(index) && index >= 1 && index <= count && count <= MAX_SHARDS) {
    return { index, count, by };
  }
  throw new UsageError(
    `Cannot find the shard by ${by}, which gives ${index} of ${count}: ` +
      "expected --shard I/N with I from 1 to N",
  );
}

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
