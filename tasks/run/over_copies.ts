/** `--copies N`: runs that answer with the mean over deformed copies of each image. @module */

import { isDeepStrictEqual } from "node:util";
import { DeformedCopies, MAX_COPIES } from "../../lib/train/deformed_copies.ts";
import type { Committee } from "../../mod.ts";
import { type Option, UsageError, wholeNumber } from "../cli/arguments.ts";
import type { OpenNetwork } from "./open_network.ts";

/** The option that asks for it. */
export const COPIES = {
  copies: {
    description:
      "Take the mean over each image and so many deformed copies of it, drawn as in training",
    value: "N",
  },
} as const satisfies { readonly [name: string]: Option };

/**
 * How many copies are asked for; `undefined` if none are.
 *
 * @throws {UsageError} if it is no such number
 */
export function readCopies(text: string | undefined): number | undefined {
  return text === undefined ? undefined : wholeNumber("copies", text, { min: 1, max: MAX_COPIES });
}

/** What is averaged, so that nobody takes it for a single pass. */
export function copiesText(copies: number): string {
  return `the mean over ${copies} deformed ${
    copies === 1 ? "copy" : "copies"
  } of each image and the image itself`;
}

/**
 * Makes copies for networks as their training made them, drawn by the first one's seed.
 *
 * @returns who answers over copies for all of the networks, or some of them
 * @throws {UsageError} if one did not learn from deformed images, or from images deformed otherwise than the first one's
 */
export function overCopies(
  opened: readonly OpenNetwork[],
  copies: number,
  shape: readonly number[] | undefined,
): (committee: Committee) => DeformedCopies {
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
  const augment = augments[0]!;
  return (committee) => new DeformedCopies(committee, { copies, augment, shape, seed });
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
