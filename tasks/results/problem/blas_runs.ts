/**
 * Runs that version 0.1 trained with the system's CBLAS. A BLAS adds in an order of its own: their results are close to those
 * of our engines, and not equal in bits. @module
 */

import type { Result } from "../../run/run_folder.ts";
import { areCounts } from "./results.ts";

/** Whether CBLAS trained a run, by the name of its engine. */
export function isOfBlas(engine: string): boolean {
  return engine === "blas";
}

/** Why no engine here continues with a run to the same bits; `undefined` if CBLAS did not train it. */
export function blasMismatch(engine: { readonly name: string }): string | undefined {
  if (!isOfBlas(engine.name)) return undefined;
  return "CBLAS trained it, which gives other bits than the engines here; version 0.1 continues it";
}

/** How far the results of such a run may be from those found, as a fraction of the examples and of each error. */
const TOLERANCE = { examples: 1e-3, errors: 1e-4 };

/** Whether two results are the same but for the rounding of CBLAS. */
export function isNear(claimed: Result, found: Result): boolean {
  if (claimed.size !== found.size || !isNearError(claimed.cost, found.cost)) return false;
  if (areCounts(claimed)) {
    return areCounts(found) && claimed.accuracy === claimed.correct / claimed.size &&
      Math.abs(claimed.correct - found.correct) <= TOLERANCE.examples * found.size;
  }
  if (areCounts(found)) return false;
  const isNearR2 = claimed.r2 === null || found.r2 === null
    ? claimed.r2 === found.r2
    : isNearError(1 - claimed.r2, 1 - found.r2);
  return isNearR2 && isNearError(claimed.mae, found.mae) && isNearError(claimed.rmse, found.rmse);
}

function isNearError(claimed: number, found: number): boolean {
  return Math.abs(claimed - found) <= TOLERANCE.errors * found;
}
