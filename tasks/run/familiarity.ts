/**
 * What a run's weights say of the data besides what the network learned: what it looked like, so that predictions can tell
 * what does not, and how far off quantities were, for intervals around them. It is in the metadata of the file.
 *
 * @module
 */

import {
  type Dataset,
  intervalsOf,
  type Network,
  NoveltyDetector,
  parseIntervals,
  type PredictionIntervals,
} from "../../mod.ts";
import { inMemory } from "../datasets/in_memory.ts";

/** The metadata, as text. */
export interface FamiliarityMetadata {
  /** A {@linkcode NoveltyDetector} in JSON; absent where there is none. */
  readonly novelty?: string;
  /** {@linkcode PredictionIntervals} in JSON; absent where there are none. */
  readonly intervals?: string;
}

/** The data that they are made of. */
export interface FamiliarData {
  /** The examples that trained. */
  readonly training: Dataset;
  /** Examples that did not. */
  readonly validation: Dataset;
}

/** Makes the text that tells what does not look like the data; none where it would be too large. */
export function noveltyText({ training, validation }: FamiliarData): string | undefined {
  const detector = NoveltyDetector.fit(inMemory(training), validation);
  return detector && JSON.stringify(detector);
}

/** Makes the text of the intervals; none of classes, or where validation has too few examples. */
export function intervalsText(network: Network, { validation }: FamiliarData): string | undefined {
  if (validation.classification || validation.size === 0) return undefined;
  const intervals = intervalsOf(network, validation);
  return intervals && JSON.stringify(intervals);
}

/**
 * Reads the metadata of a file of weights; one of an older version, or of PyTorch, has none.
 *
 * @param sizes of the network's layers
 * @throws {SyntaxError} if it is damaged, or not of this network
 */
export function familiarityIn(
  metadata: FamiliarityMetadata,
  { sizes }: Pick<Network, "sizes">,
): { detector: NoveltyDetector | undefined; intervals: PredictionIntervals | undefined } {
  const { novelty, intervals: text } = metadata;
  const detector = novelty === undefined ? undefined : NoveltyDetector.parse(novelty);
  const intervals = text === undefined ? undefined : parseIntervals(text);
  const [inputs, outputs] = [sizes[0]!, sizes.at(-1)!];
  if (detector !== undefined && detector.features !== inputs) {
    throw new SyntaxError(
      `its novelty is of ${detector.features} features, the network of ${inputs} inputs`,
    );
  }
  if (intervals !== undefined && intervals.halfWidths.length !== outputs) {
    throw new SyntaxError(
      `it has intervals of ${intervals.halfWidths.length} quantities, the network ${outputs} outputs`,
    );
  }
  return { detector, intervals };
}
