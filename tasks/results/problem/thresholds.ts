/** Texts of the thresholds by which a model answers. @module */

import { counted } from "../../cli/format.ts";
import type { AnsweredFrom } from "../../run/run_folder.ts";

/** How results without the model's own thresholds are named. */
export const AT_HALF = "At a threshold of one half";

/** The thresholds, to go with a result: `“yes” predicted at 0.0610 or above`; more than three are counted. */
export function thresholdsText(thresholds: readonly AnsweredFrom[]): string {
  if (thresholds.length > 3) {
    return `a threshold for each of ${counted(thresholds.length, "label")}`;
  }
  return thresholds.map(({ name, from }) =>
    `“${name}” ${from === null ? "never predicted" : `predicted at ${from.toFixed(4)} or above`}`
  ).join(", ");
}
