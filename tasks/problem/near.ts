/** Whether results differ by no more than the order in which a BLAS adds, by what was learned. @module */

import type { ClassResult, Result } from "../run/run_folder.ts";
import { problemOf } from "./metrics.ts";
import { askOfResult, type OfResult } from "./results.ts";

/** How far a result of blas may be from ours, as a fraction of the examples and of each error. */
const NEAR = { examples: 1e-3, errors: 1e-4 };

function areNearCounts(claimed: ClassResult, found: ClassResult): boolean {
  return Math.abs(claimed.correct - found.correct) <= NEAR.examples * found.size &&
    claimed.accuracy === claimed.correct / claimed.size;
}

function isNearError(claimed: number, found: number): boolean {
  return Math.abs(claimed - found) <= NEAR.errors * found;
}

const nearness: OfResult<boolean> = {
  classification: areNearCounts,
  multiLabel: areNearCounts,
  regression(claimed, found) {
    const isNearR2 = claimed.r2 === null || found.r2 === null
      ? claimed.r2 === found.r2
      : isNearError(1 - claimed.r2, 1 - found.r2);
    return isNearR2 && isNearError(claimed.mae, found.mae) && isNearError(claimed.rmse, found.rmse);
  },
};

/** Whether two results are the same but for rounding. */
export function isNear(claimed: Result, found: Result): boolean {
  return claimed.size === found.size && isNearError(claimed.cost, found.cost) &&
    problemOf(claimed) === problemOf(found) && askOfResult(nearness, claimed, found);
}
