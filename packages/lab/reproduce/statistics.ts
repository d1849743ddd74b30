/** The statistics of accuracies over several seeds. @module */

import { spreadOf, wilsonInterval } from "../../../lib/evaluate/mod.ts";

/** Accuracies over seeds, as fractions. */
export interface Statistics {
  mean: number;
  /** The sample standard deviation; `null` for one seed. */
  sd: number | null;
  median: number;
  best: number;
  seeds: number;
}

/** Digits after the decimal point; further digits are rounding errors of float64. */
const MAX_DIGITS = 6;

/**
 * The statistics of accuracies.
 * @throws {RangeError} if there is none
 */
export function statistics(accuracies: readonly number[]): Statistics {
  const seeds = accuracies.length;
  if (seeds === 0) throw new RangeError("Cannot take the mean of no accuracies");
  const { mean, sd, max } = spreadOf(accuracies);
  const sorted = accuracies.toSorted((a, b) => a - b);
  const median = (sorted[Math.floor((seeds - 1) / 2)]! + sorted[Math.floor(seeds / 2)]!) / 2;
  return {
    mean: round(mean),
    sd: sd === null ? null : round(sd),
    median: round(median),
    best: max,
    seeds,
  };
}

/**
 * Wilson's 95 % interval of the mean accuracy of several networks on the same examples. It is as wide as that of one network:
 * the uncertainty comes from the choice of examples, which more networks do not reduce.
 */
export function intervalOf(
  results: readonly { readonly correct: number; readonly size: number }[],
): [low: number, high: number] {
  const correct = results.reduce((total, { correct }) => total + correct, 0);
  const [low, high] = wilsonInterval(correct / results.length, results[0]!.size);
  return [round(low), round(high)];
}

export function round(fraction: number): number {
  return Number(fraction.toFixed(MAX_DIGITS));
}
