/** Columns of numbers as columns of bins, in which trees look for their splits. @module */

import { upperBound } from "../../numerics/bounds.ts";
import { quantileEdges } from "../../numerics/quantile_bins.ts";

const { ceil, max, min } = Math;

/** A table whose cells are numbers of bins. */
export interface BinnedColumns {
  /** [columns, rows] The bin of each cell. A larger number has a larger bin. */
  readonly bins: Uint8Array;
  readonly rows: number;
  readonly columns: number;
  /** How many bins each column has: from 1 to 256. */
  readonly counts: readonly number[];
  /** Whether the bins of a column are levels, without an order. Default: of none */
  readonly categories?: readonly boolean[];
  /** Whether the first bin of a column has the rows without a number. Default: of none */
  readonly gaps?: readonly boolean[];
}

/** How a column of bins is made of the cells of a row: plain data. */
export type Binning =
  | {
    readonly kind: "number";
    readonly column: number;
    /** A number's bin is how many of these are not above it. */
    readonly edges: readonly number[];
    /** The column that is not 0 where there is no number: these rows have the first bin, and the others follow. */
    readonly indicator?: number | undefined;
  }
  | {
    readonly kind: "level";
    readonly column: number;
    /** A level's bin is its place among these; other levels have the bin after the last one. */
    readonly levels: readonly number[];
  }
  | {
    readonly kind: "category";
    /** The bin is the place of the column that is not 0, from this one on; the bin after the last one if all are 0. */
    readonly column: number;
    readonly width: number;
  };

export interface BinsOptions {
  /** The rows that the edges are chosen by: all but those of the test. Default: all rows */
  readonly fitting?: Uint32Array;
  /** The indices of columns whose numbers are levels without an order. Default: none */
  readonly levels?: readonly number[];
  /** The most bins of a column of numbers, from 2 to 255. Default: 255 */
  readonly most?: number;
  /** The first index and the number of columns side by side that become one, with a bin for each: at most one is not 0. */
  readonly categories?: readonly (readonly [first: number, width: number])[];
  /** The index of a column of numbers, and that of the column which is not 0 where there is no number. Default: none */
  readonly gaps?: readonly (readonly [column: number, indicator: number])[];
}

/** The most bins that a byte can number. */
const MAX_BINS = 256;

/** The most columns that levels become: rarer levels are in the last bin of each. */
const MAX_PARTS = 8;

/**
 * How the cells of a table are put into bins.
 *
 * - A column of numbers has a bin for each number if these are few. Otherwise its edges are quantiles of the fitting rows,
 *   without duplicates.
 * - A column of levels has a bin for each level, the commonest first. Of more levels than bins it becomes several columns, each
 *   with some of them.
 * - Categories follow the other columns.
 * @param cells [rows, columns]
 */
export function binningsOf(
  cells: ArrayLike<number>,
  columns: number,
  { fitting, levels = [], most = 255, categories = [], gaps = [] }: BinsOptions = {},
): Binning[] {
  const rows = columns === 0 ? 0 : cells.length / columns;
  const chosen = fitting ?? Uint32Array.from({ length: rows }, (_, row) => row);
  const indicators = new Map(gaps);
  const inOthers = new Set([
    ...indicators.values(),
    ...categories.flatMap(([first, width]) => Array.from({ length: width }, (_, k) => first + k)),
  ]);
  const own = Array.from({ length: columns }, (_, c) => c).filter((c) => !inOthers.has(c));
  return [
    ...own.flatMap((column): Binning[] => {
      const indicator = indicators.get(column);
      const known = indicator === undefined
        ? chosen
        : chosen.filter((row) => cells[row * columns + indicator] === 0);
      const values = Float64Array.from(known, (row) => cells[row * columns + column]!).sort();
      return levels.includes(column)
        ? levelParts(values).map((levels) => ({ kind: "level", column, levels }))
        : [{ kind: "number", column, edges: quantileEdges(values, most), indicator }]; // new values go to the nearer bin
    }),
    ...categories.map(([column, width]) => ({ kind: "category", column, width } as const)),
  ];
}

/** The levels in each of their columns. */
function levelParts(sorted: Float64Array): number[][] {
  const sizes = new Map<number, number>();
  for (const level of sorted) sizes.set(level, (sizes.get(level) ?? 0) + 1);
  const byFrequency = [...sizes].sort(([a, m], [b, n]) => n - m || a - b).map(([level]) => level);
  const own = MAX_BINS - 1;
  const parts = max(1, min(MAX_PARTS, ceil(byFrequency.length / own)));
  return Array.from({ length: parts }, (_, k) => byFrequency.slice(k * own, (k + 1) * own));
}

/** How many bins there are. */
export function countBins(binning: Binning): number {
  switch (binning.kind) {
    case "number":
      return (binning.indicator === undefined ? 0 : 1) + binning.edges.length + 1;
    case "level":
      return binning.levels.length + 1;
    case "category":
      return binning.width + 1;
  }
}

/** The bin of a row whose first cell is at `start`. */
export type BinOf = (cells: ArrayLike<number>, start: number) => number;

/** What puts rows into the bins of one column. */
export function binOf(binning: Binning): BinOf {
  const { column } = binning;
  switch (binning.kind) {
    case "number": {
      const { edges, indicator } = binning;
      const first = indicator === undefined ? 0 : 1;
      return (cells, start) =>
        indicator !== undefined && cells[start + indicator] !== 0
          ? 0
          : first + upperBound(edges, cells[start + column]!);
    }
    case "level": {
      const numbers = new Map(binning.levels.map((level, bin) => [level, bin]));
      return (cells, start) => numbers.get(cells[start + column]!) ?? numbers.size;
    }
    case "category":
      return (cells, start) => {
        let bin = 0;
        while (bin < binning.width && cells[start + column + bin] === 0) bin++;
        return bin;
      };
  }
}

/**
 * Puts the cells of a table into bins.
 * @param cells [rows, columns]
 */
export function binned(
  cells: ArrayLike<number>,
  columns: number,
  binnings: readonly Binning[],
): BinnedColumns {
  const rows = columns === 0 ? 0 : cells.length / columns;
  return {
    bins: binsOfRows(cells, columns, binnings.map(binOf)),
    rows,
    columns: binnings.length,
    counts: binnings.map(countBins),
    categories: binnings.map(({ kind }) => kind !== "number"),
    gaps: binnings.map((one) => one.kind === "number" && one.indicator !== undefined),
  };
}

/**
 * The bins of rows.
 * @param cells [rows, columns]
 * @param ways of each column of bins
 * @returns [columns of bins, rows]
 */
export function binsOfRows(
  cells: ArrayLike<number>,
  columns: number,
  ways: readonly BinOf[],
): Uint8Array {
  const rows = columns === 0 ? 0 : cells.length / columns;
  const bins = new Uint8Array(rows * ways.length);
  for (const [k, binOf] of ways.entries()) {
    for (let row = 0; row < rows; row++) bins[k * rows + row] = binOf(cells, row * columns);
  }
  return bins;
}

/**
 * The bins of the cells of a table.
 * @param cells [rows, columns]
 */
export function binsOf(
  cells: ArrayLike<number>,
  columns: number,
  options?: BinsOptions,
): BinnedColumns {
  return binned(cells, columns, binningsOf(cells, columns, options));
}
