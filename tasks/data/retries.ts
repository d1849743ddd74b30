/** Attempts that are repeated after failures that may pass. @module */

import { delay } from "@std/async/delay";
import { retry, RetryError } from "@std/async/retry";
import { duration } from "../cli/format.ts";
import { TransientError } from "./origin.ts";

export interface RetryingOptions {
  readonly signal: AbortSignal;
  /** The wait before the first repetition, in milliseconds, doubled each time. */
  readonly backoff: number;
  /** Called before an attempt is repeated, with its error and the wait that the server asks for, in words or empty. */
  readonly onRepeat: (error: unknown, when: string) => void;
}

/** The most attempts. */
const MAX_ATTEMPTS = 4;

/** Calls `attempt`, again after failures that may pass; throws the error of the last. */
export async function retrying<T>(
  attempt: () => Promise<T>,
  { signal, backoff, onRepeat }: RetryingOptions,
): Promise<T> {
  let attempts = 0;
  let wait = 0;
  try {
    return await retry(async () => {
      await delay(wait, { signal });
      return await attempt();
    }, {
      maxAttempts: MAX_ATTEMPTS,
      minTimeout: backoff,
      isRetriable(error): boolean {
        const isTransient = error instanceof TransientError;
        // A TypeError is the decompressor's: the connection may have damaged the file.
        if (signal.aborted || !(isTransient || error instanceof TypeError)) return false;
        wait = isTransient ? error.wait : 0;
        if (++attempts < MAX_ATTEMPTS) {
          onRepeat(error, wait === 0 ? "" : ` in ${duration(Math.ceil(wait / 1000))}`);
        }
        return true;
      },
      signal,
    });
  } catch (error) {
    throw error instanceof RetryError ? error.cause : error;
  }
}
