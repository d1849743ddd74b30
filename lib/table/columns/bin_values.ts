/** The values that the bins of a distribution stand for. @module */

import type { Scale, ValueCounted } from "./kinds/contract.ts";

const { sqrt } = Math;

/** The value of the bin that the median is in. */
export function medianOf(counted: ValueCounted, scale: Scale | undefined): number {
  const { counts } = counted;
  let left = counts.reduce((sum, count) => sum + count, 0) / 2;
  const bin = counts.findIndex((count) => (left -= count) < 0);
  return valuesOf(counted, scale).at(bin)!;
}

/** A value for each bin, such that their mean and their deviation are those of the training rows where they can be. */
export function valuesOf({ edges = [], counts }: ValueCounted, moments?: Scale): number[] {
  const last = edges.length;
  if (last === 0) return [moments?.mean ?? 0];
  const half = (edge: number, next: number) => (edges[edge]! - (edges[next] ?? edges[edge]!)) / 2;
  const values = counts.map((_, bin) => bin === 0 ? 0 : (edges[bin - 1]! + (edges[bin] ?? 0)) / 2);
  values[0] = edges[0]! + half(0, 1); // as wide as the next bin
  values[last] = edges[last - 1]! + half(last - 1, last - 2);
  const ends = moments && endsBy(moments, values, counts);
  if (ends !== undefined && ends[0] <= edges[0]! && ends[1] >= edges[last - 1]!) {
    [values[0], values[last]] = ends;
  }
  return values;
}

/** The first and the last value that give all values this mean and deviation; NaN if there are none. */
function endsBy(
  { mean, deviation }: Scale,
  values: readonly number[],
  counts: readonly number[],
): [first: number, last: number] {
  const last = values.length - 1;
  let [rows, sum, squares] = [0, 0, 0]; // around the mean; the inner bins'
  for (const [bin, count] of counts.entries()) {
    rows += count;
    if (bin === 0 || bin === last) continue;
    sum += count * (values[bin]! - mean);
    squares += count * (values[bin]! - mean) * (values[bin]! - mean);
  }
  const [low, high] = [counts[0]!, counts[last]!];
  const middle = -sum / (low + high);
  const spread = sqrt((rows * deviation * deviation - squares) / (low + high) - middle * middle);
  return [mean + middle - spread * sqrt(high / low), mean + middle + spread * sqrt(low / high)];
}
