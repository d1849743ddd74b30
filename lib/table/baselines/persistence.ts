/** What is known when rows begin: the answer of a forecaster who looks at earlier targets alone. @module */

import type { Dataset } from "../../dataset.ts";
import { constantAnswer } from "./constant.ts";

/** Targets, each with its time. */
export interface TimedTargets extends Pick<Dataset, "labels" | "targets" | "outputs" | "problem"> {
  /** [rows] */
  readonly times: Float64Array;
}

/**
 * One answer to rows that follow others in time. Of quantities it is the last value before them, or the mean of the values at
 * that time; of classes and labels, of which one row alone would say too little, their shares in as many rows before. Rows
 * that nothing comes before get the mean of all others.
 * @param known the rows whose targets may be looked at
 * @param asked the times of the rows that are answered
 * @returns [outputs]
 * @throws {RangeError} if no row is known
 */
export function persistence(
  data: TimedTargets,
  known: Uint32Array,
  asked: Float64Array,
): Float32Array {
  const { times, problem } = data;
  const start = asked.reduce((first, time) => Math.min(first, time), Infinity);
  const before = known.filter((row) => times[row]! < start).sort((a, b) => times[a]! - times[b]!);
  if (before.length === 0) return constantAnswer(data, known);
  const last = times[before.at(-1)!];
  return constantAnswer(
    data,
    problem.hasAccuracy ? before.slice(-asked.length) : before.filter((row) => times[row] === last),
  );
}

/** What persistence is, in a sentence. */
export function persistencePhrase({ problem }: Pick<Dataset, "problem">): string {
  return problem.hasAccuracy
    ? "persistence, the last known shares"
    : "persistence, the last known value";
}
