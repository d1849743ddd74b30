/** A part of the work that is divided among machines, as the command line names it. @module */

import { UsageError } from "./arguments.ts";

export interface Shard {
  /** Its number, from 1. */
  readonly index: number;
  readonly count: number;
}

export const MAX_SHARDS = 100_000;

/**
 * The shard of an `I/N`; `undefined` for the whole.
 * @throws {UsageError} if it is no shard
 */
export function shardIn(text: string | undefined): Shard | undefined {
  if (text === undefined) return undefined;
  const [, index, count] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (index! >= 1 && index! <= count! && count! <= MAX_SHARDS) {
    return { index: index!, count: count! };
  }
  throw new UsageError(`--shard: expected I/N with I from 1 to N, got "${text}"; for example 2/4`);
}
