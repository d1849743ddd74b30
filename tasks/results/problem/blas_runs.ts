/**
 * Runs that version 0.1 trained with the system's CBLAS. A BLAS adds in an order of its own: their results are close to those
 * of our engines, and not equal in bits. @module
 */

import type { ClassResult, Result } from "../../run/run_folder.ts";
import { problemOf } from "./metrics.ts";
import { askOfResult, type OfResult } from "./results.ts";

/** Whether CBLAS trained a run, by the name of its engine. */
export function isOfBlas(engine: string): boolean {
  return engine === "blas";
}

/** Why no engine here goes on with a run to the same bits; `undefined` if CBLAS did not train it. */
export function blasMismatch(engine: { readonly name: string }): string | undefined {
  if (!isOfBlas(engine.name)) return undefined;
  return "CBLAS trained it, which gives other bits than the engines here; version 0.1 goes on with it";
}

/** How far the results of such a run may be from those found, as a fraction of the examples and of each error. */
const TOLERANCE = { examples: 1e-3, errors: 1e-4 };

/** Whether two results are the same but for the rounding of CBLAS. */
export function isNear(claimed: Result, found: Result): boolean {
  return claimed.size === found.size && isNearError(claimed.cost, found.cost) &&
    problemOf(claimed) === problemOf(found) && askOfResult(nearness, claimed, found);
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

function areNearCounts(claimed: ClassResult, found: ClassResult): boolean {
  return Math.abs(claimed.correct - found.correct) <= TOLERANCE.examples * found.size &&
    claimed.accuracy === claimed.correct / claimed.size;
}

function isNearError(claimed: number, found: number): boolean {
  return Math.abs(claimed - found) <= TOLERANCE.errors * found;
}
