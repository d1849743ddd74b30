/** What a run has trained, one network or members over folds, as its files have it. @module */

import {
  type FoldedData,
  FoldEnsemble,
  isOfFolds,
  type MemberPlan,
} from "../../lib/table/folds/mod.ts";
import { type Checkpoint, createSchedule } from "../../lib/train/mod.ts";
import { scoreOf } from "../../lib/evaluate/mod.ts";
import type { Config } from "../../lib/config/mod.ts";
import { scoresOf } from "../run/early_end.ts";
import { parseAnyCheckpoint } from "../run/saved.ts";
import { type FoldPlans, foldPlansOf } from "../train/fold_learner.ts";
import type { VerifiedRun } from "./verified_run.ts";

/** The network of a run, or each candidate over folds. */
export interface Learned {
  /** How many epochs each trained. */
  readonly epochs: readonly number[];
  /** How many steps each makes in an epoch. */
  readonly steps: readonly number[];
  /** The scores of each one's epochs; absent where neither the metrics nor a checkpoint have them. */
  readonly histories: readonly (readonly number[])[] | undefined;
  /** Absent of one network. */
  readonly folds?: LearnedFolds;
}

/** What there is over folds alone. */
export interface LearnedFolds {
  readonly ensemble: FoldEnsemble;
  readonly folded: FoldedData;
  readonly planned: FoldPlans;
  /** What each candidate remembers; absent without a checkpoint that can be read. */
  readonly members: readonly Checkpoint[] | undefined;
}

/** What a run has trained. */
export async function learnedOf(run: VerifiedRun): Promise<Learned> {
  const { config, contents, metrics, opened: { network: ensemble }, splits: { folded } } = run;
  if (!(ensemble instanceof FoldEnsemble) || folded === undefined) {
    const steps = [Math.ceil(config.trainingSize / config.batchSize)];
    return { epochs: [metrics.length], steps, histories: [scoresOf(metrics, config)] };
  }
  const read = contents.checkpoint && // a damaged one is reported with its own checks
    (await parseAnyCheckpoint(contents.checkpoint).catch(() => undefined))?.checkpoint;
  const planned = foldPlansOf(config, folded, metrics.at(-1)?.members?.length);
  const members = read && isOfFolds(read) && read.members.length === planned.plans.length
    ? read.members
    : undefined;
  const epochs = members?.map(({ epoch }) => epoch) ??
    planned.plans.map((_, m) =>
      metrics.findLastIndex(({ members }) => typeof members?.[m] === "number") + 1
    );
  return {
    epochs,
    steps: planned.plans.map((plan) => stepsOf(plan, config, folded)),
    histories: scoresInLines(run, epochs) ?? members?.map(({ history }) => history),
    folds: { ensemble, folded, planned, members },
  };
}

/** The scores by each member's costs in the metrics; `undefined` if the config monitors the accuracy, which lines lack. */
function scoresInLines(
  { config, metrics, splits: { training } }: VerifiedRun,
  epochs: readonly number[],
): number[][] | undefined {
  if (config.monitor === "accuracy" && training.problem.hasAccuracy) return undefined;
  return epochs.map((count, m) =>
    metrics.slice(0, count).map(({ members }) => {
      const cost = members?.[m] ?? Infinity; // JSON has null instead of a cost that is no number
      return scoreOf({ cost }, "cost");
    })
  );
}

/** The steps of a member in an epoch. */
function stepsOf(
  { fold, repeat }: MemberPlan,
  { batchSize }: Pick<Config, "batchSize">,
  { folds }: FoldedData,
): number {
  const rows = folds[repeat]!.reduce((sum, other) => sum + Number(other !== fold), 0);
  return Math.ceil(rows / batchSize);
}

/** The learning rate of the last step of an epoch, of the first that trained in it. */
export function learningRateOf(
  { epochs: most, learningRate, schedule }: Config,
  { epochs, steps, histories }: Learned,
  k: number,
): number | undefined {
  const m = epochs.findIndex((count) => k < count);
  if (m === -1) return undefined;
  const stepsPerEpoch = steps[m]!;
  return learningRate * createSchedule(schedule).multiplier({
    step: (k + 1) * stepsPerEpoch - 1,
    steps: most * stepsPerEpoch,
    stepsPerEpoch,
    history: histories![m]!.slice(0, k),
  });
}
