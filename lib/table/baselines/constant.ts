/** The best answer that does not look at the inputs: a constant one. @module */

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

/** A class of a smaller share is rare: never to answer it is no result. */
const RARE = 0.1;

/**
 * The rarest class, if it is rare and a constant answer never gives it.
 * @param shares of the classes
 * @param answer the constant answer
 */
export function rareClassMissed(
  shares: Float32Array,
  answer: Float32Array,
  { problem, classNames }: Pick<Dataset, "problem" | "classNames">,
): string | undefined {
  if (!problem.isOneHot) return undefined;
  const rarest = argmax(shares.map((share) => -share));
  if (shares[rarest]! >= RARE || argmax(answer) === rarest) return undefined;
  return classNames?.[rarest] ?? String(rarest);
}
