/** The result of an evaluation, as a run's files have it. @module */

import type { QuantityScale } from "../../lib/problem/quantities.ts";
import { type Evaluation, ofClasses } from "../../lib/evaluate.ts";
import type { QuantityMetrics } from "../../lib/problem/errors.ts";
import { quantityScores } from "./quantity_scores.ts";
import type { Result } from "./run_folder.ts";

/**
 * The result of an evaluation. Of classes it has how many are right. The errors of one quantity are in its unit, those of
 * several in standard deviations, since their units may differ.
 * @param evaluation with what was measured besides
 * @param quantities what the targets were before they were standardized, if they are
 */
export function resultOf(
  { measured, ...evaluation }: Evaluation & {
    readonly measured?: Readonly<Record<string, number>> | undefined;
  },
  quantities: readonly QuantityScale[] | undefined,
): Result {
  const { size, cost } = evaluation;
  if (!isOfQuantities(evaluation)) {
    const { correct, accuracy } = ofClasses(evaluation);
    return { correct, size, accuracy, cost, ...measured };
  }
  const [quantity, ...more] = quantities ?? [];
  const unit = quantity === undefined || more.length > 0 ? 1 : quantity.deviation;
  return { size, cost, ...quantityScores(evaluation, unit) };
}

function isOfQuantities(evaluation: Evaluation): evaluation is Evaluation & QuantityMetrics {
  return evaluation.rSquared !== undefined;
}
