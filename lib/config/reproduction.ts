/** The published result that a config reproduces. @module */

import type { ObjectOf, OptionTable } from "../checks/options.ts";

const FRACTION = { type: "number", min: 0, max: 1 } as const;

/** Narrower ones close the loops of digits; wider ones than the 20 pixels of MNIST's box leave the deformations no room. */
export const WIDTH = { type: "whole", min: 8, max: 20, orNull: true } as const;

/** What each key of what chose a config may be. */
export const CHOSEN = {
  trial: { type: "text", form: "^[\\da-f]{16}$", required: true },
  error: FRACTION,
} as const satisfies OptionTable;

/** What each key of test-time augmentation may be. */
export const COPIES = {
  copies: { type: "whole", min: 1, max: 1000, required: true },
  strength: { type: "number", above: 0, max: 1, default: 1 },
  error: FRACTION,
} as const satisfies OptionTable;

/** What each key may be. */
export const REPRODUCTION = {
  accuracy: FRACTION,
  error: FRACTION,
  split: { type: "choice", of: ["validation", "test"], default: "test" },
  epoch: { type: "choice", of: ["last", "best"], default: "last" },
  tolerance: { ...FRACTION, default: 0.003 },
  seeds: { type: "whole", min: 1, max: 1000, default: 1 },
  committee: { type: "flag", default: false },
  widths: { type: "list", of: WIDTH, min: 1, max: 1000 },
  chosen: { type: "object", of: CHOSEN },
  copies: { type: "object", of: COPIES },
  source: { type: "text", min: 1, required: true },
  deviations: { type: "text", default: "" },
} as const satisfies OptionTable;

/** A published result that a config reproduces: a value and where it stands. */
export type Reproduction = ObjectOf<typeof REPRODUCTION>;

/** Test-time augmentation: copies of each image, over which outputs are averaged, and what chose them. */
export type ChosenAugmentation = ObjectOf<typeof COPIES>;

/** The validation run that chose a config. */
export type ChosenBy = ObjectOf<typeof CHOSEN>;

/** What is wrong with what a config reproduces. */
export function reproductionProblems(
  { augment, evaluate }: { augment: unknown; evaluate: readonly string[] },
  reproduces: Reproduction | undefined,
): string[] {
  if (reproduces === undefined) return [];
  const { accuracy, error, split, epoch, copies, chosen, committee } = reproduces;
  const problems: string[] = [];
  const isPublished = accuracy !== undefined || error !== undefined;
  if (accuracy !== undefined && error !== undefined) {
    problems.push("expected an accuracy or an error, got both");
  }
  if (copies !== undefined) {
    const reason = isPublished
      ? "a value is published"
      : augment === null
      ? '"augment" is null and deforms nothing'
      : committee
      ? "an ensemble answers"
      : undefined;
    if (reason !== undefined) problems.push(`expected no copies where ${reason}`);
  }
  if (!isPublished && !(split === "test" && epoch === "last")) {
    problems.push(
      "where nothing is published, the value is for test, after the last epoch: expected neither split nor epoch",
    );
  }
  // Where a validation run has chosen the config, test is evaluated once, after the last epoch.
  const isAtTheEnd = chosen !== undefined && split === "test" && epoch === "last";
  if (isPublished && !evaluate.includes(split) && !isAtTheEnd) {
    problems.push(`its value is of ${split}, which "evaluate" leaves out`);
  }
  return problems;
}
