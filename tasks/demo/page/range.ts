/** The range of a slider: what most rows of a column of numbers have. @module */

import type { NumberColumn } from "../../../lib/table/columns.ts";

/** So many standard deviations around the mean: 95 % of the values, where they are normal. */
const DEVIATIONS = 2;

/** About how many steps a slider has. */
const STEPS = 100;

/** The most places that `toFixed` writes. */
const MAX_PLACES = 100;

/** Where a slider starts and ends, how far it moves at once, and where it stands at first. */
export interface SliderRange {
  readonly low: number;
  readonly high: number;
  readonly step: number;
  readonly start: number;
}

/** The range of a column of numbers, in round steps. */
export function rangeOf(
  { mean, deviation }: Pick<NumberColumn, "mean" | "deviation">,
): SliderRange {
  const step = roundStep(2 * DEVIATIONS * deviation / STEPS);
  const places = Math.max(0, -Math.floor(Math.log10(step)));
  const toStep = (value: number, round: (steps: number) => number) => {
    const near = round(value / step) * step;
    return places > MAX_PLACES ? near : Number(near.toFixed(places)); // 0.30000000000000004
  };
  return {
    low: toStep(mean - DEVIATIONS * deviation, Math.floor),
    high: toStep(mean + DEVIATIONS * deviation, Math.ceil),
    step,
    start: toStep(mean, Math.round),
  };
}

/** The least of 1, 2 and 5 times a power of ten that is not below a number. */
export function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? 10 * power;
}
