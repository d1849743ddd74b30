/**
 * Whether a run may be resumed: only with the config that it began with, since otherwise no config would describe its
 * result.
 *
 * @module
 */

import { isDeepStrictEqual } from "node:util";
import { type Config, withoutPath } from "../../lib/config.ts";
import { NUMERICS } from "../../lib/engine/engine.ts";
import { createSchedule } from "../../mod.ts";
import { UsageError } from "../cli/arguments.ts";
import { endsEarlyWith } from "../run/early_end.ts";
import { readRun, type TeacherRecord } from "../run/run_folder.ts";
import { readSaved, RETRAIN_HINT, type Saved } from "../run/saved.ts";
import { isObject } from "../../lib/checks/objects.ts";

/**
 * Checks that a saved run may go on with a config and an engine.
 *
 * @param run the run's folder, for the error
 * @throws {UsageError} if anything would come out differently; the message shows each difference
 */
export function checkResume(run: string, saved: Saved, config: Config, engine: string): void {
  const otherNumerics = numericsMismatch(saved);
  if (otherNumerics !== undefined) {
    throw new UsageError(
      `Cannot resume ${run}: ${otherNumerics}; ${RETRAIN_HINT}`,
    );
  }
  const problems = whyNotOf(saved, config);
  if (problems.length > 0) {
    throw otherConfig(run, problems);
  }
  if (otherBits(saved, engine)) {
    const task = saved.engine.name === "blas" ? "train_blas" : "train";
    throw new UsageError(
      `Cannot resume ${run} with ${engine === "blas" ? "blas" : "another engine"}: ` +
        `the ${saved.engine.name} that it began with gives other bits; run \`deno task ${task} --resume\``,
    );
  }
}

/**
 * Checks that data of one's own is read as it was for a saved run, which the data itself would show in less plain words.
 *
 * @param run the run's folder, for the error
 * @throws {UsageError} if it is not; the message shows each difference
 */
export function checkSameReading(
  run: string,
  saved: Saved,
  { dataset }: Pick<Config, "dataset">,
): void {
  const [was, is] = [saved.config, { dataset }].map((config) => withoutPath(config).dataset);
  if (typeof was === "string" || typeof is === "string") return;
  const problems = differencesIn({ dataset: was }, { dataset: is });
  if (problems.length > 0) throw otherConfig(run, problems);
}

/**
 * Checks that a run is as it was when it was read, and its data as when it was trained. The folder has to be locked.
 *
 * @param hashes the SHA-256 of what the data is read from
 * @throws {Error} if another training run has written it meanwhile
 * @throws {UsageError} if the data is another
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
 * Checks that the data of a run is as when it was trained.
 *
 * @param hashes the SHA-256 of what the data is read from
 * @throws {UsageError} if the data is another
 */
export async function checkSameData(
  run: string,
  { checkpoint: { epoch } }: Saved,
  hashes: Readonly<Record<string, string>>,
): Promise<void> {
  // Where a run was killed as it was written, the summary may be of another, and says nothing.
  const summary = (await readRun(run).catch(() => undefined))?.summary;
  if (summary?.epochs !== epoch || isDeepStrictEqual(summary.data, { ...hashes })) return;
  throw new UsageError(
    `Cannot resume ${run}: the data is not what it learned from so far, though of the same name; ${RETRAIN_HINT}`,
  );
}

function otherConfig(run: string, problems: readonly string[]): UsageError {
  const lines = problems.map((problem) => `  ${problem}`);
  return new UsageError([`Cannot resume ${run} with another config:`, ...lines].join("\n"));
}

/** How the numerics contract differs from the one that a run began with; `undefined` if it does not. */
export function numericsMismatch({ checkpoint: { numerics } }: Saved): string | undefined {
  return numerics === NUMERICS
    ? undefined
    : `it began with version ${numerics} of the numerics, and version ${NUMERICS} gives other bits`;
}

/** Whether an engine gives other bits than the one that a run began with. */
export function otherBits(saved: Saved, engine: string): boolean {
  return (saved.engine.name === "blas") !== (engine === "blas");
}

/** Why a saved run is not of a config, or of a teacher: a line for every difference that matters. */
export function whyNotOf(saved: Saved, config: Config, teacher?: TeacherRecord): string[] {
  const problems = [
    ...differences({ ...saved.config, epochs: config.epochs }, config),
    ...teacherMismatch(saved.teacher, teacher),
  ];
  if (saved.config.epochs !== config.epochs) {
    const both = `epochs: ${saved.config.epochs} in the run, ${config.epochs} asked`;
    if (createSchedule(saved.config.schedule).spansTraining) {
      const { name } = saved.config.schedule;
      problems.push(`${both}; the schedule "${name}" is laid out over all of them`);
    } else if (config.epochs < saved.checkpoint.epoch) {
      problems.push(`${both}; ${saved.checkpoint.epoch} are already trained`);
    }
  }
  return problems;
}

/** How whom a run learned from differs from whom it is to learn from, a line each. */
export function teacherMismatch(
  was: TeacherRecord | undefined,
  is: TeacherRecord | undefined,
): string[] {
  if (was !== undefined && is !== undefined) return differencesIn(was, is, "teacher.");
  if (was === is) return [];
  const inWords = (teacher: TeacherRecord | undefined) =>
    teacher === undefined ? "none" : `an ensemble of ${teacher.weights.length}`;
  return [`teacher: ${inWords(was)} in the run, ${inWords(is)} asked`];
}

/** What follows from the data where a config does not say it. */
const OF_DATA = ["sizes", "trainingSize", "outputActivation", "cost", "optimizer.weightDecay"];

/** What is different between two configs; where the data is read otherwise, not what follows from that. */
export function differences(run: Config, asked: Config): string[] {
  const [was, is] = [withoutPath(run), withoutPath(asked)];
  const all = differencesIn(was, is);
  if (isDeepStrictEqual(was.dataset, is.dataset)) return all;
  return all.filter((difference) => !OF_DATA.includes(difference.replace(/:.*/s, "")));
}

/** What is different between two objects, key by key. */
function differencesIn(run: object, asked: object, path = ""): string[] {
  const keys = new Set([...Object.keys(run), ...Object.keys(asked)]);
  return [...keys].flatMap((key) => {
    const [was, is] = [run, asked].map((config) => (config as Record<string, unknown>)[key]);
    if (isDeepStrictEqual(was, is)) return [];
    const sameKind = isObject(was) && isObject(is) && was["name"] === is["name"];
    if (sameKind) return differencesIn(was, is, `${path}${key}.`);
    return [`${path}${key}: ${inWords(was)} in the run, ${inWords(is)} asked`];
  });
}

/** Why nothing is left to train of a saved run; `undefined` if something is. */
export function finished({ checkpoint }: Saved, config: Config): string | undefined {
  const { epoch, history } = checkpoint;
  if (epoch >= config.epochs) return `all ${config.epochs} epochs are trained`;
  return endsEarlyWith(config, history) ? `it ended early, after epoch ${epoch}` : undefined;
}

function inWords(value: unknown): string {
  return value === undefined || value === null ? "none" : JSON.stringify(value);
}
