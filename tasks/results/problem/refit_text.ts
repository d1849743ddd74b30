/** Which networks a test is of, where those that ship have learned from its rows since. @module */

import { count } from "../../../lib/numerics/number_text.ts";

/** The rows of a test, and all rows that the networks have learned from since. */
export interface RefitRows {
  readonly test: number;
  readonly all: number;
}

/** Which networks a test is of, in sentences. */
export function refitText({ test, all }: RefitRows): string {
  return `The result on the ${
    count(test)
  } test rows is from before the networks learned from them too: ` +
    `those that answer new rows have learned from all ${count(all)} rows since. ` +
    "Intervals, thresholds and the limits of novelty are from before.";
}
