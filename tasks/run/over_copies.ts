/** `--copies N`: runs that answer with the mean over deformed copies of each image. @module */

import { isDeepStrictEqual } from "node:util";
import { MAX_COPIES, TestTimeAugmentation } from "../../lib/train/test_time_augmentation.ts";
import { ofClasses } from "../../lib/evaluate.ts";
import type { AugmentOptions } from "../../lib/options/augment.ts";
import { type Dataset, type Ensemble, evaluate, type Evaluation } from "../../mod.ts";
import { type Option, UsageError, wholeNumber } from "../cli/arguments.ts";
import { recordAnswers } from "../evaluate/answers.ts";
import type { OpenNetwork } from "./open_network.ts";
import type { ClassResult, RunNetwork } from "./run_folder.ts";

/** The option that asks for it. */
export const COPIES = {
  copies: {
    description:
      "Take the mean over each image and so many deformed copies of it, drawn as in training",
    value: "N",
  },
  strength: {
    description: "Deform the copies so many times as far as in training, above 0 to 1 (default 1)",
    value: "S",
  },
} as const satisfies { readonly [name: string]: Option };

/** What to average over. */
export interface Copies {
  /** How many deformed copies of an image, besides itself. */
  readonly copies: number;
  /** How far they are deformed: 1 is as in training, 0.5 half as far. */
  readonly strength: number;
}

/**
 * What `--copies` and `--strength` ask for; `undefined` if no copies are.
 *
 * @throws {UsageError} if one of them is no such number, or there is a strength of no copies
 */
export function readCopies(
  { copies, strength }: {
    readonly copies: string | undefined;
    readonly strength: string | undefined;
  },
): Copies | undefined {
  if (copies === undefined) {
    if (strength === undefined) return undefined;
    throw new UsageError("--strength says how far copies are deformed: it goes with --copies");
  }
  return {
    copies: wholeNumber("copies", copies, { min: 1, max: MAX_COPIES }),
    strength: strength === undefined ? 1 : readStrength(strength),
  };
}

function readStrength(text: string): number {
  const strength = Number(text);
  if (strength > 0 && strength <= 1) return strength;
  throw new UsageError(`--strength cannot be "${text}": it is a number above 0, up to 1`);
}

/** What is averaged, so that nobody takes it for a single pass. */
export function copiesText({ copies, strength }: Copies): string {
  const number = `${copies} deformed ${copies === 1 ? "copy" : "copies"}`;
  const far = strength === 1 ? "" : `, deformed ${strength} times as far as in training,`;
  return `the mean over ${number} of each image${far} and the image itself`;
}

/** Deformations of `strength` times the bounds; the elastic ones keep their smoothness σ, and what is mirrored stays so. */
export function weaker(augment: AugmentOptions, strength: number): AugmentOptions {
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
 * Makes copies for networks as their training made them, drawn by the first one's seed.
 *
 * @returns who answers over copies for all of the networks, or some of them
 * @throws {UsageError} if one did not learn from deformed images, or from images deformed otherwise than the first one's
 */
export function overCopies(
  opened: readonly OpenNetwork[],
  { copies, strength }: Copies,
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
  const augment = weaker(augments[0]!, strength);
  return (ensemble) => new TestTimeAugmentation(ensemble, { copies, augment, shape, seed });
}

/** How a run's training images were deformed. */
function augmentOf({ run, config, table }: OpenNetwork) {
  if (table !== undefined) {
    throw new UsageError(`--copies deforms images: ${run} learned from a table`);
  }
  if (config === undefined) {
    throw new UsageError(
      `Cannot deform copies of images for ${run}: it has no config, which says how its training images were deformed`,
    );
  }
  if (config.augment !== null) return config.augment;
  throw new UsageError(
    `Cannot deform copies of images for ${run}: its config has no "augment", so it never learned from deformed ` +
      `images; leave out --copies, or train with --set 'augment={"rotation":15}'`,
  );
}

/**
 * What the mean over deformed copies makes of a split, for a run's network alone.
 *
 * @throws {unknown} the signal's reason, if it is aborted before the end
 */
export async function resultOverCopies(
  data: Dataset,
  { network, config }: Pick<RunNetwork, "network" | "config">,
  { copies, strength }: Copies,
  signal?: AbortSignal,
): Promise<ClassResult> {
  const augment = weaker(config.augment!, strength);
  const { shape } = data;
  const networks = new TestTimeAugmentation(network, { copies, augment, shape, seed: config.seed });
  return classResult(evaluate(await recordAnswers(networks, data, signal), data));
}

/** Of an evaluation what a run's files say. */
export function classResult(evaluation: Evaluation): ClassResult {
  const { correct, size, accuracy, cost } = ofClasses(evaluation);
  return { correct, size, accuracy, cost };
}
