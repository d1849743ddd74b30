/** Which answers of families are mixed, and how much each counts: decided by out-of-fold answers alone. @module */

import type { Dataset } from "../../dataset.ts";
import { evaluate } from "../../evaluate.ts";
import { weightedMean } from "../../ensemble.ts";
import { type Candidate, RecordedAnswers } from "../../ensemble/recorded.ts";

/** The steps of the weight between two families. */
const STEPS = 10;

/** The mean cost of outputs [rows, outputs] for a data set, in its order. */
export function costOf(outputs: Float32Array, data: Dataset, like: Candidate): number {
  return evaluate(new RecordedAnswers(outputs, data.outputs, like), data).cost;
}

/**
 * The weight of the first of two families, 0, 0.1 … 1, with the least cost out of fold; of equals the one nearest to a half.
 * @param outputs of each, [rows, outputs]
 */
export function mixingWeight(
  [first, second]: readonly [Float32Array, Float32Array],
  data: Dataset,
  like: Candidate,
): number {
  let [best, least] = [NaN, Infinity];
  for (const step of [5, 4, 6, 3, 7, 2, 8, 1, 9, 0, STEPS]) {
    const weight = step / STEPS;
    const cost = costOf(weightedMean([first, second], [weight, 1 - weight]), data, like);
    if (cost < least || Number.isNaN(best)) [best, least] = [weight, cost];
  }
  return best;
}
