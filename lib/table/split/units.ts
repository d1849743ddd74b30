/**
 * Splits that keep rows together: those of a group, such as a customer, since the rows of a customer who comes later are of none
 * that trained; or those of a time, since the rows of the past train and those of the future are to be predicted. @module
 */

import { lowerBound } from "../../numerics/bounds.ts";
import { quoted } from "../../checks/texts.ts";
import { RowList } from "../cells/row_list.ts";
import { classCountsOf, type PartPlanner, type RowSizes } from "./split.ts";

const { abs, ceil, max } = Math;

/** A time before all others, of rows that have none. */
export const NO_TIME = -Infinity;

/** What rows are split after: a column, or their order. */
export function timeText(splitAfter: string | true): string {
  return splitAfter === true ? "the order of the rows" : quoted(splitAfter);
}

/** How groups or times are split into parts. */
interface UnitRule {
  readonly units: "groups" | "times";
  /** The fewest different ones. */
  least(fractions: readonly number[]): number;
  /**
   * Deals them.
   * @param starts [units + 1] where the rows of each begin, if all rows are in the order of their units
   * @returns [units] the part of each
   */
  deal(starts: readonly number[], fractions: readonly number[]): Uint8Array;
}

/**
 * Groups in the order of their ranks, each for the part that lacks most rows, of those which leave enough groups for the others. So
 * the parts are the same with as many folds as they allow, and with fewer.
 * @param folds how many groups training and validation have to get together; 0 if each part needs one
 */
export function byGroup(folds: number): UnitRule {
  const missingOf =
    ([, , testing]: readonly number[]) => ([training, validation, test]: readonly number[]) =>
      max(Number(training === 0) + Number(validation === 0), folds - training! - validation!) +
      Number(test === 0 && testing! > 0);
  return {
    units: "groups",
    least: (fractions) => missingOf(fractions)([0, 0, 0]),
    deal(starts, fractions) {
      const missing = missingOf(fractions);
      const groups = fractions.map(() => 0);
      const rows = fractions.map(() => 0);
      const partOf = new Uint8Array(starts.length - 1);
      for (let k = 0; k < partOf.length; k++) {
        const lack = (part: number) =>
          missing(groups.with(part, groups[part]! + 1)) > partOf.length - k - 1
            ? -Infinity
            : starts[k + 1]! * fractions[part]! - rows[part]!;
        const part = rows.reduce((most, _, part) => lack(part) > lack(most) ? part : most, 0);
        partOf[k] = part;
        rows[part]! += starts[k + 1]! - starts[k]!;
        groups[part]!++;
      }
      return partOf;
    },
  };
}

/**
 * Times in their order: each part begins with the time that is nearest to its fraction.
 * @param least [parts] how many different times each part has to get
 */
export function byTime(least: readonly number[]): UnitRule {
  return {
    units: "times",
    least: () => sum(least),
    deal(starts, fractions) {
      const partOf = new Uint8Array(starts.length - 1);
      let end = partOf.length;
      let share = 1;
      // From the last part, so that the test part does not depend on how the others are divided.
      for (let part = fractions.length - 1; part > 0; part--) {
        share -= fractions[part]!;
        const before = sum(least.slice(0, part));
        const ideal = share * starts.at(-1)!;
        const next = end;
        end -= least[part]!;
        while (end > before && abs(starts[end - 1]! - ideal) <= abs(starts[end]! - ideal)) end--;
        partOf.fill(part, end, next);
      }
      return partOf;
    },
  };
}

/**
 * Deals groups or times to parts.
 * @param what cannot be done with too few of them, as the error begins
 * @param values [rows] the group or time of each row; they are sorted
 * @returns what finds the part of a value, and how many groups or times each part got
 * @throws {RangeError} if there are too few of them
 */
function dealUnits(
  what: string,
  { units, least, deal }: UnitRule,
  values: Float64Array,
  fractions: readonly number[],
): { partAt(value: number): number; counts: number[] } {
  values.sort();
  const starts: number[] = [];
  for (let r = 0; r < values.length; r++) if (values[r] !== values[r - 1]) starts.push(r);
  if (starts.length < least(fractions)) {
    throw new RangeError(
      `${what}: expected at least ${least(fractions)} different ${units}, got ${starts.length}`,
    );
  }
  const known = Float64Array.from(starts, (start) => values[start]!);
  starts.push(values.length);
  const partOf = deal(starts, fractions);
  const counts = fractions.map((_, part) => partOf.filter((own) => own === part).length);
  return { partAt: (value) => partOf[lowerBound(known, value)]!, counts };
}

/** Gathers the groups or times of all rows, and deals them to parts. */
export class UnitPlanner implements PartPlanner {
  counts: readonly (readonly number[])[] = [];
  /** [parts] How many groups or times each part got, once they are split. */
  units: readonly number[] = [];
  /** How many rows have no time. */
  untimed = 0;
  /** The share of the rows that test, and the fraction that was asked for. */
  testing: readonly [share: number, fraction: number] = [0, 0];
  readonly #values = new RowList<Float64Array<ArrayBuffer>>(Float64Array);
  readonly #classes = new RowList(Uint16Array);
  readonly #what: string;
  readonly #rule: UnitRule;

  /** @param what cannot be done with too few groups or times, as the error begins */
  constructor(what: string, rule: UnitRule) {
    this.#what = what;
    this.#rule = rule;
  }

  /** How many rows there are. */
  get rows(): number {
    return this.#values.size;
  }

  add(value: number, classNumber: number): void {
    if (value === NO_TIME) this.untimed++;
    this.#values.add(value);
    this.#classes.add(classNumber);
  }

  sizes(): RowSizes {
    const units = new Set(this.#values.toArray()).size;
    return { classCounts: classCountsOf(this.#classes), units };
  }

  /** @throws {RangeError} if there are too few groups or times */
  plan(fractions: readonly number[]): () => (value: number) => number {
    const values = this.#values.toArray();
    const { partAt, counts } = dealUnits(this.#what, this.#rule, values, fractions);
    const byClass: number[][] = [];
    for (let r = 0; r < values.length; r++) {
      const known = byClass[this.#classes.at(r)] ??= fractions.map(() => 0);
      known[partAt(this.#values.at(r))]!++;
    }
    this.counts = byClass;
    this.units = counts;
    this.testing = [sum(byClass.map(([, , test]) => test ?? 0)) / values.length, fractions[2] ?? 0];
    return () => partAt;
  }
}

/**
 * A number for each group.
 * @param groups [parts][rows]
 */
export function groupUnits(groups: readonly Float64Array[]): Uint32Array<ArrayBuffer>[] {
  const numbers = new Map<number, number>();
  return groups.map((part) =>
    Uint32Array.from(part, (group) => {
      const number = numbers.get(group) ?? numbers.size;
      numbers.set(group, number);
      return number;
    })
  );
}

/** So many blocks of time the test part has (Schmeiser 1982, “Batch size effects in the analysis of simulation output”: 10 to 30). */
const TEST_BLOCKS = 12;

/**
 * A number for each block of time, so that rows which follow each other are in one. Equal times are in one block, which has at
 * least a twelfth as many rows as the last part.
 * @param times [parts][rows]
 */
export function timeUnits(times: readonly Float64Array[]): Uint32Array<ArrayBuffer>[] {
  const least = max(1, ceil(times.at(-1)!.length / TEST_BLOCKS));
  let blocks = 0;
  return times.map((part) => {
    const units = new Uint32Array(part.length);
    const order = Uint32Array.from(part, (_, row) => row).sort((a, b) =>
      part[a]! < part[b]! ? -1 : Number(part[a]! > part[b]!) // ∞ − ∞ is NaN
    );
    let size = least;
    for (const [k, row] of order.entries()) {
      const isNew = k === 0 || part[row]! > part[order[k - 1]!]!;
      if (isNew && size >= least) [blocks, size] = [blocks + 1, 0];
      units[row] = blocks;
      size++;
    }
    return units;
  });
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
  const each = new Array<number>(folds).fill(1);
  const text = `${what} into ${folds} folds`;
  const { partAt } = dealUnits(text, byTime(each), times.slice(), each.map(() => 1 / folds));
  return Uint8Array.from(times, partAt);
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
