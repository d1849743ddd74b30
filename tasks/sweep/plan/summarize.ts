/** Summarizes a sweep. @module */

import { type Config, parseDraft } from "../../../lib/config.ts";
import {
  dataKindOf,
  type PathKey,
  userDatasetOf,
  withPath,
} from "../../../lib/config/user_data.ts";
import { NUMERICS } from "../../../lib/engine/engine.ts";
import { spreadOf } from "../../../lib/measure/distributions.ts";
import { ranked } from "../../../lib/search/halving.ts";
import { importancesOf } from "./importance.ts";
import { endOf, isByFolds, type PlannedRun, type PlannedTrial, type SweepPlan } from "./plan.ts";
import { meanAt, metricOf, type Progress, progressOf, type Records, valueAt } from "./stages.ts";
import type { RunState, SweepMetric, SweepRun, SweepSummary, Trial } from "./summary.ts";

/** Summarizes the records of a sweep, which may not be whole. */
export function summarize(plan: SweepPlan, records: Records): SweepSummary {
  const { sweep, metric, epochs, rungs, data } = plan;
  const progress = progressOf(plan, records);
  const trials = plan.trials.map((trial) => trialOf(plan, trial, progress, records));
  return {
    name: sweep.name,
    method: sweep.method,
    metric,
    parameters: sweep.parameters,
    seeds: sweep.seeds,
    splitSeed: sweep.splitSeed,
    epochs,
    ...sweep.halving && {
      halving: {
        factor: sweep.halving.factor,
        ...isByFolds(sweep) && { by: "folds" },
        brackets: [rungs],
      },
    },
    ...sweep.baseline && { baseline: 1 },
    config: withFileName(sweep.config),
    data,
    numerics: NUMERICS,
    complete: progress.pending.length === 0 && !trials.some(({ state }) => state === "failed"),
    best: bestOf(plan, trials),
    importances: importancesOf(trials, sweep.parameters, metric),
    trials,
  };
}

/** A config without the folder of its data, which differs from machine to machine. */
function withFileName<C extends { readonly dataset?: unknown }>(config: C): C {
  const userData = userDatasetOf(config.dataset as Config["dataset"]);
  if (userData === undefined) return config;
  const path = userData[dataKindOf(userData).key as PathKey];
  return { ...config, dataset: withPath(baseNames(path))(userData) };
}

function baseNames(paths: unknown): string | string[] {
  return Array.isArray(paths)
    ? paths.map((path) => baseName(String(path)))
    : baseName(String(paths));
}

function baseName(path: string): string {
  return path.replace(/[/\\]+$/, "").replace(/^.*[/\\]/, "");
}

function trialOf(
  plan: SweepPlan,
  trial: PlannedTrial,
  { standings }: Progress,
  records: Records,
): Trial {
  const { rung, leftBehind } = standings[trial.trial - 1]!;
  const runs = trial.runs.map((run) => runOf(plan, run, rung, leftBehind, records));
  const mean = meanAt(plan, trial, rung, records);
  return {
    trial: trial.trial,
    parameters: trial.parameters,
    ...plan.sweep.halving && { bracket: 1, rung },
    state: stateOf(runs),
    mean,
    sd: mean === null ? null : spreadOf(runs.map(({ value }) => value!)).sd,
    runs,
  };
}

/** The worst state of a trial's runs. */
function stateOf(runs: readonly SweepRun[]): RunState {
  const states: readonly RunState[] = [
    "missing",
    "failed",
    "diverged",
    "refused",
    "paused",
    "stopped",
  ];
  return states.find((state) => runs.some((run) => run.state === state)) ?? "finished";
}

function runOf(
  plan: SweepPlan,
  planned: PlannedRun,
  rung: number,
  leftBehind: boolean,
  records: Records,
): SweepRun {
  const { run, seed, config, reason } = planned;
  const nothing = { run, seed, epochs: 0, epoch: null, value: null, curve: [] };
  if (config === null) return { ...nothing, state: "refused", reason: reason! };
  const record = records.get(run);
  if (record === undefined) return { ...nothing, state: "missing" };
  const end = rung === 0 ? 0 : endOf(plan, planned, rung - 1);
  const ended = record.state === "diverged" || record.state === "failed";
  const metrics = ended ? record.metrics : record.metrics.slice(0, end);
  const at = rung === 0 ? null : valueAt(plan, planned, end, records);
  const isFinished = record.state === "finished" && metrics.length === record.metrics.length;
  const state = ended
    ? record.state
    : isFinished
    ? "finished"
    : rung === 0
    ? "missing"
    : leftBehind
    ? "stopped"
    : "paused";
  return {
    run,
    seed,
    state,
    epochs: metrics.length,
    epoch: at?.epoch ?? null,
    value: at?.value ?? null,
    curve: metrics.map((epoch) => metricOf(epoch, plan.metric)),
    ...isFinished && record.weightsSha256 !== undefined &&
      { weightsSha256: record.weightsSha256 },
    ...record.reason !== undefined && { reason: record.reason },
  };
}

/** The best trial; null while there is none. */
function bestOf(plan: SweepPlan, trials: readonly Trial[]): SweepSummary["best"] {
  const [best] = rankTrials(trials, plan.metric);
  if (best === undefined) return null;
  const sign = plan.metric.goal === "maximize" ? 1 : -1;
  const [index = 0] = ranked(best.runs.map(({ value }) => sign * value!));
  const { run, config } = plan.trials[best.trial - 1]!.runs[index]!;
  const { evaluate } = parseDraft(plan.sweep.config);
  return {
    trial: best.trial,
    run,
    mean: best.mean!,
    sd: best.sd,
    config: withFileName({ ...config!, evaluate }),
  };
}

/**
 * Trials that have a mean, the best first. Finished trials come before all others, and then trials of more epochs, since
 * only trials of as many epochs can be compared.
 */
export function rankTrials(trials: readonly Trial[], { goal }: SweepMetric): Trial[] {
  const sign = goal === "maximize" ? 1 : -1;
  const ended = ({ state }: Trial) => state === "finished" ? 1 : 0;
  const epochs = (trial: Trial) =>
    ended(trial) === 1 ? 0 : Math.max(...trial.runs.map(({ epochs }) => epochs)); // a run may end early
  return trials.filter(({ mean }) => mean !== null).sort((a, b) =>
    ended(b) - ended(a) || epochs(b) - epochs(a) || sign * (b.mean! - a.mean!) || a.trial - b.trial
  );
}
