/** The clock and the event loop, of which a server needs both: nothing else in `lib/` touches them. @module */

/** Milliseconds on a clock that does not go back. */
export function now(): number {
  return performance.now();
}

/** Waits until all that is ready to run has run. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/**
 * A promise's value, unless it takes too long.
 * @param milliseconds how long it may take
 * @param late what is thrown then
 */
export async function within<T>(
  milliseconds: number,
  promise: Promise<T>,
  late: () => Error,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout>;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), milliseconds);
  });
  try {
    return await Promise.race([promise, tooLate]);
  } finally {
    clearTimeout(timer!);
  }
}
