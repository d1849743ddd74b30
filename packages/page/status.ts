/** How far a training run is, in words. @module */

import { duration } from "../../tasks/cli/format.ts";

/** Below this share of a run its speed is no measure of the time that is left. */
const MIN_SHARE = 0.02;

/**
 * How much of a run is done, and how long the rest takes: `12 %, about 40 s left`.
 * @param share of the run, from 0 to 1
 * @param seconds since it began
 */
export function progressText(share: number, seconds: number): string {
  const done = `${Math.floor(100 * share)} %`;
  if (share < MIN_SHARE || share >= 1) return done;
  const left = duration(Math.ceil(seconds / share * (1 - share)));
  return `${done}, about ${left} left`;
}
