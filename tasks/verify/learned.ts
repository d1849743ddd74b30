/** What a run has trained, one network or members over folds, as its files have it. @module */

import type { Config } from "../../lib/config.ts";
import { isJoint, type TrainedModel } from "../../lib/ensemble/trained_model.ts";
import { createSchedule } from "../../lib/train/schedules.ts";
import { scoresOf } from "../run/early_end.ts";
import type { Checks } from "./checks.ts";
import type { VerifiedRun } from "./verified_run.ts";

/** The network of a run, or each candidate over folds. */
export interface Learned {
  /** How many epochs each trained; 0 of candidates that have not begun. */
  readonly epochs: readonly number[];
  /** How many steps each makes in an epoch. */
  readonly steps: readonly number[];
  /** The scores of each one's epochs; absent where neither the metrics nor a checkpoint have them. */
  readonly histories: readonly (readonly number[])[] | undefined;
  /** What is checked of members over folds alone; absent of one network. */
  readonly folds?: FoldChecks;
}

/** What is checked of members over folds alone. */
export interface FoldChecks {
  /** Checks what the weights' file has of the members: all of it but what is chosen is made again of the data. */
  checkWeights(checks: Checks): void;
  /** Checks the families in the summary, and the epochs that are kept. */
  checkSummary(checks: Checks, histories: Learned["histories"]): void;
  /** Checks the members' costs in the lines of the metrics. */
  checkMetrics(checks: Checks): void;
  /** Checks that the weights' file is what the members in the checkpoint come to. */
  checkChoices(checks: Checks, again: TrainedModel): void;
}

/** What a run has trained. */
export async function learnedOf(run: VerifiedRun): Promise<Learned> {
  const { config, metrics, opened: { network }, splits: { folded } } = run;
  if (isJoint(network) && folded !== undefined) {
    return await (await import("./table/folds.ts")).learnedOverFolds(run, folded);
  }
  const steps = [Math.ceil(config.trainingSize / config.batchSize)];
  return { epochs: [metrics.length], steps, histories: [scoresOf(metrics, config)] };
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
