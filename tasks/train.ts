/**
 * `deno task train`: fetches what is missing, drops the network permission, trains the network of a config and writes
 * the run. @module
 */

import type { Arguments, Command } from "./cli/arguments.ts";
import { main } from "./cli/main.ts";
import { DATA, RUNS, WORKERS } from "./cli/options.ts";
import { printJson, printText } from "./cli/print.ts";
import { DATASET_OPTIONS, optionOf } from "./data/options.ts";
import { SETTABLE_KEYS } from "./run/config.ts";
import { ENGINE } from "./run/open_engine.ts";
import { INSTALLED } from "./system/installation.ts";
import { DivergenceError } from "../lib/train/divergence.ts";
import { holdsRun, readRun, type Summary, weightsBefore } from "./run/run_folder.ts";
import { isNothingLeft } from "./run/saved.ts";
import { openJob } from "./train/job.ts";
import { TrainingLog } from "./train/log.ts";
import { RunClock } from "./train/run_clock.ts";
import { settingsOf, TUTORIAL } from "./train/settings.ts";
import { trainRun } from "./train/train_run.ts";

export const command = {
  name: "train",
  description:
    "Trains a network from a config and writes the run: config, metrics, summary, weights, report.\n" +
    "Fetches the data set first if it is missing.",
  settable: { keys: SETTABLE_KEYS },
  insteadOfOperand: optionOf,
  options: {
    config: {
      description: `The config; ${
        INSTALLED ? "the tutorial's" : TUTORIAL
      } by default, or the run's own with --resume`,
      value: "FILE",
    },
    set: {
      description: "Change a key of the config, such as epochs=2 or 'sizes=[784,100,10]'",
      value: "KEY=VALUE",
      repeatable: true,
    },
    seed: { description: "The seed of all random numbers", value: "N" },
    folds: {
      description:
        "The number of cross-validation folds of a table, 0 for none (default auto: 5, fewer for small tables)",
      value: "N",
    },
    repeat: { description: "Repeat the cross-validation N times", value: "N", isRare: true },
    ...DATASET_OPTIONS,
    describe: {
      description: "Print how each column is read and what may be wrong, then stop",
    },
    "write-csv": {
      description: "Also write the table as a CSV file, which gives the same weights",
      value: "FILE",
      isRare: true,
    },
    name: {
      description: "The run's name (default: the name of the table or the config)",
      value: "NAME",
    },
    runs: RUNS,
    data: DATA,
    engine: ENGINE,
    workers: { ...WORKERS, isRare: true },
    resume: { description: "Continue an interrupted run, with identical results" },
    replace: {
      description: "Overwrite the run of this name, which is then lost",
    },
    "max-minutes": {
      description: "Stop after N minutes of training and keep the last whole epoch",
      value: "N",
      isRare: true,
    },
    search: {
      description:
        "For a table with folds, search for a better ensemble than the recipe's, within --max-minutes",
    },
    trials: {
      description:
        "Search the trials listed in a file, such as the summary.json of an earlier search",
      value: "FILE",
      repeatable: true,
      isRare: true,
    },
    shard: {
      description: "Search part I of N of the trials, to spread them over N machines",
      value: "I/N",
      isRare: true,
    },
    "no-report": { description: "Do not write report.html; implied by --json", isRare: true },
    verbose: { description: "Print every epoch; for a table, also every column and note" },
    json: { description: "Print the summary as JSON on stdout, and everything else on stderr" },
  },
} satisfies Command;

export async function trainTask(
  { options }: Arguments<typeof command>,
  interrupt: AbortSignal,
): Promise<void> {
  if (options.describe) {
    const { describeTable } = await import("./train/describe.ts");
    return printText(await describeTable(options));
  }
  using clock = new RunClock();
  const settings = await settingsOf(options);
  const { path, saved, minutes } = settings;
  const { trials, shard, "write-csv": csv } = options;
  const makesReport = !options.json && !options["no-report"];
  if (!makesReport) clock.skip("report");
  const csvFile = csv === undefined ? undefined : await import("./train/write_csv.ts");
  csvFile?.checkCsvFile(csv!, settings.draft.dataset);
  const job = await openJob(settings, options, interrupt);
  const { config, opened } = job;
  const log = new TrainingLog(job, settings, options, clock);
  if (csvFile !== undefined) log.print(await csvFile.writeTableCsv(csv!, settings.draft.dataset));
  await log.found();
  let before: string | undefined; // the hash of the weights in the folder
  let summary: Summary;
  if (saved !== undefined && isNothingLeft(saved)) {
    log.goesOn();
    ({ summary } = await readRun(path));
    before = summary.weightsSha256;
  } else {
    const trained = await trainRun(path, config, {
      ...job,
      saved,
      minutes,
      search: options.search || trials.length > 0
        ? await (await import("./train/table/search.ts")).searchAsked(
          { trials, minutes, shard },
          config,
        )
        : undefined,
      interrupt,
      clock,
      onWarning: (warning) => log.note(warning),
      check: async () => {
        before = await weightsBefore(path);
        const { hashes } = opened;
        if (saved !== undefined) {
          const { checkUnchanged } = await import("./train/resume.ts");
          await checkUnchanged(path, saved, hashes);
        } else if (!options.replace && await holdsRun(path)) {
          const { checkReplace } = await import("./train/replace.ts");
          await checkReplace(path, { config, hashes });
        }
      },
      onStart: (network, workers) => log.began(network, workers),
      onEpoch: (metrics) => log.epoch(metrics),
    });
    const { stopped } = trained;
    if (stopped !== undefined || trained.summary === undefined) {
      await log.stopped(trained.summary, !(stopped instanceof DivergenceError));
      throw stopped;
    }
    ({ summary } = trained);
  }
  const report = async () => {
    const { reportTrained } = await import("./results/report/write_report.ts");
    return await reportTrained(path, options.data);
  };
  await log.ended(summary, before, makesReport ? report : undefined);
  if (options.json) printJson(summary);
}

if (import.meta.main) await main(command, trainTask);
