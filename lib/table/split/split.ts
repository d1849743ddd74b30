/**
 * Which rows of a table train, validate and test.
 *
 * Every row has a rank, a random number that comes from the seed and from what stands in the row. The rows of a class in
 * the order of their ranks are split, so that the same rows go to the same part whatever their order in the file.
 * Equal rows share a rank, but are split one by one: in a table of few columns many rows are equal, and a part with all rows
 * of one kind is no sample of it. @module
 */

import { lowerBound } from "../../numerics/bounds.ts";
import { streamKey, threefry } from "../../numerics/random.ts";
import { RowList } from "../cells/row_list.ts";

/** The parts of a table, in the order of their numbers. */
export const PARTS = ["training", "validation", "test"] as const;

/** A part of a table. */
export type Part = "training" | "validation" | "test";

/** The rank that 64 random bits make, in [0, 1): a multiple of 2⁻⁵³. */
export function rankOf([a, b]: Uint32Array): number {
  return ((a! >>> 5) * 67108864 + (b! >>> 6)) / 9007199254740992;
}

export class RowRanks {
  readonly #key = new Uint32Array(2);
  readonly #words = new Uint32Array(2);

  /** @param seed a whole number from 0 to 2⁵³ − 1 */
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

/** How many rows there are. */
export interface RowSizes {
  /** [classes] Those of each class. */
  readonly classCounts: readonly number[];
  /** How many groups or times they are of, if rows are split by them. */
  readonly units?: number;
}

/** The rows of each class, which are numbered from 0. */
export function classCountsOf(classes: RowList<Uint16Array<ArrayBuffer>>): number[] {
  const counts: number[] = [];
  for (let r = 0; r < classes.size; r++) counts[classes.at(r)] = (counts[classes.at(r)] ?? 0) + 1;
  return Array.from(counts, (count = 0) => count);
}

/** Gathers a number and the class of each row, and then deals the rows to parts. */
export interface PartPlanner {
  /** [classes][parts] How many rows of each class every part got, once they are split. */
  readonly counts: readonly (readonly number[])[];
  /** Adds a row of a class, from 0 to 65,535. */
  add(value: number, classNumber: number): void;
  /** What was added. */
  sizes(): RowSizes;
  /**
   * Deals the rows.
   * @param fractions of the rows for each part; 0 for a part that gets none
   * @param classes in the order in which they are split; one if rows are of none
   * @returns what begins to give the part of one row after the other, each asked for once
   */
  plan(
    fractions: readonly number[],
    classes: readonly number[] | undefined,
  ): () => (value: number, classNumber: number) => number;
}

/** Gathers the ranks of all rows, and then finds where one part ends and the next begins. */
export class SplitPlanner implements PartPlanner {
  readonly #ranks = new RowList(Float64Array);
  readonly #groups = new RowList(Uint16Array);
  /** [groups][parts] How many rows of each group every part got, once they are split. */
  readonly counts: number[][] = [];

  add(rank: number, group: number): void {
    this.#ranks.add(rank);
    this.#groups.add(group);
  }

  sizes(): RowSizes {
    return { classCounts: classCountsOf(this.#groups) };
  }

  /** Deals the rows out; they are forgotten. */
  plan(
    fractions: readonly number[],
    groups: readonly number[] | undefined,
  ): () => (rank: number, group: number) => number {
    const order = groups ?? [0];
    const rows = this.#ranks.size;
    const groupOf = (row: number) => groups === undefined ? 0 : this.#groups.at(row);
    const sizes = new Uint32Array(order.reduce((most, group) => Math.max(most, group + 1), 0));
    for (let r = 0; r < rows; r++) sizes[groupOf(r)]!++;
    const starts = new Float64Array(sizes.length);
    for (let g = 1; g < sizes.length; g++) starts[g] = starts[g - 1]! + sizes[g - 1]!;
    const ranks = new Float64Array(rows);
    const ends = starts.slice();
    for (let r = 0; r < rows; r++) {
      ranks[ends[groupOf(r)]!++] = this.#ranks.at(r);
      this.#ranks.free(r);
      this.#groups.free(r);
    }

    const plans: DealtGroup[] = [];
    const dealt = fractions.map(() => 0);
    for (const group of order) {
      const counts = deal(sizes[group]!, fractions, dealt);
      this.counts[group] = counts;
      plans[group] = new DealtGroup(ranks.subarray(starts[group], ends[group]).sort(), counts);
    }
    ranks.buffer.transfer?.(0); // Node 20 leaves it to the garbage collector
    return () => {
      const assigners = plans.map((plan) => plan.assigner());
      return (rank, group) => assigners[group]!(rank);
    };
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
class DealtGroup {
  /** Where each part but the last ends: at the rank of a row that is no longer in it. */
  readonly #cuts: readonly number[];
  /** The ranks that several rows share, in increasing order. */
  readonly #shared: Float64Array;
  /** [shared ranks, parts] How many of the rows of a rank go to each part. */
  readonly #counts: Uint32Array;
  readonly #parts: number;

  /**
   * Gives all but the first of equal rows another rank, and cuts these ranks into parts.
   * @param ranks in increasing order; they are changed
   * @param counts [parts] how many rows each part gets
   */
  constructor(ranks: Float64Array, counts: readonly number[]) {
    const parts = this.#parts = counts.length;
    let shared = 0;
    for (let k = 1; k < ranks.length; k++) {
      if (ranks[k] === ranks[k - 1] && ranks[k] !== ranks[k - 2]) shared++;
    }
    this.#shared = new Float64Array(shared);
    this.#counts = new Uint32Array(shared * parts);
    const copies = new Uint32Array(shared);
    let at = -1;
    let first = ranks[0];
    for (let k = 1; k < ranks.length; k++) {
      if (ranks[k] !== first) {
        first = ranks[k];
        continue;
      }
      if (this.#shared[at] !== first) this.#shared[++at] = first!;
      ranks[k] = rankOfCopy(first!, ++copies[at]!);
    }
    ranks.sort();
    let end = 0;
    this.#cuts = counts.slice(0, -1).map((count) => ranks[end += count] ?? Infinity);
    for (const [at, rank] of this.#shared.entries()) {
      for (let copy = 0; copy <= copies[at]!; copy++) {
        const part = this.#partAt(copy === 0 ? rank : rankOfCopy(rank, copy));
        this.#counts[at * parts + part]!++;
      }
    }
  }

  #partAt(rank: number): number {
    const part = this.#cuts.findIndex((cut) => rank < cut);
    return part === -1 ? this.#cuts.length : part;
  }

  /** Begins to give the part of one row after the other. Which of equal rows goes to which part, makes no difference. */
  assigner(): (rank: number) => number {
    const left = this.#counts.slice();
    return (rank) => {
      const at = lowerBound(this.#shared, rank);
      if (this.#shared[at] !== rank) return this.#partAt(rank);
      const own = left.subarray(at * this.#parts, (at + 1) * this.#parts);
      const part = own.findIndex((count) => count > 0);
      own[part]!--;
      return part;
    };
  }
}

const [key, words] = [new Uint32Array(2), new Uint32Array(2)];

/** The rank of a copy of a row, which are numbered from 1. */
function rankOfCopy(rank: number, copy: number): number {
  const bits = rank * 9007199254740992;
  [key[0], key[1]] = [Math.floor(bits / 67108864), bits % 67108864];
  threefry(words, key, copy, 0);
  return rankOf(words);
}

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

export const PART_NAMES: readonly string[] = Object.keys(NAMES);

/** The part that a cell names, as its number; `undefined` if it names none. */
export function partNamed(cell: string): number | undefined {
  const name = cell.trim().toLowerCase();
  return Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
}
