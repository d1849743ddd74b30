/** `--copies N`: test-time augmentation of the networks of runs. @module */

import { isDeepStrictEqual } from "node:util";
import { MAX_COPIES, TestTimeAugmentation } from "../../lib/train/test_time_augmentation.ts";
import { ofClasses } from "../../lib/evaluate.ts";
import type { AugmentOptions } from "../../lib/options/augment.ts";
import { type Dataset, type Ensemble, evaluate, type Evaluation } from "../../mod.ts";
import { type Option, UsageError, wholeNumber } from "../cli/arguments.ts";
import { recordAnswers } from "../evaluate/answers.ts";
import type { OpenNetwork } from "./open_network.ts";
import type { ClassResult, RunNetwork } from "./run_folder.ts";

export const TEST_TIME_OPTIONS = {
  copies: {
    description:
      "Test-time augmentation: the mean over each image and so many copies, deformed as in training",
    value: "N",
  },
  strength: {
    description: "Deform the copies so many times as far as in training, above 0 to 1 (default 1)",
    value: "S",
  },
} as const satisfies { readonly [name: string]: Option };

/** The copies to average over. */
export interface TestTimeSettings {
  /** How many deformed copies of an image. */
  readonly copies: number;
  /** How far they are deformed: 1 is as in training, 0.5 half as far. */
  readonly strength: number;
}

/**
 * Reads `--copies` and `--strength`; `undefined` without copies.
 *
 * @throws {UsageError} if one of them is no such number, or there is a strength without copies
 */
export function readTestTimeSettings(
  { copies, strength }: {
    readonly copies: string | undefined;
    readonly strength: string | undefined;
  },
): TestTimeSettings | undefined {
  if (copies === undefined) {
    if (strength === undefined) return undefined;
    throw new UsageError("--strength sets how far copies are deformed: it goes with --copies");
  }
  return {
    copies: wholeNumber("copies", copies, { min: 1, max: MAX_COPIES }),
    strength: strength === undefined ? 1 : readStrength(strength),
  };
}

function readStrength(text: string): number {
  const strength = Number(text);
  if (strength > 0 && strength <= 1) return strength;
  throw new UsageError(`--strength: expected a number above 0, up to 1, got "${text}"`);
}

/** What is averaged, in words: results of it are no results of a single pass. */
export function testTimeText({ copies, strength }: TestTimeSettings): string {
  const number = `${copies} deformed ${copies === 1 ? "copy" : "copies"}`;
  const far = strength === 1 ? "" : ` by ${strength} times as much as in training`;
  return `the mean over each image and ${number} of it${far} (test-time augmentation)`;
}

/** Deformations of `strength` times the bounds; the elastic ones keep their smoothness σ, and mirroring stays. */
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
 * Prepares test-time augmentation for networks: deformations as in their training, drawn by the first one's seed.
 *
 * @returns a function that augments an ensemble of the networks, or of some of them
 * @throws {UsageError} if one did not learn from deformed images, or its deformations differ from the first one's
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
      `Cannot deform copies of images for ${first.run} and ${opened[other]!.run} together: ` +
        'their configs differ in "augment"',
    );
  }
  const { seed } = first.config!;
  const augment = weakened(augments[0]!, strength);
  return (ensemble) => new TestTimeAugmentation(ensemble, { copies, augment, shape, seed });
}

function augmentOf({ run, config, table }: OpenNetwork) {
  if (table !== undefined) {
    throw new UsageError(`--copies deforms images: ${run} learned from a table`);
  }
  if (config === undefined) {
    throw new UsageError(
      `Cannot deform copies of images for ${run}: it has no config with the deformations of its training images`,
    );
  }
  if (config.augment !== null) return config.augment;
  throw new UsageError(
    `Cannot deform copies of images for ${run}: its config has no "augment", so it never learned from deformed ` +
      `images; leave out --copies, or train with --set 'augment={"rotation":15}'`,
  );
}

/**
 * The result on a split with test-time augmentation, for a run's network alone.
 *
 * @throws {unknown} the signal's reason, if it is aborted before the end
 */
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

export function classResult(evaluation: Evaluation): ClassResult {
  const { correct, size, accuracy, cost } = ofClasses(evaluation);
  return { correct, size, accuracy, cost };
}
