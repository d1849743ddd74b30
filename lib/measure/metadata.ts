/**
 * The metadata of a file of weights that answers and evaluations need: what the training data were like, and the errors of
 * quantities. @module
 */

import type { Network } from "../network.ts";
import { parseIntervals, type PredictionIntervals } from "./intervals.ts";
import { NoveltyDetector } from "./novelty.ts";

/** What a network's file holds for evaluations. */
export interface EvaluationMetadata {
  /** A {@linkcode NoveltyDetector} in JSON; absent where there is none. */
  readonly novelty?: string;
  /** {@linkcode PredictionIntervals} in JSON; absent where there are none. */
  readonly intervals?: string;
}

/**
 * Reads the metadata of a file of weights; files of PyTorch have none.
 * @throws {SyntaxError} if the metadata is damaged, or of another network
 */
export function parseMetadata(
  metadata: EvaluationMetadata,
  { sizes }: Pick<Network, "sizes">,
): {
  detector: NoveltyDetector | undefined;
  intervals: PredictionIntervals | undefined;
} {
  const { novelty, intervals: text } = metadata;
  const detector = novelty === undefined ? undefined : NoveltyDetector.parse(novelty);
  const intervals = text === undefined ? undefined : parseIntervals(text);
  const [inputs, outputs] = [sizes[0]!, sizes.at(-1)!];
  if (detector !== undefined && detector.features !== inputs) {
    throw new SyntaxError(
      `Cannot read a network: its novelty is for ${detector.features} features, the network has ${inputs} inputs`,
    );
  }
  if (intervals !== undefined && intervals.halfWidths.length !== outputs) {
    throw new SyntaxError(
      `Cannot read a network: its intervals are for ${intervals.halfWidths.length} quantities, the network has ${outputs} outputs`,
    );
  }
  return { detector, intervals };
}
