/**
 * The rows that answers are explained against: drawn from the distributions in the model file, each column by itself. So no
 * training row is stored, and columns are as if they were independent. @module
 */

import type { Distributions } from "../../measure/drift/distributions.ts";
import { RandomStream, shuffle } from "../../numerics/random.ts";
import type { TableColumn, TableDescription } from "../columns/columns.ts";
import { featuresOf, widthOf } from "../columns/features.ts";
import { kindOf } from "../columns/kinds.ts";
import { valuesOf } from "../columns/bin_values.ts";
import type { ColumnDistribution } from "../../measure/drift/distribution.ts";
import { quotableLevels } from "../cells/quotable.ts";
import { cellWriter } from "../encode/cells.ts";
import { pairedColumn } from "../encode/plain_cells.ts";

const { max } = Math;

/** How many rows there are. */
export const BACKGROUND_ROWS = 64;

/** Of the orders in which the values of columns are assigned to rows: a background belongs to its model. */
const SEED = 1;

/** Stands for a text that no training row has: files have no character of zero. */
const UNKNOWN_TEXT = "\0";

/** A cell: its text, a number, or nothing. */
type Drawn = string | number;

/**
 * Rows drawn as a Latin hypercube: of each column a value at each 64th of its distribution, assigned to the rows in an order of its own
 * (McKay, Beckman and Conover 1979, “A comparison of three methods for selecting values of input variables”). Numbers are
 * the middles of bins, and in the first and the last bin such that the mean and the deviation are those of the training rows.
 * A free text has as many of its column's words as texts of training, each as likely as the others.
 * @returns [rows, features]
 * @throws {RangeError} if a column has no distribution
 */
export function backgroundOf(
  table: TableDescription,
  distributions: Pick<Distributions, "columns"> | undefined,
): Float32Array {
  const features = featuresOf(table);
  const rows = new Float32Array(BACKGROUND_ROWS * features);
  let start = 0;
  for (const [c, column] of table.columns.entries()) {
    const distribution = distributionOf(column, distributions);
    const random = new RandomStream(SEED, "importance", c);
    const write = cellWriter(pairedColumn(column));
    const order = Uint32Array.from({ length: BACKGROUND_ROWS }, (_, k) => k);
    shuffle(order, random);
    for (const [k, cell] of cellsOf(column, distribution, random).entries()) {
      write(cell, rows, order[k]! * features + start);
    }
    start += widthOf(column);
  }
  return rows;
}

/**
 * The distribution of a column.
 * @throws {RangeError} if there is none
 */
export function distributionOf(
  { name }: TableColumn,
  distributions: Pick<Distributions, "columns"> | undefined,
): ColumnDistribution {
  const found = distributions?.columns.find((column) => column.name === name);
  if (found !== undefined) return found;
  throw new RangeError(
    "Cannot explain answers: the model file does not hold how the training data were distributed; " +
      "a model that this version trains holds it",
  );
}

/** A value of a column, and its features. */
export interface ColumnValue {
  /** As text, numbers with four digits. */
  readonly text: string;
  /** [width] */
  readonly features: Float32Array;
}

/** The values that a column takes: the numbers and dates of its bins, or its texts that may be quoted; none of free text. */
export function valuesAlong(column: TableColumn, distribution: ColumnDistribution): ColumnValue[] {
  const { shown } = kindOf(column);
  if (shown === undefined) return [];
  const { counts, levels } = distribution;
  const quotable = quotableLevels(column, distribution);
  const cellOf = cellIn(column, distribution, new RandomStream(SEED, "importance"));
  const write = cellWriter(pairedColumn(column));
  const parts = [...(levels ?? counts).keys()].filter((part) =>
    levels === undefined ? counts[part]! > 0 : quotable.includes(levels[part]!)
  );
  return parts.map((part) => {
    const [cell, features] = [cellOf(part), new Float32Array(widthOf(column))];
    write(cell, features, 0);
    return { text: shown(cell), features };
  });
}

/** The cell at each 64th of a distribution. */
function cellsOf(
  column: TableColumn,
  distribution: ColumnDistribution,
  random: RandomStream,
): Drawn[] {
  const { counts, missing, unread } = distribution;
  const parts = [...counts, missing, unread];
  const total = parts.reduce((sum, count) => sum + count, 0);
  const cellOf = cellIn(column, distribution, random);
  let [part, below] = [0, 0];
  return Array.from({ length: BACKGROUND_ROWS }, (_, k) => {
    const rank = (k + 0.5) * total / BACKGROUND_ROWS;
    while (part < parts.length - 1 && below + parts[part]! <= rank) below += parts[part++]!;
    return part === counts.length ? "" : part > counts.length ? UNKNOWN_TEXT : cellOf(part);
  });
}

/** What gives a cell of each bin, or of each level. */
function cellIn(
  column: TableColumn,
  distribution: ColumnDistribution,
  random: RandomStream,
): (part: number) => Drawn {
  if ("values" in column) {
    const { levels = [] } = distribution;
    const others = column.values.filter((value) => value !== "" && !levels.includes(value));
    return (part) => levels[part] ?? others[random.below(max(1, others.length))] ?? UNKNOWN_TEXT;
  }
  const kind = kindOf(column);
  const values = valuesOf(distribution, kind.scale(column));
  const cellAt = kind.cellAt!(column, random);
  return (part) => cellAt(values[part]!);
}
