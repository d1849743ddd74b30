/**
 * A split that keeps groups together, such as the rows of a customer: the rows of a customer who comes later will be of none
 * that trained, so that those who test may not be either. @module
 */

import { indexIn } from "../cells/equal_rows.ts";
import { RowList } from "../cells/row_list.ts";
import { checkUnits, countByClass, type PartPlanner } from "./split.ts";

const { max } = Math;

/** What intervals are where rows of a group are alike, a sentence without a full stop. */
export const ROWS_OF_GROUPS =
  "Intervals take rows of one group as independent: where they are alike, intervals are too narrow";

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
  readonly #folds: number;

  /**
   * @param what cannot be done with too few groups, as the error begins
   * @param folds how many groups training and validation have to get together; 0 if each part needs one
   */
  constructor(what: string, folds: number) {
    this.#what = what;
    this.#folds = folds;
  }

  add(rank: number, classNumber: number): void {
    this.#ranks.add(rank);
    this.#classes.add(classNumber);
  }

  /**
   * Deals the groups in the order of their ranks, each to the part that lacks most rows, of those which leave enough groups
   * for the others. So the parts are the same with as many folds as they allow, and with fewer.
   * @throws {RangeError} if there are too few groups
   */
  plan(fractions: readonly number[]): () => (rank: number) => number {
    const ranks = this.#ranks.toArray().sort();
    const starts: number[] = [];
    for (let r = 0; r < ranks.length; r++) if (ranks[r] !== ranks[r - 1]) starts.push(r);
    checkUnits(this.#what, "groups", starts.length, this.#missing([0, 0, 0]));
    const rows = fractions.map(() => 0);
    const groups = fractions.map(() => 0);
    const partOf = new Uint8Array(starts.length);
    for (const [k, start] of starts.entries()) {
      const end = starts[k + 1] ?? ranks.length;
      const left = starts.length - k - 1;
      const lack = (part: number) =>
        this.#missing(groups.with(part, groups[part]! + 1)) > left
          ? -Infinity
          : end * fractions[part]! - rows[part]!;
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

  /** How many groups the parts still need. */
  #missing([training, validation, test]: readonly number[]): number {
    const parts = Number(training === 0) + Number(validation === 0);
    return max(parts, this.#folds - training! - validation!) + Number(test === 0);
  }
}
