/**
 * A split that keeps groups together, such as the rows of a customer: the rows of a customer who comes later will be of none
 * that trained, so that those who test may not be either. @module
 */

import { indexIn } from "./equal_rows.ts";
import { RowList } from "./row_list.ts";
import { checkUnits, countByClass, type PartPlanner } from "./split.ts";

/** Gathers the groups of all rows, and deals them to parts. */
export class GroupPlanner implements PartPlanner {
  counts: readonly (readonly number[])[] = [];
  /** [parts] How many groups each part got, once they are dealt. */
  groups: readonly number[] = [];
  /** [rows] The rank of each row's group. */
  readonly #ranks = new RowList<Float64Array<ArrayBuffer>>(Float64Array);
  /** [rows] */
  readonly #classes = new RowList(Uint16Array);
  readonly #what: string;
  readonly #least: readonly number[];

  /**
   * @param what cannot be done with too few groups, as the error begins
   * @param least [parts] how many groups each part has to get
   */
  constructor(what: string, least: readonly number[]) {
    this.#what = what;
    this.#least = least;
  }

  add(rank: number, classNumber: number): void {
    this.#ranks.add(rank);
    this.#classes.add(classNumber);
  }

  /**
   * Deals the groups in the order of their ranks, each to the part that lacks most rows.
   * @throws {RangeError} if there are too few groups
   */
  plan(fractions: readonly number[]): () => (rank: number) => number {
    const ranks = this.#ranks.toArray().sort();
    const starts: number[] = [];
    for (let r = 0; r < ranks.length; r++) if (ranks[r] !== ranks[r - 1]) starts.push(r);
    checkUnits(this.#what, "groups", starts.length, this.#least);
    const rows = fractions.map(() => 0);
    const groups = fractions.map(() => 0);
    const partOf = new Uint8Array(starts.length);
    for (const [k, start] of starts.entries()) {
      const end = starts[k + 1] ?? ranks.length;
      const needs = this.#least.map((count, part) => Math.max(0, count - groups[part]!));
      const isScarce = starts.length - k <= needs.reduce((sum, need) => sum + need, 0);
      const lack = (part: number) =>
        isScarce && needs[part] === 0 ? -Infinity : end * fractions[part]! - rows[part]!;
      const part = rows.reduce((most, _, part) => lack(part) > lack(most) ? part : most, 0);
      partOf[k] = part;
      rows[part]! += end - start;
      groups[part]!++;
    }
    this.groups = groups;
    const known = Float64Array.from(starts, (start) => ranks[start]!);
    const partAt = (rank: number) => partOf[indexIn(known, rank)]!;
    this.counts = countByClass(this.#ranks, this.#classes, fractions.length, partAt);
    return () => partAt;
  }
}
