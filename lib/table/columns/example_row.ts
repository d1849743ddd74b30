/** A row that a person could have typed, for documents and forms. @module */

import type { DateColumn, NumberColumn, TableColumn, TableDescription } from "./columns.ts";
import type { ColumnDistribution } from "../encode/distributions.ts";
import { quotableLevels } from "../cells/quotable.ts";
import { isoText } from "../values/dates.ts";
import { writtenNumber } from "../values/number_format.ts";

const { abs, floor, sqrt } = Math;

/** An example is so near to what is typical, in standard deviations. */
const TOLERANCE = 0.1;

const SOME_TEXT = "some text";

const [DAY_SECONDS, DATE_LENGTH] = [86_400, 10];

/** A cell as JSON has it. */
export type ExampleCell = string | number | boolean | null;

/**
 * A cell for each column: a round number near the median, written as the column has it, a date in the middle, the commonest
 * of the texts that may be quoted. Of a file without distributions they are missing.
 */
export function exampleRow(
  { columns }: Pick<TableDescription, "columns">,
  distributions: { readonly columns: readonly ColumnDistribution[] } | undefined,
): Record<string, ExampleCell> {
  return Object.fromEntries(columns.map((column) => {
    const { name } = column;
    return [name, cellOf(column, distributions?.columns.find((other) => other.name === name))];
  }));
}

function cellOf(column: TableColumn, distribution: ColumnDistribution | undefined): ExampleCell {
  switch (column.kind) {
    case "number":
      return writtenNumber(typicalNumber(column, distribution), column.format);
    case "date":
      return isoText(typicalDate(column, distribution)).slice(0, DATE_LENGTH);
    case "words":
      return SOME_TEXT;
    default:
      return quotableLevels(column, distribution)[0] ?? (column.gaps === "drop" ? SOME_TEXT : null);
  }
}

/** The shortest number near the median, or near the mean without distributions: whole where the numbers seem to be. */
function typicalNumber(column: NumberColumn, distribution: ColumnDistribution | undefined): number {
  const { mean, deviation } = column;
  const edges = distribution?.edges ?? [];
  const isWhole = edges.length === 0
    ? deviation > 1
    : edges.every((edge) => Number.isInteger(2 * edge)); // in the middle between two numbers
  const middle = distribution === undefined ? mean : medianOf(column, distribution);
  const typical = isWhole ? floor(middle + 0.5) : middle;
  for (let digits = 1;; digits++) {
    const short = Number(typical.toPrecision(digits));
    if (abs(short - typical) <= TOLERANCE * deviation || digits === 17) return short;
  }
}

/** In seconds since 1970. */
function typicalDate(column: DateColumn, distribution: ColumnDistribution | undefined): number {
  const { edges = [] } = distribution ?? {};
  if (edges.length > 0) return medianOf(column, distribution!);
  return momentsOf(column)?.mean ?? column.first * DAY_SECONDS;
}

/** The value of the bin that the median is in. */
function medianOf(column: TableColumn, distribution: ColumnDistribution): number {
  const { counts } = distribution;
  let left = counts.reduce((sum, count) => sum + count, 0) / 2;
  const bin = counts.findIndex((count) => (left -= count) < 0);
  return valuesOf(distribution, momentsOf(column)).at(bin)!;
}

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

/** A value for each bin, such that their mean and their deviation are those of the training rows where they can be. */
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
