/** How values are distributed in the training rows: counts that later rows are compared with. @module */

import { byCodeUnit } from "../../checks/texts.ts";
import { binAmong, quantileEdges } from "../../numerics/quantile_bins.ts";

const { floor, max, min } = Math;

/** What values are: numbers, seconds of dates since 1970, how many of its column's words a text has, or texts. */
export type ValueKind = "number" | "date" | "words" | "category";

/**
 * A number, the seconds of a date since 1970, how many of its column's words a text has, or the text of a category. `null` is
 * a missing value; `undefined` a cell that is neither a number nor a date, or a text that no training row had.
 */
export type CellValue = number | string | null | undefined;

const MAX_BINS = 10;

/** Fewer numbers may rise or fall by chance. */
const MIN_RUNNING = 20;

/** The most texts of a column that are counted one by one, and the least share of rows that one of them has. */
const [MAX_LEVELS, MIN_SHARE] = [20, 0.01];

/** The most rows that are counted. */
const MAX_COUNTED_ROWS = 20_000;

/** Rows chosen evenly from a number of rows, in their order. */
export function evenly(rows: number): number[] {
  const count = min(rows, MAX_COUNTED_ROWS);
  return Array.from({ length: count }, (_, k) => floor(k * rows / count));
}

/** The least and the largest of some values. */
export type ValueRange = readonly [least: number, most: number];

/** The distribution of the values of a column, or of an output, as plain JSON. */
export interface ColumnDistribution {
  /** The name of the column, or of the target. */
  readonly name: string;
  /** What its values are. */
  readonly kind: ValueKind;
  /** Of numbers: bin k has those from edge k − 1 to below edge k, and the first and the last have no other end. */
  readonly edges?: readonly number[];
  /**
   * Of dates, and of whole numbers that only rise or only fall from row to row: later rows have others. Files of earlier
   * versions have none.
   */
  readonly range?: ValueRange;
  /** Of texts: the commonest; of a column at most 20, each of 1 % of the rows or more. */
  readonly levels?: readonly string[];
  /** How many values are in each bin; or are each level, and last other texts that training rows had. */
  readonly counts: readonly number[];
  /** Missing values. */
  readonly missing: number;
  /** Cells that are neither numbers nor dates, or texts that no other training row had. */
  readonly unread: number;
}

/**
 * The distribution of numbers, in bins of about as many each.
 * @param areLater whether later rows have later values. Default: whether whole numbers only rise or only fall
 */
export function numbersOf(
  name: string,
  kind: Exclude<ValueKind, "category">,
  values: readonly CellValue[],
  areLater = false,
): ColumnDistribution {
  const numbers = values.filter((value) => typeof value === "number");
  const edges = quantileEdges(numbers, MAX_BINS);
  const counts = new ValueCounts({ edges });
  for (const value of values) counts.add(value);
  const { range, found } = counts;
  const isLater = range !== undefined && (areLater || isRunning(numbers));
  return { name, kind, ...isLater && { range }, edges, ...found };
}

/** Whether whole numbers only rise or only fall: a number that counts rows, orders or seconds. */
function isRunning(numbers: readonly number[]): boolean {
  const rises = (a: number, k: number) => k === 0 || a > numbers[k - 1]!;
  const falls = (a: number, k: number) => k === 0 || a < numbers[k - 1]!;
  return numbers.length >= MIN_RUNNING && numbers.every(Number.isInteger) &&
    (numbers.every(rises) || numbers.every(falls));
}

function widened([least, most]: ValueRange, value: number): ValueRange {
  return [min(least, value), max(most, value)];
}

/** The distribution of texts, of which these are counted one by one. */
export function levelsOf(
  name: string,
  levels: readonly string[],
  values: readonly CellValue[],
): ColumnDistribution {
  const counts = new ValueCounts({ levels });
  for (const value of values) counts.add(value);
  return { name, kind: "category", levels, ...counts.found };
}

/**
 * The distribution of a column's texts. To the other rows a text that one row alone has is unknown, and is counted so: about
 * as large is the share of new rows with a text that is none of these (Good 1953, “The population frequencies of species and
 * the estimation of population parameters”).
 * @param areAll whether these are all rows, and not some of them
 */
export function textsOf(
  name: string,
  values: readonly CellValue[],
  areAll: boolean,
): ColumnDistribution {
  const counts = new Map<CellValue, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const isAlone = (value: CellValue) => areAll && value !== null && counts.get(value) === 1;
  const least = MIN_SHARE * values.length;
  const levels = [...counts]
    .filter((one): one is [string, number] => typeof one[0] === "string" && !isAlone(one[0]))
    .filter(([, count]) => count >= least)
    .sort(([a, m], [b, n]) => n - m || byCodeUnit(a, b))
    .slice(0, MAX_LEVELS).map(([text]) => text);
  return levelsOf(name, levels, values.map((value) => isAlone(value) ? undefined : value));
}

/** Counts values in the bins, or by the levels, of a distribution. */
export class ValueCounts {
  readonly #edges: readonly number[] | undefined;
  readonly #levels: ReadonlyMap<string, number>;
  readonly #counts: number[];
  #missing = 0;
  #unread = 0;
  #range: ValueRange | undefined;

  constructor({ edges, levels = [] }: Pick<ColumnDistribution, "edges" | "levels">) {
    this.#edges = edges;
    this.#levels = new Map(levels.map((level, k) => [level, k]));
    this.#counts = Array((edges ?? levels).length + 1).fill(0);
  }

  add(value: CellValue): void {
    if (value === null) this.#missing++;
    else if (value === undefined) this.#unread++;
    else {
      this.#counts[this.#binOf(value)]!++;
      if (typeof value === "number") this.#range = widened(this.#range ?? [value, value], value);
    }
  }

  get range(): ValueRange | undefined {
    return this.#range;
  }

  get found(): Pick<ColumnDistribution, "counts" | "missing" | "unread"> {
    return { counts: [...this.#counts], missing: this.#missing, unread: this.#unread };
  }

  #binOf(value: number | string): number {
    if (this.#edges !== undefined) return binAmong(this.#edges, Number(value));
    return this.#levels.get(String(value)) ?? this.#levels.size;
  }
}
