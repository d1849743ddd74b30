/** What a file of weights says of the data that it was trained on: what is unlike it, and how far off quantities were. @module */

import type { Network } from "../network.ts";
import { parseIntervals, type PredictionIntervals } from "./intervals.ts";
import { NoveltyDetector } from "./novelty.ts";

/** The metadata, as text. */
export interface EvaluationMetadata {
  /** A {@linkcode NoveltyDetector} in JSON; absent where there is none. */
  readonly novelty?: string;
  /** {@linkcode PredictionIntervals} in JSON; absent where there are none. */
  readonly intervals?: string;
}

/**
 * Reads the metadata of a file of weights; one of an older version, or of PyTorch, has none.
 *
 * @param sizes of the network's layers
 * @throws {SyntaxError} if it is damaged, or not of this network
 */
export function parseMetadata(
  metadata: EvaluationMetadata,
  { sizes }: Pick<Network, "sizes">,
): { detector: NoveltyDetector | undefined; intervals: PredictionIntervals | undefined } {
  const { novelty, intervals: text } = metadata;
  const detector = novelty === undefined ? undefined : NoveltyDetector.parse(novelty);
  const intervals = text === undefined ? undefined : parseIntervals(text);
  const [inputs, outputs] = [sizes[0]!, sizes.at(-1)!];
  if (detector !== undefined && detector.features !== inputs) {
    throw new SyntaxError(
      `Cannot read a network: its novelty is of ${detector.features} features, the network of ${inputs} inputs`,
    );
  }
  if (intervals !== undefined && intervals.halfWidths.length !== outputs) {
    throw new SyntaxError(
      `Cannot read a network: it has intervals of ${intervals.halfWidths.length} quantities, the network ${outputs} outputs`,
    );
  }
  return { detector, intervals };
}
