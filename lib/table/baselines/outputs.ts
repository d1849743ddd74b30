/** What boosting minimizes: from scores to outputs, and the cost of these. @module */

import type { Problem } from "../../problem/contract.ts";
import { exp, log } from "../../numerics/elementary.ts";

const { max } = Math;

/** Probabilities stay this far from 0, so that their logarithms are finite. */
const MIN_PROBABILITY = 1e-6;

/** ln p; of less than a millionth as of a millionth. */
export function logOf(p: number): number {
  return log(max(p, MIN_PROBABILITY));
}

/**
 * Makes the outputs of a row from its scores: softmax of classes, the logistic function of labels, quantities as they are.
 * For each of these the derivative of the cost is output − target.
 * @param scores [rows, outputs]
 * @param out [rows, outputs]
 */
export function writeOutputs(
  { isOneHot, hasAccuracy }: Pick<Problem, "isOneHot" | "hasAccuracy">,
  scores: Float64Array,
  row: number,
  outputs: number,
  out: Float64Array,
): void {
  const [start, end] = [row * outputs, (row + 1) * outputs];
  let [most, sum] = [-Infinity, 0];
  for (let k = start; k < end; k++) most = max(most, scores[k]!);
  for (let k = start; k < end; k++) {
    const score = scores[k]!;
    out[k] = isOneHot ? exp(score - most) : hasAccuracy ? 1 / (1 + exp(-score)) : score;
    sum += out[k]!;
  }
  if (isOneHot) { for (let k = start; k < end; k++) out[k]! /= sum; }
}

/** The cost of a row: −ln p of its class, −Σ ln p of its answers of yes and no, or half the squared errors of quantities. */
export function costOf(
  { isOneHot, hasAccuracy }: Pick<Problem, "isOneHot" | "hasAccuracy">,
  out: ArrayLike<number>,
  targets: ArrayLike<number>,
  row: number,
  outputs: number,
): number {
  let cost = 0;
  for (let k = row * outputs; k < (row + 1) * outputs; k++) {
    const [output, target] = [out[k]!, targets[k]!];
    if (!hasAccuracy) cost += (output - target) * (output - target) / 2;
    else if (target === 1) cost -= logOf(output);
    else if (!isOneHot) cost -= logOf(1 - output);
  }
  return cost;
}
