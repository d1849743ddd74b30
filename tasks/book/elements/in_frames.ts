/** Long work in short pieces, so that the page stays quick. @module */

/** What a piece of work before the first drawing may take, in milliseconds of a frame. */
const SLICE_MS = 5;

/**
 * Does a work that pauses, a piece in every frame.
 * @param isWanted whether somebody still waits for it
 * @returns its result; undefined if nobody waits any more
 */
export async function inFrames<Result>(
  work: Generator<void, Result>,
  isWanted: () => boolean,
): Promise<Result | undefined> {
  while (isWanted()) {
    const end = performance.now() + SLICE_MS;
    do {
      const { done, value } = work.next();
      if (done) return value;
    } while (performance.now() < end);
    await new Promise(requestAnimationFrame);
  }
  return undefined;
}
