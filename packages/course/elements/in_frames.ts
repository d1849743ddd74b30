/** Long work in short pieces, so that the page stays quick. @module */

/** What a piece of work before the first drawing may take, in milliseconds of a frame. */
const SLICE_MS = 5;

/**
 * Does a work that pauses, a piece in every frame.
 * @param isAwaited whether its result is still awaited
 * @returns its result; undefined if it is no longer awaited
 */
export async function inFrames<Result>(
  work: Generator<void, Result>,
  isAwaited: () => boolean,
): Promise<Result | undefined> {
  while (isAwaited()) {
    const end = performance.now() + SLICE_MS;
    do {
      const { done, value } = work.next();
      if (done) return value;
    } while (performance.now() < end);
    await new Promise(requestAnimationFrame);
  }
  return undefined;
}
