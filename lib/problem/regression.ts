/** Regression: the outputs are quantities, more or less far from the expected ones. @module */

import type { Problem } from "./contract.ts";
import { QuantityErrors } from "./errors.ts";
import { copyTargets } from "./multi_label.ts";

/** The scale of a quantity that was not standardized. */
const NO_SCALE = { mean: 0, deviation: 1 };

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
  answer(outputs, { quantities, intervals } = {}) {
    const scales = Array.from(outputs, (_, k) => quantities?.[k] ?? NO_SCALE);
    const values = scales.map(({ mean, deviation }, k) => outputs[k]! * deviation + mean);
    const ends = intervals && scales.map(({ deviation }, k) => {
      const half = intervals.halfWidths[k]! * deviation;
      return { low: values[k]! - half, high: values[k]! + half };
    });
    return { outputs, chosen: [], values, intervals: ends };
  },
};
