/** The texts that a sweep prints. @module */

import { quote } from "../../lib/checks/texts.ts";
import type { Config } from "../../lib/config.ts";
import { userDatasetOf } from "../../lib/config/user_data.ts";
import { optimizers } from "../../lib/network/optimizers.ts";
import { parameterCount } from "../../lib/network/parameters.ts";
import { foldsAt, isByFolds, type PlannedRun, type SweepPlan, workOf } from "./plan/plan.ts";
import { type Progress, type RunRecord, trainedEpochs } from "./plan/stages.ts";
import type { SweepSummary } from "./plan/summary.ts";
import { bytes, count, counted, duration, percent } from "../cli/format.ts";
import { printDocument, printJson, printText } from "../cli/print.ts";
import { table } from "../cli/table.ts";
import { summaryOf } from "../results/document/markdown.ts";
import { blockTexts } from "../results/document/terminal.ts";
import { trialPath } from "../run/sweep_folder.ts";
import type { Result } from "./folder.ts";
import { baselineRun } from "./write_summary.ts";
import { sweepDocument, testBlocks } from "./document.ts";
import { limitText, metricText, metricTitle, valueText } from "./document/texts.ts";
import { PROGRAM } from "../system/installation.ts";

type TimedRecords = ReadonlyMap<string, RunRecord & { readonly times?: Result["times"] }>;

export function printSweep(
  summary: SweepSummary,
  format: string,
  lines: readonly (string | undefined)[],
): void {
  if (format === "json") printJson(summary);
  else if (format === "markdown") printDocument(`${summaryOf(sweepDocument(summary))}\n`);
  else printText(lines.filter((line) => line !== undefined).join("\n"));
}

/** How many runs failed for a reason outside the sweep. */
export function failedRuns({ trials }: SweepSummary): number {
  return trials.flatMap(({ runs }) => runs).filter(({ state }) => state === "failed").length;
}

/** A value of the metric as in a document, without no-break spaces: `97.16 ± 0.12 %`. */
export function metricLine(...values: Parameters<typeof metricText>): string {
  return metricText(...values).replaceAll("\u00a0", " ");
}

/** A trial's parameters in a line: `learningRate=0.1 sizes=[784,30,10]`. */
function parametersText(parameters: Readonly<Record<string, unknown>>): string {
  const all = Object.entries(parameters);
  if (all.length === 0) return "the config as it is";
  return all.map(([path, value]) => `${path}=${valueText(value)}`).join(" ");
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
    : `${metricLine(plan.metric, value)} after ${lengthText(plan, planned, metrics.length)}`;
  return `Trial ${trial}${seed}: ${what}; ${parametersText(parameters)}`;
}

/** How far a run is: epochs, or folds. */
function lengthText({ sweep }: SweepPlan, { config }: PlannedRun, length: number): string {
  return isByFolds(sweep)
    ? counted(foldsAt(sweep, length, config!.folds), "fold")
    : counted(length, "epoch");
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
  const { sweep, trials } = plan;
  const runs = trials.flatMap((trial) => trial.runs);
  const first = runs.find(({ config }) => config !== null)!;
  const network = first.config!;
  const whole = runs.reduce((sum, { config }) => sum + (config?.epochs ?? 0), 0);
  const { epochs, work } = costOf(plan);
  const lines = [
    `${sweep.name}: ${counted(trials.length, "trial")} by ${sweep.method}` +
    (sweep.seeds.length > 1
      ? `, each with ${sweep.seeds.length} seeds: ${count(runs.length)} runs`
      : ""),
  ];
  if (sweep.halving !== null) {
    const steps = stepsOf(plan)
      .map(({ left, end }) =>
        isByFolds(sweep)
          ? `${counted(left, "trial")} on ${lengthText(plan, first, end)}`
          : `${counted(left, "trial")} to epoch ${end}`
      );
    lines.push(`  ${steps.join(", ")}`);
  }
  if (!isByFolds(sweep)) {
    lines.push(
      `  ${counted(epochs, "epoch")} in all` +
        (sweep.halving === null ? "" : `, ${percent(epochs / whole, 0)} of ${count(whole)}`) +
        `, about ${inWords.format(work)} multiplications`,
    );
  }
  const most = sweep.keep === "all" ? Infinity : sweep.keep * sweep.seeds.length;
  const kept = Math.min(most, runs.length);
  const size = bytes(kept * 4 * parameterCount(network.sizes) * copiesOf(network));
  lines.push(
    `  weights of ${count(kept)} runs are kept, about ${size} with their checkpoints`,
    pending.length === 0
      ? "  nothing is left to train"
      : `  ${stages > 1 ? `stage ${stage} of ${stages}: ` : ""}${counted(pending.length, "run")} ` +
        "left" +
        (isByFolds(sweep) ? "" : timeText(plan, records, pending)),
  );
  const shown = trials.slice(0, MAX_PLANNED_TRIALS);
  const paths = [...new Set(trials.flatMap(({ parameters }) => Object.keys(parameters)))];
  lines.push(
    "",
    table([
      ["trial", ...paths],
      ...shown.map(({ trial, parameters }) => [
        String(trial),
        ...paths.map((path) => valueText(parameters[path])),
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

/** How many trials go to the end of each rung. */
function stepsOf({ rungs, trials: { length }, sweep: { halving, baseline } }: SweepPlan) {
  const own = baseline && length > 1 ? 1 : 0;
  let left = length;
  return rungs.map((end, k) => {
    if (k > 0) left = Math.max(1, Math.floor((left - own) / halving!.factor)) + own;
    return { left, end };
  });
}

/** The epochs of a sweep from its beginning, and the multiplications: about three for each weight and example. */
function costOf(plan: SweepPlan): { epochs: number; work: number } {
  const { sweep, trials } = plan;
  let [epochs, work] = [0, 0];
  const steps = stepsOf(plan);
  for (const [index, { runs }] of trials.entries()) { // as if the first trials went on
    for (const run of runs) {
      const end = steps.findLast(({ left }, k) => k === 0 || index < left)!.end;
      const own = sweep.halving === null ? run.config?.epochs ?? 0 : end;
      epochs += own;
      work += 3 * workOf(run, own);
    }
  }
  return { epochs, work };
}

/** `1.23 billion` */
const inWords = new Intl.NumberFormat("en-US", {
  notation: "compact",
  compactDisplay: "long",
  maximumSignificantDigits: 3,
});

/** The time on one core, estimated from the runs that are trained. */
function timeText(plan: SweepPlan, records: TimedRecords, pending: Progress["pending"]): string {
  let [seconds, work] = [0, 0];
  for (const run of plan.trials.flatMap(({ runs }) => runs)) {
    const record = records.get(run.run);
    if (record?.times === undefined) continue;
    seconds += record.times.seconds;
    work += workOf(run, record.metrics.length);
  }
  if (work === 0) return "; the time can be estimated once a run is trained";
  const left = pending.reduce(
    (sum, { planned, end }) => sum + workOf(planned, end - trainedEpochs(planned, records)),
    0,
  );
  return `, about ${duration(left * seconds / work)} on one core, judging by the runs so far`;
}

export function concludeSweep(
  summary: SweepSummary,
  folder: string,
  goOn: string,
  bestRun: string | undefined,
): string {
  const { name, metric, best, trials, complete } = summary;
  const runs = trials.flatMap((trial) => trial.runs);
  const lines: string[] = [];
  if (best !== null) {
    const { parameters, runs } = trials[best.trial - 1]!;
    const seeds = best.sd === null ? "" : ` over ${runs.length} seeds`;
    const mean = metricLine(metric, best.mean, best.sd);
    const of = summary.baseline === undefined ? "" : ` of ${count(trials.length)}`;
    lines.push(
      `Best${of}: trial ${best.trial}, ${metricTitle(summary)} ${mean}${seeds}: ` +
        `${parametersText(parameters)}`,
      ...testLines(summary, folder),
    );
  } else lines.push("No trial has a result yet");
  for (const state of ["diverged", "refused", "failed"] as const) {
    const [first, ...others] = trials.flatMap(({ trial, runs }) =>
      runs.flatMap((run) => run.state === state ? { trial, reason: run.reason } : [])
    );
    if (first === undefined) continue;
    const reason = first.reason === undefined ? "" : `: ${first.reason}`;
    const which = `${counted(1 + others.length, "run")} ${state}`;
    lines.push(`${which}, the first of trial ${first.trial}${reason}`);
  }
  if (summary.limit !== undefined) {
    lines.push(`${limitText(summary)}: ${goOn} searches on`);
  }
  const left = runs.filter(({ state }) => state === "missing" || state === "paused").length;
  if (!complete && left > 0 && summary.limit === undefined) {
    lines.push(`${name} is not complete: ${goOn} continues it`);
  }
  const next = bestRun === undefined || summary.test !== undefined
    ? ""
    : `; next: ${PROGRAM} evaluate ${quote(bestRun)}${
      userDatasetOf(best?.config.dataset)?.test === 0 ? "" : " --split test"
    }`;
  lines.push(`Wrote ${folder}: open ${quote(`${folder}/index.html`)}${next}`);
  return lines.join("\n");
}

/** The best run and the recipe side by side, and what follows. */
function testLines(summary: SweepSummary, folder: string): string[] {
  const { test, best, baseline } = summary;
  if (test === undefined) return [];
  const lines = blockTexts(testBlocks(summary, test));
  if (best!.trial === baseline) return lines;
  const path = trialPath(folder, baselineRun(summary)!);
  return [...lines, `The run of the recipe: ${quote(path)}`];
}
