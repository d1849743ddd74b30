/** The difference between a metric on two independent samples, such as the test rows and new ones. @module */

import type { MetricInterval } from "../metric_interval.ts";

const { sqrt } = Math;

/** A difference with its interval at 95 % confidence. */
export interface IndependentDifference {
  /** The second metric less the first. */
  readonly value: number;
  /** The lower end. */
  readonly low: number;
  /** The upper end. */
  readonly high: number;
  /** Whether the interval does not hold 0. */
  readonly isBeyondChance: boolean;
}

/**
 * The difference of two metrics by their own intervals, which need not be symmetric: of proportions Newcombe's (1998,
 * “Interval estimation for the difference between independent proportions”, method 10), of others Zou and Donner's (2008,
 * “Construction of confidence limits about effect measures: a general approach”), who generalize it.
 * @returns `undefined` where one of them has no interval
 */
export function independentDifference(
  then: MetricInterval,
  now: MetricInterval,
): IndependentDifference | undefined {
  if (then.low === null || then.high === null || now.low === null || now.high === null) {
    return undefined;
  }
  const value = now.value - then.value;
  const low = value - distance(now.value - now.low, then.high - then.value);
  const high = value + distance(now.high - now.value, then.value - then.low);
  return { value, low, high, isBeyondChance: low > 0 || high < 0 };
}

function distance(a: number, b: number): number {
  return sqrt(a * a + b * b);
}
