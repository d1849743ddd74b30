/**
 * What the rows of the table reproduce. A file names it by config: `published.json` has ours. Training never reads it.
 * @module
 */

import { z } from "zod";
import type { Config } from "../../../lib/config/mod.ts";
import { MAX_COPIES } from "../../../lib/train/mod.ts";
import { UsageError } from "../../../tasks/cli/arguments.ts";
import { readJson } from "../../../tasks/run/config.ts";

/** The file of our rows. */
export const PUBLISHED = "packages/lab/reproduce/published.json";

const FRACTION = z.number().min(0).max(1);

/** The validation run that chose a config. */
const CHOSEN = z.strictObject({
  /** Its name, by which sweeps name a run as well: a hash of its config and data. */
  trial: z.string().regex(/^[\da-f]{16}$/),
  /** Its validation error; left out until it is trained. */
  error: FRACTION.optional(),
});

/** Another row, for the same network with test-time augmentation, which the validation run chose too. */
const COPIES = z.strictObject({
  /** The number of deformed copies of each image. */
  copies: z.int().min(1).max(MAX_COPIES),
  /** The strength of the deformations: 1 is as in training, 0.5 half as far. */
  strength: z.number().gt(0).max(1).default(1),
  /** The validation error of that run's network over them; left out until it is known. */
  error: FRACTION.optional(),
});

const REPRODUCTION = z.strictObject({
  /** The published accuracy. */
  accuracy: FRACTION.optional(),
  /** The published error, in place of an accuracy. */
  error: FRACTION.optional(),
  /** The split of the published value. */
  split: z.enum(["validation", "test"]).default("test"),
  /** The epoch of the published value: the last, or the best on that split. */
  epoch: z.enum(["last", "best"]).default("last"),
  /** The largest difference below the published accuracy that counts as reproduced. */
  tolerance: FRACTION.default(0.003),
  /** The number of seeds to train, from the config's seed on. */
  seeds: z.int().min(1).max(1000).default(1),
  /** Whether the networks of all seeds are averaged. */
  ensemble: z.boolean().default(false),
  /** The `normalizeWidth` of the seeds in turn, over and over; the config's if left out. */
  widths: z.array(z.int().nullable()).min(1).optional(),
  /** For a config without a published value, or one that trains on validation's images too. */
  chosen: CHOSEN.optional(),
  /** For a config without a published value. */
  copies: COPIES.optional(),
  /** The publication of the value or the method. */
  source: z.string().min(1),
  /** The differences from the publication. */
  deviations: z.string().default(""),
});

/** What a config reproduces: a published value and where it stands, or what chose a config of ours. */
export type Reproduction = z.infer<typeof REPRODUCTION>;

export type ChosenBy = z.infer<typeof CHOSEN>;

export type ChosenAugmentation = z.infer<typeof COPIES>;

const FILE = z.record(z.string(), REPRODUCTION);

/**
 * Reads what configs reproduce, by their names.
 * @throws {UsageError} if the file cannot be read, or an entry is none
 */
export async function readPublished(path: string): Promise<Map<string, Reproduction>> {
  return new Map(Object.entries(parsePublished(await readJson(path, "published results"), path)));
}

/**
 * Checks what configs reproduce.
 * @param path of the file, for messages
 * @throws {UsageError} if an entry is none
 */
export function parsePublished(json: unknown, path: string): { [config: string]: Reproduction } {
  const { data, error } = FILE.safeParse(json);
  if (error === undefined) return data;
  const problems = error.issues.map(({ path, message }) =>
    `  ${path.join(".") || "the file"}: ${message}`
  );
  throw new UsageError(`Cannot use ${path}:\n${problems.join("\n")}`);
}

/** What of an entry does not fit its config, or itself. */
export function* reproductionProblems(
  { augment, evaluate }: Pick<Config, "augment" | "evaluate">,
  { accuracy, error, split, epoch, copies, chosen, ensemble }: Reproduction,
): Generator<string> {
  const isPublished = accuracy !== undefined || error !== undefined;
  if (accuracy !== undefined && error !== undefined) {
    yield "expected an accuracy or an error, got both";
  }
  if (copies !== undefined) {
    const reason = isPublished
      ? "a value is published"
      : augment === null
      ? '"augment" is null and deforms nothing'
      : ensemble
      ? "an ensemble answers"
      : undefined;
    if (reason !== undefined) yield `expected no copies where ${reason}`;
  }
  if (!isPublished && !(split === "test" && epoch === "last")) {
    yield "where nothing is published, the value is for test, after the last epoch: expected neither split nor epoch";
  }
  // Where a validation run has chosen the config, test is evaluated once, after the last epoch.
  const isAtTheEnd = chosen !== undefined && split === "test" && epoch === "last";
  if (isPublished && !evaluate.includes(split) && !isAtTheEnd) {
    yield `its value is of ${split}, which "evaluate" leaves out`;
  }
}
