/** The folders of the runs that are to form an ensemble: named one by one, or the best of a sweep. @module */

import { exists } from "@std/fs";
import { join } from "@std/path";
import type { SweepSummary } from "../../lib/sweep/mod.ts";
import { UsageError } from "../cli/arguments.ts";
import { counted } from "../cli/format.ts";
import { findRun } from "../run/find_run.ts";
import { holdsRun, inFile } from "../run/run_folder.ts";
import { MAX_SUMMARY, SWEEP_FILES } from "../sweep/folder.ts";
import { readNamed, readTextAtMost } from "../system/read_at_most.ts";
import { holdsEnsemble } from "../run/open_ensemble.ts";
import { trialPath } from "../run/run_name.ts";
import { FOLDERS, PROGRAM } from "../system/installation.ts";

/**
 * Finds the folders of runs: those that are named, and of a sweep those that it keeps, the best first.
 * @throws {UsageError} if a sweep is not finished, keeps fewer, or is named together with others
 * @throws {Error} if there is no such run
 */
export async function findMembers(
  words: readonly string[],
  most: number | undefined,
): Promise<string[]> {
  for (const word of words) {
    const sweep = await findSweep(word);
    if (sweep === undefined && await holdsEnsemble(word)) {
      throw new UsageError(`${word} is an ensemble already: name the runs that it was formed of`);
    }
    if (sweep === undefined) continue;
    if (words.length > 1) {
      throw new UsageError(`Cannot put the sweep ${word} together with others: name it alone`);
    }
    return await keptRuns(sweep, most);
  }
  if (most !== undefined) {
    throw new UsageError("--members N is for a sweep, whose best runs are taken: name one");
  }
  return await Promise.all(words.map((word) => findRun(word)));
}

/** The folder of the sweep of this path or name; `undefined` if there is none. */
async function findSweep(word: string): Promise<string | undefined> {
  const folders = /[/\\]/.test(word) ? [word] : [word, join(FOLDERS.sweeps, word)];
  for (const folder of folders) {
    if (await exists(join(folder, SWEEP_FILES.summary)).catch(() => false)) return folder;
  }
  return undefined;
}

/**
 * The folders of the runs that a sweep keeps, the best by its metric first; of equals the first.
 * @throws {UsageError} if it is not finished, or keeps fewer
 */
export async function keptRuns(folder: string, most: number | undefined): Promise<string[]> {
  const path = join(folder, SWEEP_FILES.summary);
  const text = await readNamed(path, MAX_SUMMARY, readTextAtMost);
  const { complete, metric, trials } = inFile(path, (): SweepSummary => {
    const summary = Object(JSON.parse(text));
    if (!Array.isArray(summary.trials) || typeof summary.metric?.goal !== "string") {
      throw new SyntaxError("expected the summary of a sweep");
    }
    return summary;
  });
  if (!complete) {
    throw new UsageError(
      `Cannot form an ensemble of ${folder}, which is not finished: \`${PROGRAM} sweep\` goes on with it`,
    );
  }
  const sign = metric.goal === "maximize" ? -1 : 1;
  const finished = trials.flatMap(({ runs }) => runs)
    .filter(({ state, value }) => state === "finished" && value !== null)
    .toSorted((a, b) => sign * (a.value! - b.value!));
  const kept: string[] = [];
  for (const { run } of finished) {
    const path = trialPath(folder, run);
    if (await holdsRun(path)) kept.push(path);
  }
  if (kept.length === 0 || kept.length < (most ?? 0)) {
    throw new UsageError(
      `Cannot take ${counted(most ?? 1, "member")} of ${folder}, which keeps the weights of ` +
        `${counted(kept.length, "run")}; "keep" in its file sets how many trials keep them`,
    );
  }
  return kept.slice(0, most);
}
