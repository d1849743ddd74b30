/**
 * Patience: when the accuracy on validation data no longer improves. Early stopping and the schedule that halves the
 * learning rate are both a function of the accuracies so far, and so have no state of their own to save.
 *
 * @module
 */

import { checkOptions, type OptionNames } from "../checks/options.ts";

/** How long to wait for an improvement. */
export interface PatienceOptions {
  /** How many epochs in a row may pass without an improvement; a whole number from 1 up. */
  patience: number;
  /** By how much the accuracy has to exceed the best so far to count, from 0 to below 1. Default: 0. */
  minimumDelta?: number;
}

const PATIENCE_OPTIONS: OptionNames<PatienceOptions> = { patience: true, minimumDelta: true };

/**
 * How often patience ran out: a count of epochs without an improvement starts at zero with every improvement and every
 * time that it reaches `patience` (Nielsen, chapter 3, “no-improvement-in-n”).
 *
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

/**
 * @throws {RangeError} if an option is out of range
 * @throws {TypeError} if an option does not exist
 */
export function checkPatience(
  options: PatienceOptions,
  names: { readonly [name: string]: true } = PATIENCE_OPTIONS,
): void {
  checkOptions("stop early", options, names);
  const { patience, minimumDelta = 0 } = options;
  if (!(Number.isSafeInteger(patience) && patience >= 1)) {
    throw new RangeError(
      `Cannot use a patience of ${patience}: a whole number of epochs from 1 up is wanted`,
    );
  }
  if (!(minimumDelta >= 0 && minimumDelta < 1)) {
    throw new RangeError(`Cannot use a minimumDelta of ${minimumDelta}: 0 to below 1 is wanted`);
  }
}
