/** The published result that a config reproduces. @module */

import type { OptionTable, TableOf } from "../checks/option.ts";

/** A published result that a config reproduces: a value and where it stands. */
export interface Reproduction {
  /** The published accuracy, a fraction; left out where the publication has the error, or none is published. */
  accuracy?: number | undefined;
  /** The published error, a fraction. */
  error?: number | undefined;
  /** The split that the value is of. */
  split: "validation" | "test";
  /** The epoch that the value is of: the last, or the best on that split. */
  epoch: "last" | "best";
  /** How far below the published accuracy, a fraction, still counts as reproduced. */
  tolerance: number;
  /** Over how many seeds to train, from the config's seed on. */
  seeds: number;
  /** Whether the networks of all seeds answer together, by the mean of their outputs. */
  committee: boolean;
  /** The `normalizeWidth` of the seeds in turn, over and over; the config's if left out. */
  widths?: (number | null)[] | undefined;
  /** What chose a config without a published value: a validation run. */
  chosen?: ChosenBy | undefined;
  /** The test-time augmentation of a row of its own. */
  copies?: OverCopies | undefined;
  /** Where the value, or the method, is published. */
  source: string;
  /** What is different from there. */
  deviations: string;
}

/** Test-time augmentation: copies of each image, over which outputs are averaged, and what chose them. */
export interface OverCopies {
  /** How many, besides the image itself. */
  copies: number;
  /** How far they are deformed: 1 is as in training, 0.5 half as far. */
  strength: number;
  /** The validation error of the chosen run's network over them, a fraction; left out until it is known. */
  error?: number | undefined;
}

/** The validation run that chose a config. */
export interface ChosenBy {
  /** Its name, 16 hexadecimal digits: a hash of its config and data. */
  trial: string;
  /** Its validation error, a fraction; left out until it is trained. */
  error?: number | undefined;
}

const FRACTION = { type: "number", min: 0, max: 1 } as const;

/** Narrower ones close the loops of digits; wider ones than the 20 pixels of MNIST's box leave the deformations no room. */
export const WIDTH = { type: "whole", min: 8, max: 20, orNull: true } as const;

const CHOSEN: OptionTable = {
  trial: { type: "text", form: "^[\\da-f]{16}$", required: true },
  error: FRACTION,
};

const COPIES: OptionTable = {
  copies: { type: "whole", min: 1, max: 1000, required: true },
  strength: { type: "number", above: 0, max: 1, default: 1 },
  error: FRACTION,
};

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
} as const satisfies TableOf<Reproduction>;

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
      "where nothing is published the value is that of test, after the last epoch: expected neither split nor epoch",
    );
  }
  // Where a validation run has chosen the config, test is evaluated once, after the last epoch.
  const isAtTheEnd = chosen !== undefined && split === "test" && epoch === "last";
  if (isPublished && !evaluate.includes(split) && !isAtTheEnd) {
    problems.push(`its value is of ${split}, which "evaluate" leaves out`);
  }
  return problems;
}
