/** The best answers that do not look at the inputs: a constant one, and what is known when rows begin. @module */

import type { Dataset } from "../../dataset.ts";
import { argmax } from "../../numerics/argmax.ts";
import { quoted } from "../../checks/texts.ts";

/**
 * The shares of the classes, of yes of each label, or the means of the quantities, by weight if rows have weights: as probabilities and as quantities these
 * constant answers have the least cost on the training rows. The largest share is that of the commonest class.
 * @param training the rows to count
 * @returns [outputs]
 * @throws {RangeError} if there are no rows
 */
export function constantAnswer(
  { labels, targets, outputs, weights }:
    & Pick<Dataset, "labels" | "targets" | "outputs">
    & Partial<Pick<Dataset, "weights">>,
  training: ArrayLike<number>,
): Float32Array {
  if (training.length === 0) throw new RangeError("Cannot find the means of no rows");
  const sums = new Float64Array(outputs);
  let total = 0;
  for (let k = 0; k < training.length; k++) {
    const row = training[k]!;
    const weight = weights?.[row] ?? 1;
    total += weight;
    if (!targets) sums[labels[row]!]! += weight;
    else for (let j = 0; j < outputs; j++) sums[j]! += weight * targets[row * outputs + j]!;
  }
  return Float32Array.from(sums, (sum) => sum / total);
}

/**
 * What a constant answer is, in a sentence: `always answering "b"`.
 * @param quantity what it is of a quantity
 */
export function constantPhrase(
  answer: Float32Array,
  { problem, classNames }: Pick<Dataset, "problem" | "classNames">,
  quantity: "mean" | "median" = "mean",
): string {
  if (!problem.hasAccuracy) return `always answering the ${quantity}`;
  if (!problem.isOneHot) return "always giving each label’s commoner answer";
  const commonest = argmax(answer);
  return `always answering ${quoted(classNames?.[commonest] ?? String(commonest))}`;
}

/** Targets, each with its time. */
export interface TimedTargets
  extends
    Pick<Dataset, "labels" | "targets" | "outputs" | "problem">,
    Partial<Pick<Dataset, "weights">> {
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
