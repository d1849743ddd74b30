/** Statistics of a layer's weights: their histogram, and the norm of each unit's. @module */

import type { Matrix } from "../engine/matrix.ts";

const { abs, floor, max, min, sqrt } = Math;

/** A histogram of values around zero, with their mean, standard deviation and extremes. */
export interface Histogram
  extends Record<"count" | "mean" | "deviation" | "least" | "most", number> {
  /** The counts in equal steps from −`bound` to `bound`; values beyond are in the outermost bins. */
  bins: number[];
  /** The largest magnitude of the bins. */
  bound: number;
}

/** How far a histogram reaches from the mean at most: beyond there is only a baseline. */
const MAX_DEVIATIONS = 5;

/**
 * Makes a histogram around zero.
 * @param bins how many, an even number so that zero is a border. Default: 40
 * @throws {RangeError} if there are no values
 */
export function histogramOf(values: Float32Array, bins = 40): Histogram {
  const count = values.length;
  if (count === 0) throw new RangeError("Cannot make a histogram of no values");
  let [sum, squares, least, most] = [0, 0, Infinity, -Infinity];
  for (const value of values) {
    sum += value;
    squares += value * value;
    least = min(least, value);
    most = max(most, value);
  }
  const mean = sum / count;
  const deviation = sqrt(max(0, squares / count - mean * mean));
  const bound = min(max(abs(least), abs(most)), abs(mean) + MAX_DEVIATIONS * deviation) || 1;
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = floor((value / bound + 1) / 2 * bins);
    counts[max(0, min(bins - 1, bin))]!++;
  }
  return { count, mean, deviation, least, most, bins: counts, bound };
}

/**
 * The norm of the weights that lead from each unit to the next layer.
 * @param weights [units, outputs] of the next layer
 */
export function outgoingNorms({ rows, columns, values }: Matrix): Float64Array {
  const norms = new Float64Array(rows);
  for (let unit = 0; unit < rows; unit++) {
    let squares = 0;
    for (let k = unit * columns; k < (unit + 1) * columns; k++) squares += values[k]! * values[k]!;
    norms[unit] = sqrt(squares);
  }
  return norms;
}

/**
 * The magnitude that the fraction `share` of the values does not exceed.
 * @param share from 0 to 1
 */
export function magnitudeQuantile(values: Float32Array, share: number): number {
  const magnitudes = values.map(abs).sort();
  return magnitudes[floor(share * (magnitudes.length - 1))] ?? 0;
}
