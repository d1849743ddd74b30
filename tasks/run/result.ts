/** The result of an evaluation, as a run's files have it. @module */

import { type Evaluation, ofClasses } from "../../lib/evaluate.ts";
import type { Quantity } from "../../lib/table/columns/target.ts";
import type { Round } from "../../lib/table/folds/rounds.ts";
import type { Result } from "./run_folder.ts";

/**
 * The result of an evaluation. Of classes it has how many are right. The errors of one quantity are in its unit, those of
 * several in standard deviations, since their units may differ.
 * @param evaluation with what was measured besides
 * @param quantities what the targets were before they were standardized, if they are
 */
export function resultOf(
  { measured, ...evaluation }: Evaluation & Pick<Round["validation"], "measured">,
  quantities: readonly Quantity[] | undefined,
): Result {
  const { size, cost, meanAbsoluteError: mae, rootMeanSquaredError: rmse, rSquared } = evaluation;
  if (mae === undefined || rmse === undefined || rSquared === undefined) {
    const { correct, accuracy } = ofClasses(evaluation);
    return { correct, size, accuracy, cost, ...measured };
  }
  const [quantity, ...more] = quantities ?? [];
  const unit = quantity === undefined || more.length > 0 ? 1 : quantity.deviation;
  return { size, cost, r2: rSquared, mae: mae * unit, rmse: rmse * unit };
}
