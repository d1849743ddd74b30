/** A sweep for a table that needs no file: from the recipe of the table, what is worth trying beside it. @module */

import { isDeepStrictEqual } from "node:util";
import { join } from "@std/path";
import { type Config, type ConfigDraft, parseDraft } from "../../lib/config.ts";
import { NEW_TABLE } from "../../lib/config/recipe.ts";
import {
  dataKindOf,
  pathsOf,
  type UserDataset,
  userDatasetOf,
  withoutPath,
} from "../../lib/config/user_data.ts";
import { resultKey } from "../../lib/measure/result_metrics.ts";
import { weightCount } from "../../lib/network/parameters.ts";
import { UsageError } from "../cli/arguments.ts";
import { addDataset, checkTarget, recipeOf, runNameOf, tableDefaults } from "../data/options.ts";
import { explained } from "../run/config.ts";
import { complete } from "../train/job.ts";
import { FOLDERS } from "../system/installation.ts";
import { readDefinition } from "./folder.ts";

/** A sweep as its file has it, and the hashes of the table. */
export interface Search {
  readonly sweep: Record<string, unknown>;
  readonly hashes: Readonly<Record<string, string>>;
  /** By what the rows are split, and which columns give the target away, in sentences. */
  readonly first: readonly string[];
  /** What else was found and is only named, in sentences. */
  readonly named: readonly string[];
  /** What was found in the table, and may be a mistake, in sentences without a full stop. */
  readonly warnings: readonly string[];
}

/** One of so many trials continues after a rung. */
const FACTOR = 3;

/** Rungs of one fold, of two, and of all. */
const RUNGS = 3;

/** The fraction of the rows that no trial sees: the best of many is a little too good out of fold. */
const TEST = 0.15;

/**
 * Makes the sweep of a table: the config that `train` would write, and trials that change it.
 * @param userData the options of the command line
 * @param options the folders where a sweep of the same table may have begun; if it split its rows at random, so does this one
 * @throws {UsageError} if no table or no target is named, or its columns do not fit the options
 */
export async function searchOf(
  userData: UserDataset,
  data: string,
  { from, out }: { readonly from?: string | undefined; readonly out?: string | undefined },
): Promise<Search> {
  const [path] = pathsOf(userData);
  if (!dataKindOf(userData).hasColumns) {
    throw new UsageError("Cannot sweep without data: expected --csv FILE or SWEEP.json");
  }
  await checkTarget(userData);
  const draftOf = (userData: UserDataset) => {
    const keys: Record<string, unknown> = { ...NEW_TABLE };
    addDataset(keys, userData, tableDefaults(undefined));
    return explained("this recipe", [], () => parseDraft(keys));
  };
  const draft = draftOf({ test: TEST, ...userData });
  const read = (dataset: UserDataset) => complete({ ...draft, dataset }, data);
  const name = runNameOf(path!);
  const folders = [from ?? [], out ?? join(FOLDERS.sweeps, name)].flat();
  const split = await isRandom([draft, draftOf(userData)], folders)
    ? undefined
    : await (await import("../train/relations.ts")).tableSplit(userData, draft, read);
  const { config, opened } = split?.read ?? await read(userDatasetOf(draft.dataset)!);
  const halving = { by: "folds", factor: FACTOR, rungs: Math.min(RUNGS, config.folds) };
  return {
    sweep: {
      name,
      config: JSON.parse(recipeOf(config)),
      ...halving.rungs > 1 ? { method: "halving", halving } : { method: "random" },
      baseline: true,
      metric: { name: `validation.${resultKey(userData.metric ?? "logLoss")}` },
      parameters: spaceOf(config),
      trials: usualTrials(config),
    },
    hashes: opened.hashes,
    first: split?.first ?? [],
    named: split?.named ?? [],
    warnings: opened.warnings,
  };
}

/** Whether a sweep of the same table began with rows that are split at random, as all did before version 0.2. */
async function isRandom(
  drafts: readonly ConfigDraft[],
  folders: readonly string[],
): Promise<boolean> {
  for (const folder of folders) {
    const before = await readDefinition(folder).catch(() => undefined);
    const config = before && parseDraft(before.sweep.config);
    const isSame = (draft: ConfigDraft) =>
      config && isDeepStrictEqual(withoutPath(config).dataset, withoutPath(draft).dataset);
    if (drafts.some(isSame)) return true;
  }
  return false;
}

/** What may be better for a table than its recipe; `docs/sweeps.md` has the reason of each. */
function spaceOf({ optimizer, batchSize }: Config): Record<string, object> {
  const { weightDecay = 0.1 } = optimizer as { readonly weightDecay?: number };
  return {
    hidden: { values: [[64, 32], [128, 128], [256, 128], [128], [64, 64, 64]] },
    activation: { values: ["relu", "silu", "tanh"] },
    learningRate: { min: 0.001, max: 0.01, distribution: "logUniform" },
    "optimizer.weightDecay": {
      min: weightDecay / 10,
      max: 3 * weightDecay,
      distribution: "logUniform",
    },
    "dropout.hidden": { min: 0, max: 0.4 },
    batchSize: { values: [batchSize / 2, batchSize, 2 * batchSize] },
  };
}

/** The seconds that one core takes for a whole run: some, and some for each million of rows times weights. */
const [RUN_SECONDS, SECONDS_A_MILLION] = [5, 0.35];

/** How many trials there are where a whole run takes one core a second; the fewest and the most of use. */
const [TRIAL_SECONDS, FEWEST_TRIALS, MOST_TRIALS] = [3200, 9, 81];

/** How many trials take ten minutes at most on two cores, but for the largest tables. */
function usualTrials({ sizes, trainingSize }: Config): number {
  const millions = weightCount(sizes) * trainingSize / 1e6;
  const trials = Math.floor(TRIAL_SECONDS / (RUN_SECONDS + SECONDS_A_MILLION * millions));
  return Math.max(FEWEST_TRIALS, Math.min(MOST_TRIALS, trials));
}
