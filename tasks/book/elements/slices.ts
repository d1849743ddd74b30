/** Long work in short pieces, so that the page stays quick. @module */

import { type Dataset, evaluate, type Network } from "../../../mod.ts";

/** What a piece of work before the first drawing may take, in milliseconds of a frame. */
const SLICE_MS = 5;

/** The examples that are evaluated at once. */
const SLICE = 100;

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

/** The mean cost of a data set and the fraction that is right, with a pause after every hundred examples. */
export function* evaluateInSlices(
  network: Network,
  data: Dataset,
): Generator<void, { cost: number; accuracy: number }> {
  let [cost, correct] = [0, 0];
  for (let start = 0; start < data.size; start += SLICE) {
    const part = evaluate(network, data.subset(start, Math.min(start + SLICE, data.size)));
    cost += part.cost * part.size;
    correct += part.correct!;
    yield;
  }
  return { cost: cost / data.size, accuracy: correct / data.size };
}
