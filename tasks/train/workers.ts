/** How many workers share the loops of a training. @module */

import type { Config } from "../../lib/config.ts";
import { wholeNumber } from "../cli/arguments.ts";

/** From so many multiplications in a batch on, workers are faster than one. */
const SHARED_BATCH = 4_000_000;

/**
 * Reads `--workers`: a number, or `auto` for as many as a config is worth, all cores or one.
 *
 * @throws {UsageError} if it is neither
 */
export function workersOf(text: string, { sizes, batchSize }: Config): number {
  if (text !== "auto") return wholeNumber("workers", text, { min: 1, max: 256 });
  const weights = sizes.slice(1).reduce((sum, size, l) => sum + size * sizes[l]!, 0);
  return weights * batchSize >= SHARED_BATCH ? navigator.hardwareConcurrency : 1;
}
