/** The evaluation of a split, by its problem. @module */

import type { ProblemName } from "../../../lib/problem/mod.ts";
import { shownAs } from "../problem/metrics.ts";
import { evaluateClasses } from "./classes.ts";
import type { Evaluated, Outcome } from "./evaluated.ts";
import { evaluateLabels } from "./labels.ts";
import { evaluateQuantities } from "./quantities.ts";

const evaluations: { readonly [Name in ProblemName]: (given: Evaluated) => Promise<Outcome> } = {
  classification: evaluateClasses,
  multiLabel: evaluateLabels,
  regression: evaluateQuantities,
};

/** Evaluates networks on a split: text for people and JSON for programs. */
export async function evaluateSplit(given: Evaluated): Promise<Outcome> {
  return await evaluations[shownAs(given.split)](given);
}
