/** The texts that a sweep prints. @module */

import { optimizers } from "../../mod.ts";
import { quote } from "../../lib/checks/mod.ts";
import type { Config } from "../../lib/config/mod.ts";
import { parameterCount } from "../../lib/network/mod.ts";
import { trainedEpochs, workOf } from "../../lib/sweep/mod.ts";
import type {
  PlannedRun,
  Progress,
  RunRecord,
  SweepPlan,
  SweepSummary,
  Trial,
} from "../../lib/sweep/mod.ts";
import { bytes, count, counted, duration, percent } from "../cli/format.ts";
import { printDocument, printJson, printText } from "../cli/print.ts";
import { table } from "../cli/table.ts";
import type { Result } from "./folder.ts";
import { sweepMarkdown } from "./markdown.ts";
import { metricText, metricTitle } from "./page/texts.ts";

type TimedRecords = ReadonlyMap<string, RunRecord & { readonly times?: Result["times"] }>;

export function printSweep(
  summary: SweepSummary,
  format: string,
  lines: readonly (string | undefined)[],
): void {
  if (format === "json") printJson(summary);
  else if (format === "markdown") printDocument(sweepMarkdown(summary));
  else printText(lines.filter((line) => line !== undefined).join("\n"));
}

/** How many runs failed for a reason outside the sweep. */
export function failedRuns({ trials }: SweepSummary): number {
  return trials.flatMap(({ runs }) => runs).filter(({ state }) => state === "failed").length;
}

/** A value of the metric without no-break spaces, with its deviation if there is one: `97.16 ± 0.12 %`. */
export function metricLine(...values: Parameters<typeof metricText>): string {
  return metricText(...values).replaceAll("\u00a0", " ");
}

/** A trial's parameters in a line: `learningRate=0.1 sizes=[784,30,10]`. */
function parametersText(parameters: Readonly<Record<string, unknown>>): string {
  const all = Object.entries(parameters);
  if (all.length === 0) return "the config as it is";
  return all.map(([path, value]) => `${path}=${cellText(value)}`).join(" ");
}

function cellText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value) ?? "";
}

export function resultLine(
  plan: SweepPlan,
  trial: number,
  planned: PlannedRun,
  { state, metrics, reason, times }: Result,
  value: number | null,
): string {
  const { parameters } = plan.trials[trial - 1]!;
  const seed = plan.sweep.seeds.length > 1 ? `, seed ${planned.seed}` : "";
  const what = state === "diverged"
    ? reason
    : state === "failed"
    ? `failed: ${times.failure}`
    : `${metricLine(plan.metric, value)} after ${counted(metrics.length, "epoch")}`;
  return `Trial ${trial}${seed}: ${what}; ${parametersText(parameters)}`;
}

/** How many copies of its parameters a run keeps, in its weights and in the checkpoint. */
function copiesOf({ optimizer: { name }, averaging, keep }: Config): number {
  const { moments } = optimizers[name as keyof typeof optimizers]();
  return 2 + moments + (averaging === null ? 0 : 1) + (keep === "best" ? 1 : 0);
}

export function planText(
  plan: SweepPlan,
  records: TimedRecords,
  { stage, stages, pending }: Progress,
): string {
  const { sweep, trials, brackets } = plan;
  const runs = trials.flatMap((trial) => trial.runs);
  const network = runs.find(({ config }) => config !== null)!.config!;
  const whole = runs.reduce((sum, { config }) => sum + (config?.epochs ?? 0), 0);
  const { epochs, work } = costOf(plan);
  const lines = [
    `${sweep.name}: ${counted(trials.length, "trial")} by ${sweep.method}` +
    (sweep.seeds.length > 1
      ? `, each with ${sweep.seeds.length} seeds: ${count(runs.length)} runs`
      : ""),
  ];
  if (sweep.halving !== null) {
    for (const [b, { rungs, trials }] of brackets.entries()) {
      let left = trials;
      const steps = rungs.map((end, k) => {
        if (k > 0) left = Math.max(1, Math.floor(left / sweep.halving!.factor));
        return `${counted(left, "trial")} to epoch ${end}`;
      });
      lines.push(`  ${brackets.length > 1 ? `bracket ${b + 1}: ` : ""}${steps.join(", ")}`);
    }
  }
  lines.push(
    `  ${counted(epochs, "epoch")} in all` +
      (sweep.halving === null ? "" : `, ${percent(epochs / whole, 0)} of ${count(whole)}`) +
      `, about ${flops(work)} multiplications`,
  );
  const kept = sweep.keep === "all" ? runs.length : sweep.keep * sweep.seeds.length;
  const size = 4 * parameterCount(network.sizes) * copiesOf(network);
  lines.push(
    `  weights of ${count(Math.min(kept, runs.length))} runs are kept, about ` +
      `${bytes(size * Math.min(kept, runs.length))} with their checkpoints`,
  );
  lines.push(
    pending.length === 0
      ? "  nothing is left to train"
      : `  ${stages > 1 ? `stage ${stage} of ${stages}: ` : ""}${counted(pending.length, "run")} ` +
        "left" +
        timeText(plan, records, pending),
  );
  const shown = trials.slice(0, MAX_PLANNED_TRIALS);
  const paths = [...new Set(trials.flatMap(({ parameters }) => Object.keys(parameters)))];
  lines.push(
    "",
    table([
      ["trial", ...paths],
      ...shown.map(({ trial, parameters }) => [
        String(trial),
        ...paths.map((path) => cellText(parameters[path])),
      ]),
    ]),
  );
  if (shown.length < trials.length) lines.push(`… and ${count(trials.length - shown.length)} more`);
  const refused = runs.filter(({ config }) => config === null);
  if (refused.length > 0) {
    lines.push(`${counted(refused.length, "run")} cannot be trained: ${refused[0]!.reason}`);
  }
  return lines.join("\n");
}

const MAX_PLANNED_TRIALS = 20;

/** The epochs of a sweep from its beginning, and the multiplications: about three for each weight and example. */
function costOf({ sweep, trials, brackets }: SweepPlan): { epochs: number; work: number } {
  let [epochs, work] = [0, 0];
  const seen = brackets.map(() => 0);
  for (const { bracket, runs } of trials) {
    const { rungs, trials: size } = brackets[bracket]!;
    const index = seen[bracket]!++; // as if the first trials went on
    let end = rungs[0]!;
    let left = size;
    for (const next of rungs.slice(1)) {
      left = Math.max(1, Math.floor(left / sweep.halving!.factor));
      if (index < left) end = next;
    }
    for (const run of runs) {
      const own = sweep.halving === null ? run.config?.epochs ?? 0 : end;
      epochs += own;
      work += 3 * workOf(run, own);
    }
  }
  return { epochs, work };
}

function flops(multiplications: number): string {
  const units = ["", " thousand", " million", " billion", " trillion", " quadrillion"];
  let [value, unit] = [multiplications, 0];
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${Number(value.toPrecision(3))}${units[unit]}`;
}

/** The time on one core, estimated from the runs that are trained. */
function timeText(plan: SweepPlan, records: TimedRecords, pending: Progress["pending"]): string {
  let [seconds, work] = [0, 0];
  for (const run of plan.trials.flatMap(({ runs }) => runs)) {
    const record = records.get(run.run);
    if (record?.times === undefined) continue;
    seconds += record.times.seconds;
    work += workOf(run, record.metrics.length);
  }
  if (work === 0) return "; the time can be estimated when one is trained";
  const left = pending.reduce(
    (sum, { planned, end }) => sum + workOf(planned, end - trainedEpochs(planned, records)),
    0,
  );
  return `, about ${duration(left * seconds / work)} on one core, by the runs that are trained`;
}

export function concludeSweep(
  summary: SweepSummary,
  folder: string,
  goOn: string,
  bestRun: string | undefined,
): string {
  const { name, metric, best, trials, complete } = summary;
  const runs = trials.flatMap((trial) => trial.runs);
  const of = (state: Trial["state"]) => runs.filter((run) => run.state === state);
  const lines: string[] = [];
  if (best !== null) {
    const { parameters, runs } = trials[best.trial - 1]!;
    const seeds = best.sd === null ? "" : ` over ${runs.length} seeds`;
    const mean = metricLine(metric, best.mean, best.sd);
    lines.push(
      `Best: trial ${best.trial}, ${metricTitle(metric)} ${mean}${seeds}: ` +
        `${parametersText(parameters)}`,
    );
  } else lines.push("No trial has a result yet");
  for (const state of ["diverged", "refused", "failed"] as const) {
    const those = of(state);
    if (those.length === 0) continue;
    const first = trials.find(({ runs }) => runs.some((run) => run.state === state))!.trial;
    const reason = those[0]!.reason === undefined ? "" : `: ${those[0]!.reason}`;
    lines.push(`${counted(those.length, "run")} ${state}, the first of trial ${first}${reason}`);
  }
  const left = runs.filter(({ state }) => state === "missing" || state === "paused").length;
  if (!complete && left > 0) lines.push(`${name} is not complete: ${goOn} goes on`);
  const next = bestRun === undefined
    ? ""
    : `; next: deno task evaluate ${quote(bestRun)} --split test`;
  lines.push(`Wrote ${folder}: open ${quote(`${folder}/index.html`)}${next}`);
  return lines.join("\n");
}
