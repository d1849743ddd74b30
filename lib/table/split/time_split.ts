/**
 * A split by time: the rows of the past train, those after them validate, and the last test, as rows of the future will. Rows
 * of an equal time stay together. @module
 */

import { RowList } from "../cells/row_list.ts";
import { NO_TIME } from "./times.ts";
import { checkUnits, countByClass, type PartPlanner } from "./split.ts";

const { abs } = Math;

/** What an out-of-fold result is where the split is by time, a sentence without a full stop. */
export const FOLDS_OF_THE_PAST =
  "Out-of-fold results look inside the past, where later rows train too; only the test part lies ahead of the rows that train";

/** What a network cannot do whose answers are clipped, a sentence without a full stop. */
export const CLIPPED_TREND =
  "Answers that are clipped to the range of the training rows cannot follow a trend beyond it";

/** Gathers the times of all rows, and cuts them into parts. */
export class TimePlanner implements PartPlanner {
  /** How many rows have no time. */
  untimed = 0;
  /** [parts] How many different times each part got, once the rows are dealt. */
  times: readonly number[] = [];
  counts: readonly (readonly number[])[] = [];
  /** [rows] */
  readonly #times = new RowList<Float64Array<ArrayBuffer>>(Float64Array);
  /** [rows] */
  readonly #classes = new RowList(Uint16Array);
  readonly #what: string;
  readonly #least: readonly number[];

  /**
   * @param what cannot be done with too few times, as the error begins
   * @param least [parts] how many different times each part has to get
   */
  constructor(what: string, least: readonly number[]) {
    this.#what = what;
    this.#least = least;
  }

  add(time: number, classNumber: number): void {
    if (time === NO_TIME) this.untimed++;
    this.#times.add(time);
    this.#classes.add(classNumber);
  }

  /** @throws {RangeError} if there are too few different times */
  plan(fractions: readonly number[]): () => (time: number) => number {
    const { partAt, units } = cutAt(this.#what, this.#times.toArray(), fractions, this.#least);
    this.counts = countByClass(this.#times, this.#classes, fractions.length, partAt);
    this.times = units;
    return () => partAt;
  }
}

/**
 * Deals rows to folds that are contiguous in time.
 * @param times [rows]
 * @param what cannot be done with too few times, as the error begins
 * @returns [rows] the fold of each row, from 0
 * @throws {RangeError} if there are fewer different times than folds
 */
export function foldsOfTime(
  times: Float64Array,
  folds: number,
  what: string,
): Uint8Array<ArrayBuffer> {
  const each = Array.from({ length: folds });
  const text = `${what} to ${folds} folds`;
  const { partAt } = cutAt(text, times.slice(), each.map(() => 1 / folds), each.map(() => 1));
  return Uint8Array.from(times, partAt);
}

/**
 * Cuts times into parts, where a new time begins that is nearest to the fractions.
 * @param times they are sorted
 * @param least [parts] how many different times each part has to get
 * @returns what finds the part of a time, and how many different times each part has
 * @throws {RangeError} if there are too few different times
 */
function cutAt(
  what: string,
  times: Float64Array,
  fractions: readonly number[],
  least: readonly number[],
): { partAt(time: number): number; units: readonly number[] } {
  times.sort();
  const rows: number[] = []; // on which each time begins
  for (let r = 0; r < times.length; r++) if (times[r] !== times[r - 1]) rows.push(r);
  checkUnits(what, "times", rows.length, least.reduce((sum, count) => sum + count, 0));
  const starts: number[] = [];
  let end = rows.length;
  let share = 1;
  // From the last part, so that the test part does not depend on how the others are divided.
  for (let part = fractions.length - 1; part > 0; part--) {
    share -= fractions[part]!;
    const before = least.slice(0, part).reduce((sum, count) => sum + count, 0);
    const ideal = share * times.length;
    end -= least[part]!;
    while (end > before && abs(rows[end - 1]! - ideal) <= abs(rows[end]! - ideal)) end--;
    starts.unshift(end);
  }
  const cuts = starts.map((start) => times[rows[start]!]!);
  const partAt = (time: number) => cuts.reduce((part, cut) => part + Number(time >= cut), 0);
  const edges = [0, ...starts, rows.length];
  return { partAt, units: fractions.map((_, part) => edges[part + 1]! - edges[part]!) };
}
