/** A sweep for a table that needs no file: from the recipe of the table, what is worth trying beside it. @module */

import {
  type Config,
  dataKindOf,
  NEW_TABLE,
  type OwnDataset,
  parseDraft,
  pathsOf,
} from "../../lib/config/mod.ts";
import { weightCount } from "../../lib/network/mod.ts";
import { UsageError } from "../cli/arguments.ts";
import { addDataset, checkTarget, recipeOf, runNameOf, tableDefaults } from "../data/options.ts";
import { explained } from "../run/config.ts";
import { complete } from "../train/job.ts";

/** A sweep as its file has it, and the hashes of the table. */
export interface Search {
  readonly sweep: Record<string, unknown>;
  readonly hashes: Readonly<Record<string, string>>;
  /** What was found in the table, and may be a mistake, in sentences without a full stop. */
  readonly warnings: readonly string[];
}

/** One of so many trials goes on after a rung. */
const FACTOR = 3;

/** Rungs of one fold, of two, and of all. */
const RUNGS = 3;

/**
 * Makes the sweep of a table: the config that `train` would write, and trials that change it.
 * @param own the options of the command line
 * @throws {UsageError} if no table or no target is named, or its columns do not fit the options
 */
export async function searchOf(
  own: OwnDataset,
  data: string,
): Promise<Search> {
  const [path] = pathsOf(own);
  if (!dataKindOf(own).hasColumns) {
    throw new UsageError("Cannot sweep without data: expected --csv FILE or SWEEP.json");
  }
  await checkTarget(own);
  const keys: Record<string, unknown> = { ...NEW_TABLE };
  addDataset(keys, own, tableDefaults(undefined));
  const draft = explained("this recipe", [], () => parseDraft(keys));
  const { config, opened } = await complete(draft, data);
  const halving = { by: "folds", factor: FACTOR, rungs: Math.min(RUNGS, config.folds) };
  return {
    sweep: {
      name: runNameOf(path!),
      config: JSON.parse(recipeOf(config)),
      ...halving.rungs > 1 ? { method: "halving", halving } : { method: "random" },
      baseline: true,
      metric: { name: "validation.cost" },
      parameters: spaceOf(config),
      trials: usualTrials(config),
    },
    hashes: opened.hashes,
    warnings: opened.warnings,
  };
}

/** What may be better for a table than its recipe; `docs/sweeps.md` has the reason of each. */
function spaceOf({ optimizer, batchSize }: Config): Record<string, object> {
  const { weightDecay = 0.1 } = optimizer as { readonly weightDecay?: number };
  return {
    hidden: { values: [[64, 32], [128, 128], [256, 128], [128], [64, 64, 64]] },
    activation: { values: ["relu", "silu", "tanh"] },
    learningRate: { min: 0.001, max: 0.01, distribution: "logUniform" },
    "optimizer.weightDecay": {
      ...{ min: weightDecay / 10, max: 3 * weightDecay },
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
