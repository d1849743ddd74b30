/** What trees see of a table's columns, and what they learn, in some of its rows. @module */

import { upperBound } from "../../numerics/bounds.ts";
import { quantileEdges } from "../../numerics/quantile_bins.ts";
import { civilFromDays } from "../values/dates.ts";
import { dayOf } from "../values/date_parts.ts";
import { type Levels, levelsOf, type RelationColumn, type RelationTarget } from "./columns.ts";

const { floor, min } = Math;

/** The most bins of a column. */
export const MAX_BINS = 64;

/** The most columns that trees look at; of more, evenly spaced ones are taken. */
const MAX_FEATURES = 40;

/** The most values that the edges of bins are chosen by. */
const MAX_VALUES = 4000;

/** A feature in some rows. */
export interface Feature {
  /** The column that it is of. */
  readonly column: string;
  /** [rows] The bin of each row, 0 for missing values; of texts, which have levels, of no meaning. */
  readonly bins: Uint8Array;
  /** How many bins there are. */
  readonly count: number;
  /** Of texts, which trees see as means of the target. */
  readonly levels?: Levels;
}

/** The features of all columns that the model learns from. */
export class FeatureColumns {
  readonly #numbers: readonly { readonly column: string; readonly numbers: BinnedNumbers }[];
  readonly #texts: readonly RelationColumn[];

  constructor(columns: readonly RelationColumn[]) {
    const inputs = columns.filter(({ isInput }) => isInput);
    const most = min(inputs.length, MAX_FEATURES);
    const seen = Array.from(
      { length: most },
      (_, k) => inputs[floor(k * inputs.length / most)]!,
    );
    this.#texts = seen.filter(({ kind }) => kind === "text");
    this.#numbers = seen.filter(({ kind }) => kind !== "text").flatMap(({ name, kind, values }) =>
      (kind === "date" ? datesParts(values) : [values])
        .map((values) => ({ column: name, numbers: new BinnedNumbers(values) }))
    );
  }

  /** How many features there are. */
  get size(): number {
    return this.#numbers.length + this.#texts.length;
  }

  /** The features of some rows. */
  at(rows: Uint32Array): Feature[] {
    return [
      ...this.#numbers.map(({ column, numbers }) => ({
        column,
        bins: numbers.at(rows),
        count: numbers.count,
      })),
      ...this.#texts.map(({ name, values }) => ({
        column: name,
        bins: new Uint8Array(rows.length),
        count: MAX_BINS,
        levels: levelsOf(Float64Array.from(rows, (row) => values[row]!)),
      })),
    ];
  }
}

/** A date's days, its month, and its hour if any has one. */
function datesParts(seconds: Float64Array): Float64Array[] {
  const month = (time: number) => civilFromDays(dayOf(time)).month;
  const hour = (time: number) => floor((time - 86_400 * dayOf(time)) / 3600);
  const of = (part: (time: number) => number) =>
    seconds.map((time) => Number.isNaN(time) ? NaN : part(time));
  const hours = of(hour);
  return [seconds, of(month), ...hours.some((hour) => hour > 0) ? [hours] : []];
}

/** Numbers in bins of about as many rows each; missing values have the first bin. */
export class BinnedNumbers {
  /** How many bins there are. */
  readonly count: number;
  readonly #values: Float64Array;
  readonly #edges: readonly number[];

  constructor(values: Float64Array, most = MAX_BINS) {
    const step = Math.max(1, values.length / MAX_VALUES);
    const seen = Float64Array.from(
      { length: min(values.length, MAX_VALUES) },
      (_, k) => values[floor(k * step)]!,
    ).filter(Number.isFinite);
    this.#values = values;
    this.#edges = quantileEdges(seen, most - 1);
    this.count = this.#edges.length + 2;
  }

  /** [rows] The bins of some rows. */
  at(rows: Uint32Array): Uint8Array {
    return Uint8Array.from(rows, (row) => {
      const value = this.#values[row]!;
      return Number.isNaN(value) ? 0 : 1 + upperBound(this.#edges, value);
    });
  }
}

/** The most classes that are told apart: the commonest. */
const MAX_CLASSES = 4;

/** What is learned, as numbers with squared errors: yes or no of a class, or the ranks of a quantity from 0 to 1. */
export interface Targets {
  /** [columns][rows] */
  readonly columns: readonly Float64Array[];
  /** How many classes there are; 0 for quantities, and if not every class has a column. */
  readonly classes: number;
}

/** The targets of some rows. Equal quantities have equal ranks, whatever their order in the file. */
export function targetsAt(
  { isRanked, values }: Omit<RelationTarget, "name">,
  rows: Uint32Array,
): Targets {
  const columns = values.map((column) => Float64Array.from(rows, (row) => column[row]!));
  if (isRanked) {
    return { columns: columns.slice(0, MAX_CLASSES).map(ranksOf), classes: 0 };
  }
  const { codes, sizes } = levelsOf(columns[0]!);
  const order = [...sizes.keys()].sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  const chosen = order.slice(0, sizes.length === 2 ? 1 : MAX_CLASSES);
  return {
    columns: chosen.map((level) => Float64Array.from(codes, (code) => Number(code === level))),
    classes: sizes.length <= MAX_CLASSES ? sizes.length : 0,
  };
}

/** The mean rank of each number among all, from 0 to 1. */
export function ranksOf(values: Float64Array): Float64Array {
  const sorted = values.slice().sort();
  const ranks = new Map<number, number>();
  let start = 0;
  for (let end = 1; end <= sorted.length; end++) {
    if (sorted[end] === sorted[start]) continue;
    ranks.set(sorted[start]!, (start + end) / 2 / sorted.length);
    start = end;
  }
  return values.map((value) => ranks.get(value)!);
}

/** The correlation of ranks from which on one number is the other in other words, such as a temperature in Fahrenheit. */
const ALIKE = 0.95;

/** Whether two columns of numbers rise together, or one falls while the other rises. */
export function areOrderedAlike(a: Float64Array, b: Float64Array): boolean {
  const [x, y] = [ranksOf(a), ranksOf(b)];
  let [products, squares, others] = [0, 0, 0];
  for (let row = 0; row < x.length; row++) {
    const [dx, dy] = [x[row]! - 0.5, y[row]! - 0.5]; // the mean rank
    products += dx * dy;
    squares += dx * dx;
    others += dy * dy;
  }
  return products * products >= ALIKE * ALIKE * squares * others;
}
