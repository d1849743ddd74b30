/** The best answer that does not look at the inputs. @module */

import type { Dataset } from "../../dataset.ts";
import { argmax } from "../../numerics/argmax.ts";

/**
 * The shares of the classes, of yes of each label, or the means of the quantities: as probabilities and as quantities these
 * constant answers have the least cost on the training rows. The largest share is that of the commonest class.
 * @param training the rows to count
 * @returns [outputs]
 * @throws {RangeError} if there are no rows
 */
export function constantAnswer(
  { labels, targets, outputs }: Pick<Dataset, "labels" | "targets" | "outputs">,
  training: ArrayLike<number>,
): Float32Array {
  if (training.length === 0) throw new RangeError("Cannot find the means of no rows");
  const sums = new Float64Array(outputs);
  for (let k = 0; k < training.length; k++) {
    const row = training[k]!;
    if (!targets) sums[labels[row]!]!++;
    else for (let j = 0; j < outputs; j++) sums[j]! += targets[row * outputs + j]!;
  }
  return Float32Array.from(sums, (sum) => sum / training.length);
}

/**
 * What a constant answer is, in a sentence: `always answering “b”`.
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
  return `always answering “${classNames?.[commonest] ?? commonest}”`;
}
