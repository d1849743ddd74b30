/** The options of test-time augmentation, `--copies N` and `--strength S`. @module */

import { MAX_COPIES } from "../../lib/options/augment.ts";
import { type Option, UsageError, wholeNumber } from "../cli/arguments.ts";

export const TEST_TIME_OPTIONS = {
  copies: {
    description: "Test-time augmentation: average over each image and N deformations of it",
    value: "N",
  },
  strength: {
    description:
      "The strength of these deformations, above 0 and up to 1, which is that of training (default 1)",
    value: "S",
  },
} as const satisfies { readonly [name: string]: Option };

export interface TestTimeSettings {
  readonly copies: number;
  /** How far they are deformed: 1 is as in training, 0.5 half as far. */
  readonly strength: number;
}

/**
 * The values of `--copies` and `--strength`; `undefined` if both are left out.
 * @throws {UsageError} if one of them is out of range, or `--strength` stands without `--copies`
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

/** The augmentation in words, so that its result is not taken for that of a single pass. */
export function testTimeText({ copies, strength }: TestTimeSettings): string {
  const number = `${copies} deformed ${copies === 1 ? "copy" : "copies"}`;
  const far = strength === 1 ? "" : ` by ${strength} times as much as in training`;
  return `the mean over each image and ${number} of it${far} (test-time augmentation)`;
}
