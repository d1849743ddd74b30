/** The range of a slider: what most rows of a column of numbers have. @module */

import type { NumberColumn } from "../../../lib/table/columns.ts";

/** So many standard deviations around the mean: 95 % of the values, where they are normal. */
const DEVIATIONS = 2;

/** About how many steps a slider has. */
const STEPS = 100;

/** The relative error of a sum that is computed from a mean and a deviation. */
const ROUNDING = 1e-12;

/** The most places that `toFixed` writes. */
const MAX_PLACES = 100;

/** Where a slider starts and ends, how far it moves at once, and where it stands at first. */
export interface SliderRange {
  readonly low: number;
  readonly high: number;
  readonly step: number;
  readonly start: number;
}

/** What is known of a column's numbers. */
export type Scale = Pick<NumberColumn, "mean" | "deviation">;

/**
 * The range of a column of numbers, in round steps.
 *
 * @param at near where the slider stands at first
 * @param whole whether all steps are whole numbers
 */
export function rangeOf({ mean, deviation }: Scale, at: number, whole: boolean): SliderRange {
  const step = Math.max(whole ? 1 : 0, roundStep(2 * DEVIATIONS * deviation / STEPS));
  const places = Math.max(0, -Math.floor(Math.log10(step)));
  const toStep = (value: number, round: (steps: number) => number) => {
    const near = round(value / step) * step;
    return places > MAX_PLACES ? near : Number(near.toFixed(places)); // 0.30000000000000004
  };
  const low = toStep(mean - DEVIATIONS * deviation, Math.floor);
  const high = toStep(mean + DEVIATIONS * deviation, Math.ceil);
  return { low, high, step, start: Math.min(high, Math.max(low, toStep(at, Math.round))) };
}

/**
 * Whether the numbers of a column seem to be whole: then their sum is, and the sum of their squares.
 *
 * @param rows how many numbers there are
 */
export function seemWhole({ mean, deviation }: Scale, rows: number): boolean {
  return [rows * mean, rows * (mean ** 2 + deviation ** 2)].every((sum) =>
    Math.abs(sum - Math.round(sum)) <= ROUNDING * Math.abs(sum)
  );
}

/** The least of 1, 2 and 5 times a power of ten that is not below a number. */
export function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? 10 * power;
}
