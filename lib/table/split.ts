/**
 * Which rows of a table train, validate and test.
 *
 * Every row has a rank, a random number that comes from the seed and from what stands in the row. The rows of a class in
 * the order of their ranks are dealt out, so that the same rows go to the same part whatever their order in the file.
 * Equal rows are dealt out one by one, see `equal_rows.ts`. @module
 */

import { streamKey, threefry } from "../numerics/random.ts";
import { EqualRows, rankOf } from "./equal_rows.ts";

/** The parts of a table, in the order of their numbers. */
export const PARTS = ["training", "validation", "test"] as const;

/** A part of a table. */
export type Part = "training" | "validation" | "test";

/** The share of each class that goes to each part by default: 70 %, 15 %, 15 %. */
export const FRACTIONS: Fractions = [0.7, 0.15, 0.15];

/** The fractions of training, validation and test, together 1. */
export type Fractions = readonly [training: number, validation: number, test: number];

/** How far from 1 the sum of fractions may be, since 0.7 + 0.2 + 0.1 is not 1 in binary. */
const MAX_SUM_ERROR = 1e-6;

/**
 * Checks the fractions of a split.
 * @throws {RangeError} if they are not three above 0, together 1
 */
export function checkFractions(fractions: Fractions): void {
  const sum = fractions.reduce((total, fraction) => total + fraction, 0);
  if (
    fractions.length !== PARTS.length || !fractions.every((fraction) => fraction > 0) ||
    !(Math.abs(sum - 1) < MAX_SUM_ERROR)
  ) {
    throw new RangeError(
      `Cannot split data into [${fractions}]: expected the fractions of training, validation and test, ` +
        "above 0 and together 1, for example [0.7, 0.15, 0.15]",
    );
  }
}

/** Gives rows their ranks. */
export class RowRanks {
  readonly #key = new Uint32Array(2);
  readonly #words = new Uint32Array(2);

  /**
   * Begins with a seed.
   * @param seed a whole number from 0 to 2⁵³ − 1
   */
  constructor(seed: number) {
    streamKey(this.#key, seed, "split", 0);
  }

  /** The rank of a row of these cells, in [0, 1): a multiple of 2⁻⁵³ that equal rows share. */
  rank(cells: readonly string[]): number {
    let [a, b] = [0x811c9dc5 | 0, 0x9e3779b1 | 0]; // two hashes of 32 bits, the first of them FNV-1a
    for (let c = 0; c < cells.length; c++) {
      const cell = cells[c]!;
      for (let k = 0; k < cell.length; k++) {
        const unit = cell.charCodeAt(k);
        a = Math.imul(a ^ unit, 0x01000193);
        b = Math.imul((b << 5 | b >>> 27) ^ unit, 0x85ebca6b);
      }
      a = Math.imul(a, 0x01000193); // the end of a cell, as if a 0 stood there
      b = Math.imul(b << 5 | b >>> 27, 0x85ebca6b);
    }
    threefry(this.#words, this.#key, a, b);
    return rankOf(this.#words);
  }
}

/** The ranks in one piece of memory. */
const CHUNK_ROWS = 65_536;

/** Gives memory back at once, before the features of the table need it. */
function free({ buffer }: { readonly buffer: ArrayBuffer }): void {
  buffer.transfer(0);
}

/** Gathers the ranks of all rows, and then finds where one part ends and the next begins. */
export class SplitPlanner {
  readonly #ranks: Float64Array<ArrayBuffer>[] = [];
  readonly #groups: Uint16Array<ArrayBuffer>[] = [];
  readonly #grouped: boolean;
  #size = 0;

  /**
   * Begins without rows.
   * @param grouped whether rows are of groups, each of which is dealt out by its own fractions
   */
  constructor(grouped: boolean) {
    this.#grouped = grouped;
  }

  /** Adds a row of a group, from 0 to 65,535. */
  add(rank: number, group: number): void {
    const offset = this.#size++ % CHUNK_ROWS;
    if (offset === 0) {
      this.#ranks.push(new Float64Array(CHUNK_ROWS));
      if (this.#grouped) this.#groups.push(new Uint16Array(CHUNK_ROWS));
    }
    this.#ranks.at(-1)![offset] = rank;
    if (this.#grouped) this.#groups.at(-1)![offset] = group;
  }

  /**
   * Deals the rows out; they are forgotten.
   * @param fractions of a group for each part; 0 for a part that gets none
   * @param groups the groups in the order in which they are dealt out; one if rows are of no groups
   */
  plan(fractions: readonly number[], groups: readonly number[] | undefined): SplitPlan {
    const order = groups ?? [0];
    const sizes = new Uint32Array(order.reduce((most, group) => Math.max(most, group + 1), 0));
    this.#each((_, group) => sizes[group]!++, groups === undefined);
    const starts = new Float64Array(sizes.length);
    for (let g = 1; g < sizes.length; g++) starts[g] = starts[g - 1]! + sizes[g - 1]!;
    const ranks = new Float64Array(this.#size);
    const ends = starts.slice();
    this.#each((rank, group) => ranks[ends[group]!++] = rank, groups === undefined, true);

    const plans: GroupPlan[] = [];
    const dealt = fractions.map(() => 0);
    for (const group of order) {
      const counts = deal(sizes[group]!, fractions, dealt);
      plans[group] = planGroup(ranks.subarray(starts[group], ends[group]).sort(), counts);
    }
    free(ranks);
    return new SplitPlan(plans);
  }

  /** Every row; memory is given back piece by piece if this is the last time. */
  #each(visit: (rank: number, group: number) => void, one: boolean, last = false): void {
    for (let c = 0; c < this.#ranks.length; c++) {
      const ranks = this.#ranks[c]!;
      const groups = one ? undefined : this.#groups[c];
      const rows = Math.min(CHUNK_ROWS, this.#size - c * CHUNK_ROWS);
      for (let r = 0; r < rows; r++) visit(ranks[r]!, groups === undefined ? 0 : groups[r]!);
      if (last) free(ranks);
      if (last && this.#grouped) free(this.#groups[c]!);
    }
    if (last) this.#size = this.#ranks.length = this.#groups.length = 0;
  }
}

/**
 * How many of the next rows go to each part: one row after the other to the part that lacks most of what it should have by
 * then, but the first of a group trains, since a class that does not train cannot be learned.
 * @param dealt how many each part has; they are added to
 */
function deal(size: number, fractions: readonly number[], dealt: number[]): number[] {
  const counts = fractions.map(() => 0);
  let total = dealt.reduce((sum, count) => sum + count, 0);
  for (let k = 0; k < size; k++) {
    total++;
    let neediest = 0;
    for (let part = 1; k > 0 && part < fractions.length; part++) {
      const lacks = (p: number) => total * fractions[p]! - dealt[p]!;
      if (lacks(part) > lacks(neediest)) neediest = part;
    }
    counts[neediest]!++;
    dealt[neediest]!++;
  }
  return counts;
}

/** Where the rows of a group go. */
interface GroupPlan {
  /** Where each part but the last ends: at the rank of a row that is no longer in it. */
  readonly cuts: readonly number[];
  /** The rows of which there are several. */
  readonly equal: EqualRows;
}

/** @param sorted the ranks of the rows; they are changed */
function planGroup(sorted: Float64Array, counts: readonly number[]): GroupPlan {
  const cuts: number[] = [];
  const equal = new EqualRows(sorted, (ranks) => {
    let end = 0;
    for (const count of counts.slice(0, -1)) cuts.push(ranks[end += count] ?? Infinity);
    return (rank) => partAt(rank, cuts);
  }, counts.length);
  return { cuts, equal };
}

function partAt(rank: number, cuts: readonly number[]): number {
  const part = cuts.findIndex((cut) => rank < cut);
  return part === -1 ? cuts.length : part;
}

/** Where the parts of a table end. */
class SplitPlan {
  readonly #groups: readonly GroupPlan[];

  /**
   * Takes where the parts end.
   * @param groups the plan of each group
   */
  constructor(groups: readonly GroupPlan[]) {
    this.#groups = groups;
  }

  /** Returns the part of one row after the other. Every row has to be asked for once. */
  assigner(): (rank: number, group: number) => number {
    const equal = this.#groups.map(({ equal }) => equal.assigner());
    return (rank, group) => {
      const part = equal[group]!(rank);
      return part === -1 ? partAt(rank, this.#groups[group]!.cuts) : part;
    };
  }
}

/** The names of the parts that a cell may hold. */
const NAMES: { readonly [name: string]: number } = {
  train: 0,
  training: 0,
  validation: 1,
  validate: 1,
  valid: 1,
  val: 1,
  dev: 1,
  test: 2,
  testing: 2,
};

/** The names of the parts, for suggestions. */
export const PART_NAMES: readonly string[] = Object.keys(NAMES);

/** The part that a cell names, as its number; `undefined` if it names none. */
export function partNamed(cell: string): number | undefined {
  const name = cell.trim().toLowerCase();
  return Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
}
