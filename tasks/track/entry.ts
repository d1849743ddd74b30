/** A line of a history: the results of a run, and its origin. @module */

import { hash } from "node:crypto";
import { sortKeys } from "../../lib/sweep/mod.ts";
import type { NewDataEntry } from "./new_data.ts";
import { type Result, type Run, type Summary, writtenAt } from "../run/run_folder.ts";

/** What an entry has of a run's summary. */
const KEYS = [
  ...["data", "epochs", "epoch", "ended", "validation", "test"] as const,
  ...["weightsSha256", "seconds", "engine", "workers", "versions"] as const,
];

type Kept = Pick<Summary, typeof KEYS[number]>;

/** A run in a history, a line of `history.jsonl`. */
export interface Entry extends Kept {
  /** When the run was written, or new data was tracked, in UTC. */
  readonly date: string;
  readonly commit?: string;
  readonly run: string;
  /** The SHA-256 of its config: the runs of one config are compared. */
  readonly config: string;
  /** Whether no check failed: only such entries are compared with. */
  readonly holds: boolean;
  /** The run on new data; absent if it was tracked without, and in entries of older versions. */
  readonly newData?: NewDataEntry;
}

export type Candidate = Omit<Entry, "holds">;

export async function entryOf(
  path: string,
  { config, summary }: Pick<Run, "config" | "summary">,
  commit: string | undefined,
  newData?: NewDataEntry,
): Promise<Candidate> {
  const written = newData === undefined ? await writtenAt(path) : undefined;
  const there = KEYS.filter((key) => summary[key] !== undefined);
  return {
    date: (written ?? new Date()).toISOString(),
    ...commit !== undefined && { commit },
    run: summary.name,
    config: hash("sha256", JSON.stringify(config, sortKeys)),
    ...Object.fromEntries(there.map((key) => [key, summary[key]])) as Kept,
    ...newData !== undefined && { newData },
  };
}

/** Whether two entries are of one config and the same data, so that one may be compared with the other. */
export function isAlike(a: Candidate, b: Candidate): boolean {
  const files = (entry: Candidate) => JSON.stringify(Object.entries(entry.data).sort());
  return a.config === b.config && files(a) === files(b);
}

export function isSameRun(a: Candidate, b: Candidate): boolean {
  const isSameData = a.newData?.sha256 === b.newData?.sha256;
  return isSameData && (a.newData !== undefined || a.date === b.date) && a.run === b.run &&
    a.weightsSha256 === b.weightsSha256;
}

/** Whether a run was trained to its end, and not cut off by a time limit or the user. */
export function isWhole({ ended }: Pick<Candidate, "ended">): boolean {
  return ended === "done" || ended === "earlyStopping";
}

/** The result of a run on test, else on validation; `undefined` if neither was evaluated. */
export function resultIn(
  { test, validation }: Pick<Candidate, "test" | "validation">,
): { split: "test" | "validation"; result: Result } | undefined {
  if (test !== undefined) return { split: "test", result: test };
  return validation && { split: "validation", result: validation };
}
