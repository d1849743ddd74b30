/** The metrics of quantities in a run's files: the one place that names them there. @module */

import type { QuantityMetrics } from "../../lib/problem/errors.ts";

/** The metrics of a quantity, as files name them; errors are in the unit of the target, or in standard deviations. */
export interface QuantityScores {
  /** The coefficient of determination R²; `null` where the target is always the same. */
  r2: number | null;
  /** The mean absolute error. */
  mae: number;
  /** The root mean squared error. */
  rmse: number;
}

/** Their names, in their order. */
export const QUANTITY_SCORES = ["r2", "mae", "rmse"] as const satisfies (keyof QuantityScores)[];

/**
 * The metrics of quantities for a run's files.
 * @param unit how much of the target's unit the errors are in
 */
export function quantityScores(
  { rSquared, meanAbsoluteError, rootMeanSquaredError }: QuantityMetrics,
  unit: number,
): QuantityScores {
  return { r2: rSquared, mae: meanAbsoluteError * unit, rmse: rootMeanSquaredError * unit };
}
