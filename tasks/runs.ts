/** `deno task runs`: lists the runs and their results. @module */

import type { Config } from "../lib/config.ts";
import { type UserDataset, userDatasetOf } from "../lib/config/user_data.ts";
import type { AskedMetric } from "../lib/options/metric_names.ts";
import { METRICS } from "../lib/measure/metric_table.ts";
import type { Arguments, Command } from "./cli/arguments.ts";
import { METRIC, readMetric } from "./cli/decision_values.ts";
import { bytes as inBytes } from "./cli/format.ts";
import { main } from "./cli/main.ts";
import { RUNS } from "./cli/options.ts";
import { fitting, table } from "./cli/table.ts";
import { printJson, printText } from "./cli/print.ts";
import { dataName, splitName } from "./data/names.ts";
import { measuredOf } from "./run/measured.ts";
import { type ListedRun, listRuns, type WholeRun } from "./run/list_runs.ts";
import { withInterval } from "./results/problem/metrics.ts";
import { resultText } from "./results/problem/results.ts";
import { thresholdsText } from "./results/problem/thresholds.ts";
import { PROGRAM } from "./system/installation.ts";

export const command = {
  name: "runs",
  description: "Lists the runs, the newest first: date, data, result, size.\n" +
    "The result is from the test part, or else from validation. A run with a missing or damaged file is shown as damaged.",
  options: {
    runs: RUNS,
    metric: {
      ...METRIC,
      description: "The metric to show and sort by, on the test part or else out of fold",
    },
    verbose: { description: "Print every column, one below the other if lines are too short" },
    json: { description: "Print the list as JSON" },
  },
} satisfies Command;

/** The columns that narrow terminals have no room for, the first of them first: network, size, epochs, date. */
const LAST_COLUMNS = [3, 6, 4, 1];

export async function runsTask({ options }: Arguments<typeof command>): Promise<void> {
  const metric = options.metric === undefined ? undefined : readMetric(options.metric);
  const listed = await listRuns(options.runs);
  const runs = metric === undefined ? listed : byMetric(listed, metric);
  if (options.json) {
    printJson({ folder: options.runs, runs: runs.map((run) => inJson(run, metric)) }, 2);
    return;
  }
  if (runs.length === 0) {
    printText(`No runs in ${options.runs}; \`${PROGRAM} train\` makes one`);
    return;
  }
  const result = metric === undefined ? "result" : METRICS[metric].label;
  const head = ["run", "trained, UTC", "data", "network", "epochs", result, "size"];
  const rows = [head, ...runs.map((run) => row(run, metric))];
  if (options.verbose) printText(table(rows));
  else {
    const { rows: shown, left } = fitting(rows, LAST_COLUMNS);
    printText(table(shown));
    if (left.length > 0) printText(`\nNot shown: ${left.join(", ")}; --verbose prints them`);
  }
  for (const { name, damage } of runs) {
    if (damage !== undefined) printText(`\n${name} is damaged: ${damage}`);
  }
}

/** The best first, and those without the metric last. */
function byMetric(runs: readonly ListedRun[], metric: AskedMetric): ListedRun[] {
  const sign = METRICS[metric].goal === "maximize" ? 1 : -1;
  const score = (run: ListedRun) => {
    const value = run.damage === undefined ? measuredIn(run, metric)?.value : undefined;
    return value === undefined ? -Infinity : sign * value;
  };
  return runs.toSorted((a, b) => score(a) < score(b) ? 1 : Number(score(a) > score(b)) * -1);
}

/** A metric on test, or else on validation. */
function measuredIn({ summary }: WholeRun, metric: AskedMetric) {
  const found = (["test", "validation"] as const).map((split) => ({
    split,
    interval: measuredOf(summary, split, metric),
  }));
  const first = found.find(({ interval }) => interval !== undefined);
  return first && { name: metric, split: first.split, ...first.interval! };
}

function row(run: ListedRun, asked: AskedMetric | undefined): string[] {
  const { name, date, bytes } = run;
  const when = date.toISOString().slice(0, 16).replace("T", " ");
  const size = inBytes(bytes);
  if (run.damage !== undefined) return [name, when, "–", "–", "–", "damaged", size];
  const { config, summary } = run;
  const epochs = summary.ended === "done"
    ? String(summary.epochs)
    : `${summary.epochs}/${config.epochs}`;
  const { result, split } = resultOf(run);
  const rare = summary.truth?.rare && summary.decision === undefined
    ? summary.truth.metric as AskedMetric
    : undefined;
  const metric = asked ?? userDatasetOf(config.dataset)?.metric ?? rare;
  const measured = metric && measuredIn(run, metric);
  if (asked !== undefined && measured === undefined) {
    return [name, when, dataIn(config), config.sizes.join("-"), epochs, "–", size];
  }
  const words = measured !== undefined
    ? `${asked === undefined ? `${METRICS[metric!].label} ` : ""}${
      withInterval(metric!, measured)
    }${onSplitIn(run, measured.split)}`
    : result === undefined
    ? "–"
    : `${resultText(result)}${onSplitIn(run, split)}${thresholdsIn(run)}`;
  return [name, when, dataIn(config), config.sizes.join("-"), epochs, words, size];
}

/** Where a result is measured, unless it is the test of the model that the run has. */
function onSplitIn({ config, summary: { refit } }: WholeRun, split: string): string {
  if (split !== "test") return ` (${splitName(split, config)})`;
  return refit === undefined ? "" : " (before it was trained on these rows too)";
}

/** The thresholds that a result follows. */
function thresholdsIn({ summary: { decision } }: WholeRun): string {
  return decision === undefined ? "" : `, ${thresholdsText(decision.thresholds)}`;
}

/** The data, with the target of a table: `iris.csv (species)`. */
function dataIn({ dataset }: Pick<Config, "dataset">): string {
  const { target } = Object(dataset) as Partial<UserDataset>;
  return dataName(dataset) + (target === undefined ? "" : ` (${[target].flat().join(", ")})`);
}

function inJson(run: ListedRun, metric: AskedMetric | undefined): object {
  const { name, path, bytes } = run;
  const entry = { name, path, date: run.date.toISOString(), bytes };
  if (run.damage !== undefined) return { ...entry, damage: run.damage };
  const { config, summary } = run;
  const { dataset, sizes, seed } = config;
  const { epoch, epochs, ended, decision, refit, weightsSha256 } = summary;
  const measured = metric && { metric: measuredIn(run, metric) ?? null };
  const results = { ...resultOf(run), ...measured, decision, refit };
  return { ...entry, dataset, sizes, seed, epoch, epochs, ended, ...results, weightsSha256 };
}

/** The result on test, or else on validation; empty if neither was evaluated. */
function resultOf({ summary: { test, validation } }: WholeRun) {
  if (test !== undefined) return { split: "test", result: test } as const;
  return validation === undefined ? {} : { split: "validation", result: validation } as const;
}

if (import.meta.main) await main(command, runsTask);
