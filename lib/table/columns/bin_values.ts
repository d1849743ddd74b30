/** The values that stand for the bins of a distribution, such that their mean and their deviation are those of the training rows. @module */

import type { TableColumn } from "./columns.ts";
import type { ColumnDistribution } from "../encode/distributions.ts";

const { sqrt } = Math;

const DAY_SECONDS = 86_400;

interface Moments {
  readonly mean: number;
  readonly deviation: number;
}

/** The mean and the deviation of the training rows, where the description has them: of dates in seconds. */
export function momentsOf(column: TableColumn): Moments | undefined {
  if (column.kind === "number") return column;
  if (column.kind !== "date") return undefined;
  const days = column.parts.find(({ part }) => part === "days");
  return days && {
    mean: (column.first + days.mean) * DAY_SECONDS,
    deviation: days.deviation * DAY_SECONDS,
  };
}

/** A value for each bin. */
export function valuesOf({ edges = [], counts }: ColumnDistribution, moments?: Moments): number[] {
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
  { mean, deviation }: Moments,
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
