/** What a search gained over the recipe, in sentences. @module */

import { withMargin } from "../../../lib/measure/verdict/amounts.ts";
import { counted } from "../../cli/format.ts";
import type { Result } from "../../run/run_folder.ts";
import type { SearchSummary } from "../../run/table/search.ts";

/** What was searched, and what the search gained out of fold. */
export function searchTexts(
  { begun, cost, recipeCost, gain, isKept, trials }: SearchSummary,
  validation: Result | undefined,
): string[] {
  const name = validation !== undefined && "accuracy" in validation ? "log loss" : "loss";
  const { value, plusMinus } = gain;
  const answering = trials.filter(({ weight }) => weight > 0).length;
  const searched = `Searched ${counted(begun, "trial")}, ${trials.length} of them on all folds`;
  if (trials.length === 0) return [`${searched}: the recipe is kept.`];
  if (!isKept) {
    return [
      `${searched}: no ensemble of them is better out of fold than the recipe, which is kept.`,
    ];
  }
  const isShown = plusMinus !== null && value > plusMinus;
  return [
    `${searched}; ${answering} ${answering === 1 ? "is" : "are"} in the ensemble.`,
    `The out-of-fold ${name} is ${cost.toFixed(4)}, against ${
      recipeCost.toFixed(4)
    } with the recipe: ` +
    `better by ${withMargin(value, plusMinus)}${isShown ? "" : ", which may be chance"}. ` +
    "Each network's weight was chosen on the other folds.",
  ];
}
