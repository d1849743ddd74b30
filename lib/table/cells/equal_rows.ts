/**
 * Equal rows of a table. They share a rank, but are dealt out one by one. In a table of few columns many rows are equal, and
 * a part with all rows of one kind is no sample of it. @module
 */

import { threefry } from "../../numerics/random.ts";

const { floor } = Math;

/** The rank that 64 random bits make, in [0, 1): a multiple of 2⁻⁵³. */
export function rankOf([a, b]: Uint32Array): number {
  return ((a! >>> 5) * 67108864 + (b! >>> 6)) / 9007199254740992;
}

/** The ranks that several rows share, and how these rows are dealt out. */
export class EqualRows {
  /** The shared ranks, in increasing order. */
  readonly #ranks: Float64Array;
  /** [ranks, parts] How many of the rows of a rank go to each part. */
  readonly #counts: Uint32Array;
  readonly #parts: number;

  /**
   * Finds the rows of a group that are equal, and gives all but the first of each kind another rank.
   * @param ranks of the group in increasing order, which they are in again then
   * @param cut finds where the parts of these ranks end
   * @param parts how many parts there are
   */
  constructor(
    ranks: Float64Array,
    cut: (ranks: Float64Array) => (rank: number) => number,
    parts: number,
  ) {
    let shared = 0;
    for (let k = 1; k < ranks.length; k++) {
      if (ranks[k] === ranks[k - 1] && ranks[k] !== ranks[k - 2]) shared++;
    }
    this.#ranks = new Float64Array(shared);
    this.#counts = new Uint32Array(shared * parts);
    this.#parts = parts;
    const copies = new Uint32Array(shared);
    let at = -1;
    let first = ranks[0];
    for (let k = 1; k < ranks.length; k++) {
      if (ranks[k] !== first) {
        first = ranks[k];
        continue;
      }
      if (this.#ranks[at] !== first) this.#ranks[++at] = first!;
      ranks[k] = rankOfCopy(first!, ++copies[at]!);
    }
    const partOf = cut(ranks.sort());
    for (const [at, rank] of this.#ranks.entries()) {
      for (let copy = 0; copy <= copies[at]!; copy++) {
        this.#counts[at * parts + partOf(copy === 0 ? rank : rankOfCopy(rank, copy))]!++;
      }
    }
  }

  /** Returns the part of one row after the other that has one of the shared ranks, and -1 for other rows. */
  assigner(): (rank: number) => number {
    const left = this.#counts.slice();
    return (rank) => {
      const at = indexIn(this.#ranks, rank);
      if (at === -1) return -1;
      // Which of equal rows goes to which part, makes no difference.
      for (let part = 0; part < this.#parts; part++) {
        if (left[at * this.#parts + part]! === 0) continue;
        left[at * this.#parts + part]!--;
        return part;
      }
      return -1;
    };
  }
}

/** The index of a number among others in increasing order, by bisection; -1 if it is none of them. */
export function indexIn(sorted: Float64Array, number: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = floor((low + high) / 2);
    if (sorted[middle]! < number) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === number ? low : -1;
}

const key = new Uint32Array(2);
const words = new Uint32Array(2);

/** The rank of a copy of a row, which are numbered from 1. */
function rankOfCopy(rank: number, copy: number): number {
  const bits = rank * 9007199254740992;
  [key[0], key[1]] = [floor(bits / 67108864), bits % 67108864];
  threefry(words, key, copy, 0);
  return rankOf(words);
}
