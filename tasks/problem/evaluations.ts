/** Who evaluates networks, by what they learned. @module */

import type { ProblemName } from "../../lib/problem.ts";
import { evaluateClasses } from "../evaluate/classes.ts";
import type { Evaluated, Outcome } from "../evaluate/evaluated.ts";
import { evaluateLabels } from "../evaluate/labels_text.ts";
import { evaluateQuantities } from "../evaluate/quantity_text.ts";
import { shownAs } from "./shown_as.ts";

const evaluations: { readonly [Name in ProblemName]: (given: Evaluated) => Promise<Outcome> } = {
  classification: evaluateClasses,
  multiLabel: evaluateLabels,
  regression: evaluateQuantities,
};

/** What networks come to on a split. */
export async function outcomeOf(given: Evaluated): Promise<Outcome> {
  return await evaluations[shownAs(given.split)](given);
}
