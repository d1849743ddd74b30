/** Columns of numbers as columns of bins, in which trees look for their splits. @module */

import { upperBound } from "../../numerics/bounds.ts";
import { quantileEdges } from "../../numerics/quantile_bins.ts";

const { min } = Math;

/** A table whose cells are numbers of bins. */
export interface BinnedColumns {
  /** [columns, rows] The bin of each cell. A larger number has a larger bin. */
  readonly bins: Uint8Array;
  readonly rows: number;
  readonly columns: number;
  /** How many bins each column has: from 1 to 256. */
  readonly counts: readonly number[];
  /** Whether a split of a column takes one bin apart from all others, and not the smaller ones. Default: of none */
  readonly apart?: readonly boolean[];
}

export interface BinsOptions {
  /** The rows that the edges are chosen by: all but those of the test. Default: all rows */
  readonly fitting?: Uint32Array;
  /** The indices of columns whose numbers are levels without an order. Default: none */
  readonly levels?: readonly number[];
  /** The most bins of a column of numbers, from 2 to 256. Default: 16 */
  readonly most?: number;
  /** The first index and the number of columns side by side that become one, with a bin for each: at most one is not 0. */
  readonly categories?: readonly (readonly [first: number, width: number])[];
}

/** The most bins that a byte can number. */
const MAX_BINS = 256;

/**
 * Puts the cells of a table into bins.
 *
 * - A column of numbers has a bin for each number if these are few. Otherwise its edges are quantiles of the fitting rows,
 *   without duplicates.
 * - A column of levels has a bin for each level, the commonest first. The rarest ones share the last bin with those that no
 *   fitting row has.
 * - Categories follow the other columns; their last bin has the rows in which all are 0.
 * @param cells [rows, columns]
 */
export function binsOf(
  cells: ArrayLike<number>,
  columns: number,
  { fitting, levels = [], most = 16, categories = [] }: BinsOptions = {},
): BinnedColumns {
  const rows = columns === 0 ? 0 : cells.length / columns;
  const chosen = fitting ?? Uint32Array.from({ length: rows }, (_, row) => row);
  const others = Array.from({ length: columns }, (_, c) => c).filter((c) =>
    !categories.some(([first, width]) => c >= first && c < first + width)
  );
  const bins = new Uint8Array(rows * (others.length + categories.length));
  const counts: number[] = [];
  for (const [k, c] of others.entries()) {
    const values = Float64Array.from(chosen, (row) => cells[row * columns + c]!).sort();
    const { count, binOf } = levels.includes(c) ? levelBins(values) : numberBins(values, most);
    for (let row = 0; row < rows; row++) bins[k * rows + row] = binOf(cells[row * columns + c]!);
    counts.push(count);
  }
  for (const [first, width] of categories) {
    const start = counts.length * rows;
    for (let row = 0; row < rows; row++) {
      let bin = 0;
      while (bin < width && cells[row * columns + first + bin] === 0) bin++;
      bins[start + row] = bin;
    }
    counts.push(width + 1);
  }
  const apart = counts.map((_, k) => k >= others.length);
  return { bins, rows, columns: counts.length, counts, ...categories.length > 0 && { apart } };
}

interface ColumnBins {
  readonly count: number;
  readonly binOf: (value: number) => number;
}

function numberBins(values: Float64Array, most: number): ColumnBins {
  const edges = quantileEdges(values, most); // in the middle, so that new values go to the nearer bin
  return { count: edges.length + 1, binOf: (value) => upperBound(edges, value) };
}

function levelBins(sorted: Float64Array): ColumnBins {
  const sizes = new Map<number, number>();
  for (const level of sorted) sizes.set(level, (sizes.get(level) ?? 0) + 1);
  const byFrequency = [...sizes.entries()].sort(([a, m], [b, n]) => n - m || a - b);
  const numbers = new Map(byFrequency.map(([level], k) => [level, min(k, MAX_BINS - 1)]));
  const unseen = min(byFrequency.length, MAX_BINS - 1);
  return { count: unseen + 1, binOf: (level) => numbers.get(level) ?? unseen };
}
