/** The part of a sweep that a machine trains, by the command line or by the variables of Slurm and Kubernetes. @module */

import { UsageError, wholeNumber } from "../cli/arguments.ts";

export interface Shard {
  /** Its number, from 1. */
  readonly index: number;
  readonly count: number;
  /** The variable that sets it, if not the command line. */
  readonly by?: string;
}

export const MAX_SHARDS = 100_000;

const SHARD_VARIABLES = [
  "SLURM_ARRAY_TASK_ID",
  "SLURM_ARRAY_TASK_COUNT",
  "SLURM_ARRAY_TASK_MIN",
  "SLURM_ARRAY_TASK_STEP",
  "JOB_COMPLETION_INDEX",
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
): Shard | undefined {
  if (shard !== undefined) {
    if (shards !== undefined) throw new UsageError("--shard I/N has the number: without --shards");
    const [, index, count] = (/^(\d+)\/(\d+)$/.exec(shard) ?? []).map(Number);
    if (index! >= 1 && index! <= count! && count! <= MAX_SHARDS) {
      return { index: index!, count: count! };
    }
    throw new UsageError(
      `--shard: expected I/N with I from 1 to N, got "${shard}"; for example 2/4`,
    );
  }
  const count = shards === undefined
    ? undefined
    : wholeNumber("shards", shards, { min: 1, max: MAX_SHARDS });
  const task = variable("SLURM_ARRAY_TASK_ID");
  if (task !== undefined) {
    const step = Number(variable("SLURM_ARRAY_TASK_STEP") ?? 1);
    const index = (Number(task) - Number(variable("SLURM_ARRAY_TASK_MIN") ?? 0)) / step + 1;
    const all = count ?? Number(variable("SLURM_ARRAY_TASK_COUNT"));
    return checked(index, all, "SLURM_ARRAY_TASK_ID");
  }
  const completion = variable("JOB_COMPLETION_INDEX");
  if (completion !== undefined) {
    if (count === undefined) {
      throw new UsageError(
        "JOB_COMPLETION_INDEX sets the shard, but not how many there are: expected --shards N",
      );
    }
    return checked(Number(completion) + 1, count, "JOB_COMPLETION_INDEX");
  }
  if (count === undefined) return undefined;
  throw new UsageError("--shards N needs a variable of Slurm or Kubernetes: expected --shard I/N");
}

function checked(index: number, count: number, by: typeof SHARD_VARIABLES[number]): Shard {
  if (Number.isInteger(index) && index >= 1 && index <= count && count <= MAX_SHARDS) {
    return { index, count, by };
  }
  throw new UsageError(
    `Cannot find the shard by ${by}, which gives ${index} of ${count}: ` +
      "expected --shard I/N with I from 1 to N",
  );
}
