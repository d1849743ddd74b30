/**
 * Whether a run may be resumed: only with the config that it began with. Otherwise no config would describe its result. @module
 */

import { isDeepStrictEqual } from "node:util";
import type { Config } from "../../lib/config.ts";
import { withoutPath } from "../../lib/config/user_data.ts";
import { NUMERICS } from "../../lib/engine/engine.ts";
import { createSchedule } from "../../lib/train/schedules.ts";
import { UsageError } from "../cli/arguments.ts";
import { differences, differencesIn } from "../run/config.ts";
import { isSameData } from "../run/run_data.ts";
import { readRun } from "../run/run_folder.ts";
import { readSaved, RETRAIN_HINT, type Saved } from "../run/saved.ts";

/**
 * Checks that a saved run may continue with a config.
 * @throws {UsageError} if the results would differ; the message lists the differences
 */
export function checkResume(run: string, saved: Saved, config: Config): void {
  const problem = numericsProblem(saved);
  if (problem !== undefined) {
    throw new UsageError(`Cannot resume ${run}: ${problem}; ${RETRAIN_HINT}`);
  }
  const problems = savedProblems(saved, config);
  if (problems.length > 0) {
    throw otherConfig(run, problems);
  }
}

/**
 * Checks that user data is read and split into folds as for a saved run. The data's hash would differ too, or the sizes, with a
 * message that helps less.
 * @throws {UsageError} if it is not; the message lists the differences
 */
export function checkSameReading(
  run: string,
  saved: Saved,
  { dataset, folds = 0 }: Pick<Config, "dataset"> & { readonly folds?: number | "auto" },
): void {
  const [was, is] = [saved.config, { dataset }].map((config) => withoutPath(config).dataset);
  if (typeof was === "string" || typeof is === "string") return;
  const counts = folds === "auto" ? [{}, {}] : [{ folds: saved.config.folds }, { folds }];
  const problems = differencesIn({ dataset: was, ...counts[0] }, { dataset: is, ...counts[1] });
  if (problems.length > 0) throw otherConfig(run, problems);
}

/**
 * Checks that a run has not changed since it was read, nor its data since it was trained. The folder has to be locked.
 * @throws {Error} if another training run has written it meanwhile
 * @throws {UsageError} if the data has changed
 */
export async function checkUnchanged(
  run: string,
  saved: Saved,
  hashes: Readonly<Record<string, string>>,
): Promise<void> {
  const now = await readSaved(run);
  const { epoch } = saved.checkpoint;
  if (now?.checkpoint.epoch !== epoch || !isDeepStrictEqual(now.config, saved.config)) {
    throw new Error(
      `Cannot resume ${run}: another training run has written it just now; try again`,
    );
  }
  await checkSameData(run, saved, hashes);
}

/**
 * Checks that the data of a run has not changed since it was trained.
 * @throws {UsageError} if the data has changed
 */
export async function checkSameData(
  run: string,
  { checkpoint: { epoch } }: Saved,
  hashes: Readonly<Record<string, string>>,
): Promise<void> {
  // The summary may be of an earlier epoch, if the run was killed while it was written.
  const summary = (await readRun(run).catch(() => undefined))?.summary;
  if (summary?.epochs !== epoch || isSameData(summary.data, hashes)) return;
  throw new UsageError(
    `Cannot resume ${run}: the data has changed since it began, under the same name; ${RETRAIN_HINT}`,
  );
}

function otherConfig(run: string, problems: readonly string[]): UsageError {
  const lines = problems.map((problem) => `  ${problem}`);
  return new UsageError([`Cannot resume ${run} with another config:`, ...lines].join("\n"));
}

/** How the numerics contract differs from the one that a run began with; `undefined` if it does not. */
export function numericsProblem({ checkpoint: { numerics } }: Saved): string | undefined {
  return numerics === NUMERICS
    ? undefined
    : `it began with version ${numerics} of the numerics, and version ${NUMERICS} gives other bits`;
}

/** How a saved run differs from a config: a line for every difference that matters. */
export function savedProblems(saved: Saved, config: Config): string[] {
  const problems = differences({ ...saved.config, epochs: config.epochs }, config);
  if (saved.config.epochs !== config.epochs) {
    const both = `epochs: ${saved.config.epochs} in the run, ${config.epochs} now`;
    if (createSchedule(saved.config.schedule).spansTraining) {
      const { name } = saved.config.schedule;
      problems.push(`${both}; the schedule "${name}" depends on their number`);
    } else if (config.epochs < saved.checkpoint.epoch) {
      problems.push(`${both}; ${saved.checkpoint.epoch} are already trained`);
    }
  }
  return problems;
}
