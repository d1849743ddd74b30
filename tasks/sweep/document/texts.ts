/** The texts on a sweep. @module */

import { resultKey } from "../../../lib/measure/result_metrics.ts";
import type { Metric } from "../../../lib/measure/metric.ts";
import { METRICS } from "../../../lib/measure/metric_table.ts";
import { ASKED_METRICS } from "../../../lib/options/metric_names.ts";
import { rankTrials } from "../plan/summarize.ts";
import type { SweepMetric, SweepSummary, Trial } from "../plan/summary.ts";
import { count, counted, fourDigits, inPercent } from "../../cli/format.ts";
import { splitName } from "../../data/names.ts";

/** The metric that a key of results stands for. */
function metricOf(key: string): Metric | undefined {
  const name = ASKED_METRICS.find((name) => resultKey(name) === key);
  return name && METRICS[name];
}

/** The key of a result, without its split. */
const keyOf = (name: string) => name.slice(name.indexOf(".") + 1);

/** The metric in words: `validation accuracy`, or over folds `accuracy out of fold`. */
export function metricTitle(
  { metric: { name }, config, best }:
    & Pick<SweepSummary, "metric">
    & Partial<Pick<SweepSummary, "config" | "best">>,
): string {
  const [split, key] = name.split(".") as [string, string];
  const { result, short, label = key } = metricOf(key) ?? {};
  const what = result?.words ?? short ?? label;
  const folds = Number(best?.config.folds ?? config?.["folds"] ?? 0);
  const where = splitName(split, { folds });
  return where === split ? `${split} ${what}` : `${what} ${where}`;
}

/** Whether a metric is a fraction, which is shown in percent. */
export function isFraction({ name }: SweepMetric): boolean {
  return metricOf(keyOf(name))?.print === "percent";
}

/** Whether a metric is written with four decimals: a score that may be below 0. */
function hasDecimals({ name }: SweepMetric): boolean {
  const { print, isShare } = metricOf(keyOf(name)) ?? {};
  return print === "decimals" && !isShare;
}

/** A value of the metric, with its deviation if there is one: `97.16 ± 0.12 %`; a dash for `null`. */
export function metricText(
  metric: SweepMetric,
  mean: number | null,
  sd: number | null = null,
): string {
  if (mean === null) return "–";
  const text = isFraction(metric)
    ? inPercent
    : hasDecimals(metric)
    ? (value: number) => value.toFixed(4)
    : fourDigits;
  const unit = isFraction(metric) ? "\u00a0%" : "";
  return `${text(mean)}${sd === null ? "" : `\u00a0±\u00a0${text(sd)}`}${unit}`;
}

/** The most characters of a value: `trials.csv` has all of it. */
const MAX_VALUE = 60;

/** The value of a parameter: text as it is, the rest as JSON; a dash where a trial has none. */
export function valueText(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value) ?? "–";
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text;
}

const FAILURES: readonly Trial["state"][] = ["missing", "failed", "diverged", "refused"];

/** The trials without a result, in their order. */
export function failuresOf({ trials }: SweepSummary): Trial[] {
  return trials.filter(({ state }) => FAILURES.includes(state));
}

/** Why a trial is not finished: the reasons of its runs, each once. */
export function reasonOf({ runs }: Trial): string {
  return [...new Set(runs.flatMap(({ reason }) => reason ?? []))].join("; ");
}

/** The counts of states: `2 missing, 1 diverged`. */
export function statesText(trials: readonly Trial[]): string {
  const counts = new Map<string, number>();
  for (const { state } of trials) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, n]) => `${count(n)} ${state}`).join(", ");
}

const METHODS = {
  grid: "all combinations of the values",
  random: "random search",
  quasiRandom: "quasi-random search",
  list: "a list of trials",
  halving: "successive halving",
};

/** What trials are trained more of: a rung stands for 1, 2 or all folds. */
export function unitOf({ halving }: SweepSummary): "epoch" | "rung" {
  return halving?.by === "folds" ? "rung" : "epoch";
}

/** The folds of rungs: `1, 2, all`. */
export function foldsText(rungs: readonly number[]): string {
  return [...rungs.slice(0, -1), "all"].join(", ");
}

export function methodText({ method, halving }: SweepSummary): string {
  if (halving?.by === "folds") return "successive halving by folds";
  return METHODS[method];
}

/** The search: `64 trials by random search, each with 3 seeds and up to 30 epochs.` */
export function searchText(summary: SweepSummary): string {
  const { trials, seeds, epochs } = summary;
  const each = trials.length === 1 ? "" : "each ";
  return `${counted(trials.length, "trial")} by ${methodText(summary)}, ${each}with ${
    seeds.length === 1 ? `seed ${seeds[0]}` : `${seeds.length} seeds`
  } and up to ${counted(epochs, "epoch")}.`;
}

export function importanceMethod({ halving, trials }: SweepSummary): string {
  const haveDiverged = trials.some(({ state, mean }) => state === "diverged" && mean === null);
  return "The share is a main effect on the ranks of trials, which a few failed trials do not decide: " +
    "the variance of ranks between groups of trials with equal values, " +
    "of the variance among all trials, corrected for chance (Kelley's ε²). " +
    "Ranges are cut into parts with equally many trials. Effects of several parameters together " +
    "are in none of the shares, which need not sum to 100 %." +
    (halving ? " Trials are compared after the shortest rung, which all of them reached." : "") +
    (haveDiverged ? " Trials that diverged count as the worst." : "");
}

/** The trials that have a value, in the order of {@linkcode rankTrials}. */
export function rankedTrials({ trials, metric }: SweepSummary): (Trial & { mean: number })[] {
  return rankTrials(trials, metric).map((trial) => ({ ...trial, mean: trial.mean! }));
}

/** A sentence on a chart that does not draw all trials. */
export function drawnText(drawn: number, all: number): string {
  if (drawn === all) return "";
  return ` ${count(drawn)} of ${count(all)} trials are drawn, evenly chosen by their rank.`;
}

/** What a limit of time did; empty where there was none. */
export function limitText({ limit, trials }: SweepSummary): string {
  if (limit === undefined) return "";
  return `The limit of ${limit.minutes} min ended it after rung ${limit.rung}, with ` +
    `${count(trials.length)} of ${count(limit.trials)} trials`;
}
