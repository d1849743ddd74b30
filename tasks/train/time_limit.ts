/** A limit to the time that training takes. @module */

import { UsageError } from "../cli/arguments.ts";

/** The most minutes that a timer, which counts milliseconds, can take. */
const MAX_MINUTES = 30_000;

/**
 * Reads an option that is a number of minutes.
 * @throws {UsageError} if it is not one
 */
export function minutesOf(option: string, text: string): number {
  const minutes = /^\d*\.?\d+$/.test(text) ? Number(text) : NaN;
  if (minutes > 0 && minutes <= MAX_MINUTES) return minutes;
  throw new UsageError(
    `Cannot read --${option} "${text}": expected a number of minutes above 0, at most ${MAX_MINUTES}`,
  );
}

/** A clock that starts when it is made, and aborts its signal when the time is over. */
export class TimeLimit implements Disposable {
  /** Aborted when the time is over; never, if there is no limit. */
  readonly signal: AbortSignal;
  readonly #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(minutes: number | undefined) {
    const controller = new AbortController();
    this.signal = controller.signal;
    if (minutes === undefined) return;
    const reason = new Error(`Cannot train on: ${minutes} minutes are over`);
    this.#timer = setTimeout(() => controller.abort(reason), 60_000 * minutes);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
