/** Options of all that forms ensembles. @module */

import type { Option } from "../cli/arguments.ts";

/** How many of a sweep's runs. */
export const MEMBERS = {
  description: "Take so many runs of a sweep, the best; all that it keeps if not given",
  value: "N",
} as const satisfies Option;

/** How members are weighed. */
export const WEIGHTS = {
  description: "How much members count: all the same, or as is best on validation",
  value: "HOW",
  choices: ["equal", "validation"],
  default: "validation",
} as const satisfies Option;

/** Whether programs read the result. */
export const JSON_RESULT = {
  description: "Print the result as JSON on stdout, and everything else on stderr",
} as const satisfies Option;
