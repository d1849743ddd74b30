/**
 * Patience: when the accuracy on validation data no longer improves. Early stopping and the schedule that halves the
 * learning rate are both a function of the accuracies so far, and so have no state of their own to save. @module
 */

import type { PatienceOptions } from "../options.ts";
import type { Schedule } from "./schedules.ts";

/**
 * How often patience ran out: a count of epochs without an improvement starts at zero with every improvement and every
 * time that it reaches `patience` (Nielsen, chapter 3, “no-improvement-in-n”).
 * @param history the accuracy on validation data of each epoch so far, as fractions
 */
export function timesOutOfPatience(
  history: readonly number[],
  { patience, minimumDelta = 0 }: PatienceOptions,
): number {
  let best = -Infinity;
  let waited = 0;
  let times = 0;
  for (const accuracy of history) {
    if (accuracy > best + minimumDelta) {
      best = accuracy;
      waited = 0;
    } else if (++waited === patience) {
      waited = 0;
      times++;
    }
  }
  return times;
}

/** Whether training ends after epochs of these accuracies on validation data, before all are done. */
export function endsEarly(
  history: readonly number[],
  { schedule, earlyStopping }: {
    schedule: Schedule;
    earlyStopping?: PatienceOptions | null | undefined;
  },
): boolean {
  return schedule.ends?.(history) === true ||
    !!earlyStopping && timesOutOfPatience(history, earlyStopping) > 0;
}
