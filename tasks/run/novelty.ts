/**
 * What a run's weights say of the data besides what the network learned: what it looked like, so that predictions can tell
 * what does not, and how far off quantities were, for intervals around them. It is in the metadata of the file.
 *
 * @module
 */

import { type Dataset, intervalsOf, type Network, NoveltyDetector } from "../../mod.ts";
import { inMemory } from "../datasets/in_memory.ts";

/** The data that they are made of. */
export interface SeenData {
  /** The examples that trained. */
  readonly training: Dataset;
  /** Examples that did not. */
  readonly validation: Dataset;
}

/** Makes the text that tells what does not look like the data; none where it would be too large. */
export function noveltyText({ training, validation }: SeenData): string | undefined {
  const detector = NoveltyDetector.fit(inMemory(training), validation);
  return detector && JSON.stringify(detector);
}

/** Makes the text of the intervals; none of classes, or where validation has too few examples. */
export function intervalsText(network: Network, { validation }: SeenData): string | undefined {
  if (validation.problem.hasAccuracy || validation.size === 0) return undefined;
  const intervals = intervalsOf(network, validation);
  return intervals && JSON.stringify(intervals);
}
