/** Regression: the outputs are quantities, more or less far from those wanted. @module */

import type { Problem } from "./contract.ts";
import { QuantityErrors } from "./errors.ts";
import { copyTargets } from "./targets.ts";

/** Quantities, one an output. */
export const regression: Problem = {
  name: "regression",
  noun: "quantities",
  kind: "quantity",
  hasAccuracy: false,
  isOneHot: false,
  minOutputs: 1,
  defaults: { outputActivation: "linear", cost: "quadratic" },
  metrics: [
    { key: "r2", goal: "maximize", unit: "none" },
    { key: "mae", goal: "minimize", unit: "target" },
    { key: "rmse", goal: "minimize", unit: "target" },
  ],
  writeTargets: copyTargets,
  isLike: ({ name }) => name !== "classification",
  scorer: ({ targets, outputs }) => new QuantityErrors(targets!, outputs),
  answer: (outputs) => Array.from(outputs),
};
