/** Regression: the outputs are quantities, more or less far from the expected ones. @module */

import { answerQuantities } from "./answers.ts";
import type { Problem } from "./contract.ts";
import { QuantityErrors } from "./errors.ts";
import { copyTargets } from "./multi_label.ts";

/** Quantities, one an output. */
export const regression: Problem = {
  name: "regression",
  noun: "quantities",
  kind: "quantity",
  hasAccuracy: false,
  isOneHot: false,
  minOutputs: 1,
  defaults: { outputActivation: "linear", cost: "quadratic" },
  writeTargets: copyTargets,
  isLike: ({ name }) => name !== "classification",
  scorer: ({ targets, outputs, weights, quantities }) =>
    new QuantityErrors(targets!, outputs, {
      weights,
      deviations: quantities?.map(({ deviation }) => deviation),
    }),
  answer: answerQuantities,
};
