/** Which part of a sweep a machine trains: by the command line, or by what Slurm and Kubernetes say. @module */

import { UsageError, wholeNumber } from "../cli/arguments.ts";

/** A part of a sweep. */
export interface Shard {
  /** Which, from 1. */
  readonly index: number;
  /** Of how many. */
  readonly count: number;
  /** Who says so, if not the command line. */
  readonly by?: string;
}

/** The most shards. */
export const MAX_SHARDS = 100_000;

/** The variables that say which shard this is. */
export const SHARD_VARIABLES = [
  "SLURM_ARRAY_TASK_ID",
  "SLURM_ARRAY_TASK_COUNT",
  "SLURM_ARRAY_TASK_MIN",
  "SLURM_ARRAY_TASK_STEP",
  "JOB_COMPLETION_INDEX",
] as const;

/**
 * Reads which shard this is.
 *
 * @param shard the value of `--shard`, `I/N` with I from 1 to N
 * @param shards the value of `--shards`
 * @param variable what an environment variable holds
 * @returns `undefined` if the whole sweep is wanted
 * @throws {UsageError} if it is none
 */
export function shardOf(
  shard: string | undefined,
  shards: string | undefined,
  variable: (name: typeof SHARD_VARIABLES[number]) => string | undefined,
): Shard | undefined {
  if (shard !== undefined) {
    if (shards !== undefined) throw new UsageError("--shard I/N says how many: without --shards");
    return parseShard(shard);
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
        "JOB_COMPLETION_INDEX says which shard this is, but not of how many: --shards N is wanted",
      );
    }
    return checked(Number(completion) + 1, count, "JOB_COMPLETION_INDEX");
  }
  if (count === undefined) return undefined;
  throw new UsageError("--shards N is for where the environment says which of them: --shard I/N");
}

function parseShard(text: string): Shard {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (shard.index >= 1 && shard.index <= shard.count && shard.count <= MAX_SHARDS) return shard;
  throw new UsageError(`Cannot read --shard "${text}": it is I/N, with I from 1 to N, such as 2/4`);
}

function checked(index: number, count: number, by: typeof SHARD_VARIABLES[number]): Shard {
  if (Number.isInteger(index) && index >= 1 && index <= count && count <= MAX_SHARDS) {
    return { index, count, by };
  }
  throw new UsageError(
    `Cannot tell which shard this is by ${by}, which makes ${index} of ${count}: ` +
      "--shard I/N says it, with I from 1 to N",
  );
}
