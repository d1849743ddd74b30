/** Writes the summary of a sweep: `sweep.json`, what is made of it, and `times.json`, which differs between machines. @module */

import { exists } from "@std/fs";
import { join } from "@std/path";
import { isDeepStrictEqual } from "node:util";
import inkling from "../../deno.json" with { type: "json" };
import type { Config } from "../../lib/config.ts";
import { userDatasetOf } from "../../lib/config/user_data.ts";
import { outputsFor } from "../../lib/evaluate/predictions.ts";
import { METRICS } from "../../lib/measure/metric_table.ts";
import { expectedOf } from "../../lib/measure/row_scores.ts";
import { truthOf } from "../../lib/measure/verdict/truth.ts";
import { parameterNames } from "./plan/importance.ts";
import type { SweepPlan } from "./plan/plan.ts";
import { summarize } from "./plan/summarize.ts";
import type { SweepRun, SweepSummary, TestComparison, TimeLimited, Trial } from "./plan/summary.ts";
import { printNote } from "../cli/print.ts";
import { csvLine } from "../cli/table.ts";
import { pageOf } from "../../lib/document/page.ts";
import { readNetwork } from "../run/read_network.ts";
import { openRunData } from "../run/run_data.ts";
import { FILES, json, readRun, type Summary } from "../run/run_folder.ts";
import { RunFolder } from "../run/run_writer.ts";
import { trialPath } from "../run/sweep_folder.ts";
import { explain } from "../system/explain.ts";
import { writeAtomically } from "../system/files.ts";
import { sweepDocument } from "./document.ts";
import { type Result, SWEEP_FILES, type SweepFolder } from "./folder.ts";

interface SummaryOptions {
  /** The folder of the data sets. */
  readonly data: string;
  /** What ended it after a whole rung. */
  readonly limit?: TimeLimited | undefined;
}

/** Writes it; at the end of a sweep with a baseline the best run is compared with it, and is called the best. */
export async function writeSummary(
  folder: SweepFolder,
  plan: SweepPlan,
  records: ReadonlyMap<string, Result>,
  { data, limit }: SummaryOptions,
): Promise<SweepSummary> {
  const found = summarize(plan, records);
  const test = await compareOnTest(folder.path, plan, found, data).catch((error) => {
    printNote(`Not compared on the test part: ${explain(error)}`);
    return undefined;
  });
  const { importances, trials, ...others } = found;
  const summary = { ...others, ...test && { test }, ...limit && { limit }, importances, trials };
  if (test !== undefined) {
    const { verdict } = test;
    await writeBestOf(trialPath(folder.path, found.best!.run), { trials: trials.length, verdict });
  }
  const best = bestConfig(plan, summary);
  await folder.write({
    [SWEEP_FILES.times]: json(timesOf(records)),
    [SWEEP_FILES.best]: best === undefined ? null : json(best),
    [SWEEP_FILES.table]: sweepCsv(summary),
    [SWEEP_FILES.page]: pageOf(sweepDocument(summary)),
    [SWEEP_FILES.summary]: summaryText(summary),
  });
  return summary;
}

/** The summary as JSON, a line for each trial. */
function summaryText({ trials, ...others }: SweepSummary): string {
  const lines = trials.map((trial) => `    ${JSON.stringify(trial)}`);
  return json({ ...others, trials: [] })
    .replace(/\[\]\n\}\n$/, () => `[\n${lines.join(",\n")}\n  ]\n}\n`);
}

/** The best run's config with the path of its data here, which the summary leaves out. */
function bestConfig({ trials }: SweepPlan, { best }: SweepSummary): Config | undefined {
  if (best === null) return undefined;
  const { config } = trials[best.trial - 1]!.runs.find(({ run }) => run === best.run)!;
  return { ...best.config, dataset: config!.dataset };
}

function timesOf(records: ReadonlyMap<string, Result>): object {
  const runs = [...records].sort(([a], [b]) => a < b ? -1 : 1);
  return {
    seconds: runs.reduce((sum, [, { times }]) => sum + times.seconds, 0),
    versions: { inkling: inkling.version, deno: Deno.version.deno, v8: Deno.version.v8 },
    runs: Object.fromEntries(runs.map(([run, { times }]) => [run, times])),
  };
}

/** The folder of the best run, if its weights are there. */
export async function bestRun(folder: string, { best }: SweepSummary): Promise<string | undefined> {
  if (best === null) return undefined;
  const path = trialPath(folder, best.run);
  return await exists(join(path, "weights.safetensors")) ? path : undefined;
}

/**
 * A row for each run, with its trial's parameters: text as it is, all else as JSON, and empty cells where there is no value.
 * @returns lines as RFC 4180 has them
 */
export function sweepCsv({ metric, parameters, trials }: SweepSummary): string {
  const names = parameterNames(trials, parameters);
  const head = [...FIRST_COLUMNS, metric.name, ...names, "weightsSha256"];
  const rows = trials.flatMap((trial) => trial.runs.map((run) => cellsOf(trial, run, names)));
  return [head, ...rows].map((cells) => `${csvLine(cells.map(cellOf))}\r\n`).join("");
}

const FIRST_COLUMNS = ["trial", "bracket", "rung", "seed", "run", "state", "epochs", "epoch"];

function cellsOf(trial: Trial, run: SweepRun, names: readonly string[]): unknown[] {
  return [
    trial.trial,
    trial.bracket,
    trial.rung,
    run.seed,
    run.run,
    run.state,
    run.epochs,
    run.epoch ?? undefined,
    run.value ?? undefined,
    ...names.map((name) => trial.parameters[name]),
    run.weightsSha256,
  ];
}

function cellOf(value: unknown): string {
  if (typeof value === "string") return harmless(value);
  return value === undefined ? "" : JSON.stringify(value);
}

/** Text that no spreadsheet takes for a formula: what begins like one gets an apostrophe. */
function harmless(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/**
 * Writes it into the summary of a run, whose folder is locked meanwhile.
 * @throws {Error} if a training run is writing there
 */
async function writeBestOf(run: string, bestOf: Summary["bestOf"]): Promise<void> {
  await using _locked = await RunFolder.open(run);
  const { summary } = await readRun(run);
  if (isDeepStrictEqual(summary.bestOf, bestOf)) return;
  await writeAtomically(join(run, FILES.summary), json({ ...summary, bestOf }));
}

/** The run of the baseline that has the seed of the best run; `undefined` if a sweep has none, or no best run. */
export function baselineRun({ baseline, best, trials }: SweepSummary): string | undefined {
  if (baseline === undefined || best === null) return undefined;
  const seed = trials[best.trial - 1]!.runs.find(({ run }) => run === best.run)!.seed;
  return trials[baseline - 1]!.runs.find((run) => run.seed === seed)?.run;
}

/**
 * Evaluates both on the test part, each once.
 * @param data the folder of the data sets
 * @returns `undefined` for a sweep that is not complete, or has no baseline
 * @throws {Error} if the data is not there, or not what the runs learned from
 */
async function compareOnTest(
  folder: string,
  { trials }: SweepPlan,
  summary: SweepSummary,
  data: string,
): Promise<TestComparison | undefined> {
  const { complete, best } = summary;
  const other = baselineRun(summary);
  if (!complete || best === null || other === undefined) return undefined;
  const { config } = trials[best.trial - 1]!.runs.find(({ run }) => run === best.run)!;
  const paths = [best.run, other].map((run) => trialPath(folder, run));
  const { test, ...facts } = await openRunData(paths, config!, data);
  if (test.size === 0) return undefined;
  const [userData, baseline] = await Promise.all(paths.map(async (path) => {
    const { network } = await readNetwork(path);
    return outputsFor(network, test);
  })) as [Float32Array, Float32Array];
  const { metric: asked, positive } = userDatasetOf(config!.dataset) ?? {};
  const truth = truthOf({ test: userData }, expectedOf(test, { ...facts, positive }), {
    metric: asked && METRICS[asked].of === "costs" ? undefined : asked, // neither run has thresholds here
    test: Uint32Array.from({ length: test.size }, (_, row) => row),
    baselines: [{
      name: "recipe",
      phrase: "the recipe",
      test: baseline,
      advice: "use that",
      kept: "the best trial",
    }],
  });
  const { metric, testRows } = truth;
  const [rival] = truth.baselines;
  const { difference, costDifference } = rival!;
  return {
    metric,
    testRows,
    best: { test: truth.test, cost: truth.cost },
    baseline: { test: rival!.test, cost: rival!.cost },
    difference,
    costDifference,
    verdict: best.run === other ? "The recipe is the best of them: use that." : truth.verdict,
  };
}
