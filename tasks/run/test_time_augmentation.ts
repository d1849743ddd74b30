/** Test-time augmentation, `--copies N`: an answer is the mean over an image and deformed copies of it. @module */

import { isDeepStrictEqual } from "node:util";
import type { Dataset } from "../../lib/dataset.ts";
import type { Ensemble } from "../../lib/ensemble.ts";
import { RecordedAnswers } from "../../lib/ensemble/recorded.ts";
import { evaluate, type Evaluation, ofClasses } from "../../lib/evaluate.ts";
import { matchClasses } from "../../lib/evaluate/match_classes.ts";
import { outputsFor } from "../../lib/evaluate/predictions.ts";
import type { AugmentOptions } from "../../lib/options/augment.ts";
import { yieldToEventLoop } from "../../lib/train/event_loop.ts";
import { TestTimeAugmentation } from "../../lib/train/test_time_augmentation.ts";
import { UsageError } from "../cli/arguments.ts";
import { Progress } from "../cli/progress.ts";
import type { OpenNetwork } from "./open_network.ts";
import type { RunNetwork } from "./read_network.ts";
import type { ClassResult } from "./run_folder.ts";
import type { TestTimeSettings } from "./test_time_options.ts";

/** Deformations of `strength` times the bounds; elastic ones keep their smoothness σ, and flips stay. */
function weakened(augment: AugmentOptions, strength: number): AugmentOptions {
  const { shift = 0, rotation = 0, scale = 0, shear = 0, elastic = null, flip = false } = augment;
  return {
    shift: strength * shift,
    rotation: strength * rotation,
    scale: strength * scale,
    shear: strength * shear,
    elastic: elastic && { ...elastic, alpha: strength * elastic.alpha },
    flip,
  };
}

/**
 * Test-time augmentation with the deformations of the networks' training, drawn by the seed of the first.
 * @returns wraps all of the networks, or some of them
 * @throws {UsageError} if a network did not learn from deformed images, or not from the same deformations as the first
 */
export function withTestTimeAugmentation(
  opened: readonly OpenNetwork[],
  { copies, strength }: TestTimeSettings,
  shape: readonly number[] | undefined,
): (ensemble: Ensemble) => TestTimeAugmentation {
  const [first] = opened as [OpenNetwork];
  const augments = opened.map(augmentOf);
  const other = augments.findIndex((augment) => !isDeepStrictEqual(augment, augments[0]));
  if (other !== -1) {
    throw new UsageError(
      `Cannot use --copies for ${first.run} and ${opened[other]!.run} together: ` +
        'their configs differ in "augment"',
    );
  }
  const { seed } = first.config!;
  const augment = weakened(augments[0]!, strength);
  return (ensemble) => new TestTimeAugmentation(ensemble, { copies, augment, shape, seed });
}

function augmentOf({ run, config, table }: OpenNetwork) {
  if (table !== undefined) {
    throw new UsageError(`--copies is for images: ${run} learned from a table`);
  }
  if (config === undefined) {
    throw new UsageError(
      `Cannot use --copies for ${run}: it has no config, whose "augment" holds the deformations`,
    );
  }
  if (config.augment !== null) return config.augment;
  throw new UsageError(
    `Cannot use --copies for ${run}: its config has no "augment", so it never learned from deformed images; ` +
      `leave out --copies, or train with --set 'augment={"rotation":15}'`,
  );
}

/** About so many images and copies go through the networks between two checks for Ctrl-C. */
const STEP_IMAGES = 1000;

/** Records the augmented answers to a split, and shows the progress. */
export async function recordAnswers(
  networks: TestTimeAugmentation,
  given: Dataset,
  signal?: AbortSignal,
): Promise<RecordedAnswers> {
  const data = matchClasses(given, networks);
  const images = Math.ceil(STEP_IMAGES / (1 + networks.copies));
  const outputs = new Float32Array(data.size * data.outputs);
  const progress = new Progress();
  progress.start({ label: "Test-time augmentation", unit: "images", total: data.size });
  try {
    for (let start = 0; start < data.size; start += images) {
      const part = data.subset(start, Math.min(start + images, data.size));
      outputs.set(outputsFor(networks, part), start * data.outputs);
      progress.update(start + part.size);
      await yieldToEventLoop(signal);
    }
  } finally {
    progress.clear();
  }
  return new RecordedAnswers(outputs, data.outputs, networks);
}

/** The result of one run's network on a split, with test-time augmentation. */
export async function testTimeResult(
  data: Dataset,
  { network, config }: Pick<RunNetwork, "network" | "config">,
  { copies, strength }: TestTimeSettings,
  signal?: AbortSignal,
): Promise<ClassResult> {
  const augment = weakened(config.augment!, strength);
  const { shape } = data;
  const networks = new TestTimeAugmentation(network, { copies, augment, shape, seed: config.seed });
  return classResult(evaluate(await recordAnswers(networks, data, signal), data));
}

/** The part of an evaluation that a run's files hold. */
export function classResult(evaluation: Evaluation): ClassResult {
  const { correct, size, accuracy, cost } = ofClasses(evaluation);
  return { correct, size, accuracy, cost };
}
