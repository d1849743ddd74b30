/** A row that a person could have typed, for documents and forms. @module */

import { momentsOf, valuesOf } from "./bin_values.ts";
import type { DateColumn, NumberColumn, TableColumn, TableDescription } from "./columns.ts";
import type { ColumnDistribution } from "../encode/distributions.ts";
import { quotableLevels } from "../cells/quotable.ts";
import { isoText } from "../values/dates.ts";
import { writtenNumber } from "../values/number_format.ts";

const { abs, floor } = Math;

/** An example is so near to what is typical, in standard deviations. */
const TOLERANCE = 0.1;

/** Stands for a text that must not be quoted. */
const SOME_TEXT = "some text";

const [DAY_SECONDS, DATE_LENGTH] = [86_400, 10];

/** A cell as JSON has it. */
export type ExampleCell = string | number | boolean | null;

/**
 * A cell for each column: a round number near the median, written as the column has it, a date in the middle, the commonest
 * of the texts that may be quoted. Of an older file, which does not count its texts, they are missing.
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

/** The shortest number near the median, or near the mean of an older file: whole where the numbers seem to be. */
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
