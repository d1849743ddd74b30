/** Where the fields of a table start, and how far their sliders go: over what most rows have. @module */

import type { Distributions } from "../../lib/table/drift/mod.ts";
import type { NoveltyDetector } from "../../lib/evaluate/mod.ts";
import { fromBase64, fromBfloat16 } from "../../lib/formats/mod.ts";
import type { Cell, NumberColumn, TableDescription } from "../../lib/table/mod.ts";
import { kindOf, quotableLevels } from "../../lib/table/model/mod.ts";
import { stepOf } from "../../lib/charts/mod.ts";

/** So many standard deviations around the mean: 95 % of the values, where they are normal. */
const RANGE_DEVIATIONS = 2;

/** About how many steps a slider has. */
const SLIDER_STEPS = 100;

/** The relative error of a sum that is computed from a mean and a deviation. */
const RELATIVE_ERROR = 1e-12;

/** The most decimals that `toFixed` writes. */
const MAX_DECIMALS = 100;

/** Where a slider starts and ends, how far it moves at once, and where it stands at first. */
interface SliderRange {
  readonly low: number;
  readonly high: number;
  readonly step: number;
  readonly start: number;
}

/** The mean and the standard deviation of a column's numbers. */
type Moments = Pick<NumberColumn, "mean" | "deviation">;

/** The range of a column of numbers, in round or `whole` steps; the slider starts near `at`. */
export function rangeOf({ mean, deviation }: Moments, at: number, whole: boolean): SliderRange {
  const reach = RANGE_DEVIATIONS * deviation;
  const step = stepOf(-reach, reach, whole, SLIDER_STEPS).size;
  const decimals = Math.max(0, -Math.floor(Math.log10(step)));
  const toStep = (value: number, round: (steps: number) => number) => {
    const near = round(value / step) * step;
    return decimals > MAX_DECIMALS ? near : Number(near.toFixed(decimals)); // 0.30000000000000004
  };
  const low = toStep(mean - reach, Math.floor);
  const high = toStep(mean + reach, Math.ceil);
  return { low, high, step, start: Math.min(high, Math.max(low, toStep(at, Math.round))) };
}

/** Whether so many numbers seem to be whole: then their sum is, and the sum of their squares. */
export function seemWhole({ mean, deviation }: Moments, rows: number): boolean {
  return [rows * mean, rows * (mean ** 2 + deviation ** 2)].every((sum) =>
    Math.abs(sum - Math.round(sum)) <= RELATIVE_ERROR * Math.abs(sum)
  );
}

/**
 * The row that the fields start with. A category is the one of the features, or the one that most rows have of which they are
 * the mean, if it may be quoted, or else the commonest that may.
 * @param features of the row. Without them numbers are at the mean of their column, and each category is its first
 */
export function rowOf(
  { columns }: TableDescription,
  row: Float32Array | undefined,
  distributions: Pick<Distributions, "columns"> | undefined,
): Record<string, Cell> {
  let start = 0;
  return Object.fromEntries(columns.map((column) => {
    const { name } = column;
    const known = distributions?.columns.find((distribution) => distribution.name === name);
    const features = row?.subarray(start, start += kindOf(column).width(column)) ??
      new Float32Array(1);
    return [name, kindOf(column).typical(column, features, quotableLevels(column, known))];
  }));
}

/** The means of the features of rows: of those of the first class, or of all if a quantity is predicted. */
export function meansOf(detector: NoveltyDetector): Float32Array {
  return fromBfloat16(fromBase64(detector.toJSON().statistics)).subarray(0, detector.features);
}
