/** How far a sweep is: which runs are to be trained next, and which trials continue. @module */

import type { Config } from "../../../lib/config.ts";
import { scoreOf } from "../../../lib/evaluate.ts";
import { overFolds } from "../../../lib/config/recipe.ts";
import { argmax } from "../../../lib/numerics/argmax.ts";
import { endOf, type PlannedRun, type PlannedTrial, type SweepPlan } from "./plan.ts";
import type { SweepMetric } from "./summary.ts";
import { promoted } from "../../../lib/search/halving.ts";

/** The metrics of an epoch, as `metrics.jsonl` has them; null where one was not finite. */
interface EpochMetrics {
  readonly train: { readonly cost: number | null };
  readonly validation?: Readonly<Record<string, number | null>>;
}

/** The record of a run that has come to the end of a rung, or will come no further. */
export interface RunRecord {
  readonly run: string;
  /** `paused` after a rung, or whether and how it ended. */
  readonly state: "paused" | "finished" | "diverged" | "failed";
  /** Of every whole epoch; of halving by folds of every whole rung. */
  readonly metrics: readonly EpochMetrics[];
  /** Of the weights kept. */
  readonly weightsSha256?: string;
  readonly reason?: string;
}

export type Records = ReadonlyMap<string, RunRecord>;

/** A run that is to be trained, and up to which epoch. */
export interface PendingRun {
  readonly planned: PlannedRun;
  readonly trial: number;
  readonly end: number;
}

/** How far a trial is. */
interface Standing {
  /** How many of its rungs are whole. */
  readonly rung: number;
  /** Whether it was left behind after its last whole rung. */
  readonly leftBehind: boolean;
}

export interface Progress {
  /** The stage that is to be trained, from 1: its rung. One more than there are if all is done. */
  readonly stage: number;
  readonly stages: number;
  /** The runs of that stage that are left to train, in the order of the trials; each run once. */
  readonly pending: readonly PendingRun[];
  readonly standings: readonly Standing[];
}

/** Finds out how far a sweep is. It follows from the plan and the records alone. */
export function progressOf(plan: SweepPlan, records: Records): Progress {
  const stages = plan.rungs.length;
  const standings = plan.trials.map(() => ({ rung: 0, leftBehind: false }));
  let candidates = plan.trials;
  for (let rung = 0; rung < stages; rung++) {
    const pending = new Map<string, PendingRun>();
    for (const trial of candidates) {
      const left = trial.runs.filter((run) => !isSettled(run, endOf(plan, run, rung), records));
      for (const planned of left) {
        const end = endOf(plan, planned, rung);
        pending.set(planned.run, { planned, trial: trial.trial, end });
      }
      const isWhole = left.length === 0 && trial.runs.some(({ config }) => config !== null);
      if (isWhole) standings[trial.trial - 1]!.rung = rung + 1;
    }
    if (pending.size > 0) {
      return { stage: rung + 1, stages, pending: [...pending.values()], standings };
    }
    if (rung + 1 === stages) break;
    const scores = candidates.map((trial) => scoreAt(plan, trial, rung + 1, records));
    const on = new Set(goingOn(plan, candidates, scores));
    for (const [k, { trial }] of candidates.entries()) {
      standings[trial - 1]!.leftBehind = !on.has(k);
    }
    candidates = candidates.filter((_, k) => on.has(k));
  }
  return { stage: stages + 1, stages, pending: [], standings };
}

/** Which of the trials in a rung continue, by their numbers in the list: the baseline, and of the others the best. */
function goingOn(
  { sweep: { halving, baseline } }: SweepPlan,
  [first]: readonly PlannedTrial[],
  scores: readonly (number | null)[],
): number[] {
  const own = baseline && first?.trial === 1 ? 1 : 0;
  const others = promoted(scores.slice(own), halving!.factor).map((k) => k + own);
  return own === 1 && scores[0] !== null ? [0, ...others] : others;
}

/** The epochs of a run that are trained already. */
export function trainedEpochs({ run }: Pick<PlannedRun, "run">, records: Records): number {
  return records.get(run)?.metrics.length ?? 0;
}

/** Whether a run has come to an epoch, or will come no further. */
export function isSettled({ run, config }: PlannedRun, end: number, records: Records): boolean {
  if (config === null) return true;
  const record = records.get(run);
  return record !== undefined && (record.state !== "paused" || record.metrics.length >= end);
}

/** The metric of a run at the end of a rung: that of the epoch that is kept. */
interface ValueAt {
  readonly epoch: number;
  readonly value: number;
}

/**
 * The metric of a run when it had come to an epoch.
 * @returns null if it never came so far, or the metric was not finite then
 */
export function valueAt(
  { metric }: SweepPlan,
  { run, config }: PlannedRun,
  end: number,
  records: Records,
): ValueAt | null {
  const record = records.get(run);
  if (config === null || record === undefined) return null;
  const { state, metrics } = record;
  if (metrics.length < end && state !== "finished") return null;
  const epoch = keptEpoch(metrics.slice(0, end), config);
  const value = metricOf(metrics[epoch - 1], metric);
  return value === null ? null : { epoch, value };
}

/** The epoch whose weights are kept of those so far, from 1. */
function keptEpoch(metrics: readonly EpochMetrics[], config: Config): number {
  const { keep, monitor } = config;
  if (keep === "last" || overFolds(config)) return metrics.length; // members keep their own epochs
  const scores = metrics.map(({ validation }) =>
    scoreOf({
      ...typeof validation?.["accuracy"] === "number" && { accuracy: validation["accuracy"] },
      cost: validation?.["cost"] ?? Infinity,
    }, monitor)
  );
  return argmax(scores) + 1;
}

/** The metric of an epoch; null if it was not finite. */
export function metricOf(metrics: EpochMetrics | undefined, { name }: SweepMetric): number | null {
  const [split, key] = name.split(".") as ["train" | "validation", string];
  const value = (metrics?.[split] as Readonly<Record<string, number | null>> | undefined)?.[key];
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** The mean of a trial's runs after some rungs; null unless all have a value. */
export function meanAt(
  plan: SweepPlan,
  trial: PlannedTrial,
  rungs: number,
  records: Records,
): number | null {
  if (rungs === 0) return null;
  let sum = 0;
  for (const run of trial.runs) {
    const at = valueAt(plan, run, endOf(plan, run, rungs - 1), records);
    if (at === null) return null;
    sum += at.value;
  }
  return sum / trial.runs.length;
}

/** The mean, signed so that more is better. */
export function scoreAt(
  plan: SweepPlan,
  trial: PlannedTrial,
  rungs: number,
  records: Records,
): number | null {
  const mean = meanAt(plan, trial, rungs, records);
  return mean === null || plan.metric.goal === "maximize" ? mean : -mean;
}

/**
 * The names of the runs whose weights may still be needed, those of
 *
 * - the best trials,
 * - trials that are not at the end of their rung, or may be promoted from it,
 * - trials of which a run failed, which may be tried again,
 * - the baseline.
 */
export function runsToKeep(plan: SweepPlan, records: Records): Set<string> {
  const { sweep: { keep, halving, baseline }, rungs, trials } = plan;
  const names = (list: readonly PlannedTrial[]) =>
    list.flatMap(({ runs }) => runs.map(({ run }) => run));
  if (keep === "all") return new Set(names(trials));
  const { stage, standings } = progressOf(plan, records);
  const ended: { trial: PlannedTrial; score: number }[] = [];
  const needed: PlannedTrial[] = baseline ? trials.slice(0, 1) : [];
  const reached: PlannedTrial[] = [];
  for (const [k, trial] of trials.entries()) {
    const { rung, leftBehind } = standings[k]!;
    const score = scoreAt(plan, trial, rung, records);
    if (trial.runs.some(({ run }) => records.get(run)?.state === "failed")) {
      needed.push(trial);
      continue;
    }
    if (trial.runs.every((run) => isSettled(run, Infinity, records))) {
      if (score !== null) ended.push({ trial, score });
    } else if (!leftBehind && rung < stage) needed.push(trial); // not at the end of its rung
    if (!leftBehind && rung === stage) reached.push(trial);
  }
  ended.sort((a, b) => b.score - a.score || a.trial.trial - b.trial.trial);
  if (halving !== null && stage < rungs.length) {
    const all = standings.filter(({ leftBehind, rung }) => !leftBehind && rung >= stage - 1);
    const scores = all.map((_, k) =>
      reached[k] === undefined ? null : scoreAt(plan, reached[k], stage, records)
    );
    needed.push(...goingOn(plan, reached, scores).map((k) => reached[k]!));
  }
  return new Set(names([...ended.slice(0, keep).map(({ trial }) => trial), ...needed]));
}
