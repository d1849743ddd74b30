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
  } test rows was measured before the networks were trained ` +
    `on them too. The networks that predict new rows were then trained on all ${
      count(all)
    } rows. ` +
    "Intervals, thresholds and limits of novelty are from before that.";
}
