/**
 * What the metadata of a run's weights hold of its data, as text:
 * - `novelty`: what inputs look like, by which predictions detect inputs unlike the training data;
 * - `intervals`: how far off quantities are, for intervals around predictions. @module
 */

import type { Classifier, Dataset } from "../../mod.ts";
import { intervalsOf, NoveltyDetector } from "../../lib/evaluate/mod.ts";
import { inMemory } from "../datasets/in_memory.ts";

interface FittedSplits {
  readonly training: Dataset;
  readonly validation: Dataset;
}

/** The text of `novelty`; none where it would be too large. */
export function noveltyText({ training, validation }: FittedSplits): string | undefined {
  const detector = NoveltyDetector.fit(inMemory(training), validation);
  return detector && JSON.stringify(detector);
}

/** The text of `intervals`; none of classes, or where validation has too few examples. */
export function intervalsText(
  network: Classifier,
  { validation }: Pick<FittedSplits, "validation">,
): string | undefined {
  if (validation.problem.hasAccuracy || validation.size === 0) return undefined;
  const intervals = intervalsOf(network, validation);
  return intervals && JSON.stringify(intervals);
}
