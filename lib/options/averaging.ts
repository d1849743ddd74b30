/** How parameters are averaged. @module */

import type { TableOf } from "../checks/option.ts";

/** How to average. */
export interface AveragingOptions {
  /**
   * d in ā ← d·ā + (1 − d)·w after every step, more than 0 and less than 1. The average begins at the first parameters,
   * which are random; so that it soon forgets them, d is at most (1 + t)/(10 + t) in the step after t others, as in TensorFlow's
   * `ExponentialMovingAverage`.
   */
  decay: number;
}

/** What it may be. */
export const AVERAGING = {
  decay: { type: "number", above: 0, below: 1, required: true, default: 0.999 },
} as const satisfies TableOf<AveragingOptions>;
