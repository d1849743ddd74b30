/** Columns that give the target away. @module */

import {
  levelShare,
  levelsOf,
  randomOrder,
  type RelationColumn,
  type RelationTarget,
} from "./columns.ts";
import { BinnedNumbers, targetsAt } from "./features.ts";

const { max } = Math;

/** A column that may not be known before the answer is. */
export interface Leak {
  /** Its name in the table. */
  readonly name: string;
  /**
   * What is suspicious: it gives nearly everything (`"answer"`), it gives more than half and no other column comes near
   * (`"alone"`), or whether it is filled gives much (`"filled"`).
   */
  readonly kind: "answer" | "alone" | "filled";
  /** R² of classes or ranks, out of fold, by this column alone. */
  readonly share: number;
  /** R² of the next column. */
  readonly next: number;
}

/** A share from which on a column gives the answer, whatever the others give. */
const ANSWER = 0.98;

/** A share that is named where the next column has so much less: for classes, and for quantities, where it is common. */
const [ALONE_OF_CLASSES, ALONE_OF_QUANTITIES, LEAD] = [0.5, 0.6, 0.2];

/** A share of being filled that is named where the next column has so much less. */
const [FILLED, FILLED_LEAD] = [0.25, 0.1];

/** The numbers of bins by which a column of numbers answers: the best counts. */
const BINS = [64, 16];

/** Fewer rows show nothing. */
const MIN_ROWS = 30;

/** The most rows that are looked at. */
const MAX_ROWS = 4000;

/** Looks for leaks among the columns that the model learns from. */
export function leaksAmong(columns: readonly RelationColumn[], target: RelationTarget): Leak[] {
  const all = target.values[0]?.length ?? 0;
  if (all < MIN_ROWS) return [];
  const rows = randomOrder(all, "rows of leaks").slice(0, MAX_ROWS).sort();
  const targets = targetsAt(target, rows).columns;
  const shares = columns.filter(({ isInput }) => isInput).map((column) => {
    const values = Float64Array.from(rows, (row) => column.values[row]!);
    const filled = values.map((value) => Number(!Number.isNaN(value)));
    const share = column.kind === "text"
      ? levelShare(levelsOf(values), targets)
      : max(...BINS.map((count) =>
        levelShare(levelsOf(new BinnedNumbers(column.values, count).at(rows)), targets)
      ));
    return { name: column.name, share, filled: levelShare(levelsOf(filled), targets) };
  });
  const low = target.isRanked ? ALONE_OF_QUANTITIES : ALONE_OF_CLASSES;
  return shares.flatMap(({ name, share, filled }): Leak[] => {
    const next = max(0, ...shares.filter((other) => other.name !== name).map(({ share }) => share));
    if (share >= ANSWER) return [{ name, kind: "answer", share, next }];
    if (filled >= FILLED && filled - next >= FILLED_LEAD) {
      return [{ name, kind: "filled", share: filled, next }];
    }
    if (share >= low && share - next >= LEAD) return [{ name, kind: "alone", share, next }];
    return [];
  });
}
