/**
 * `deno task train`: fetches what is missing, drops the network permission, trains the network of a config and writes
 * the run. @module
 */

import type { Arguments, Command } from "./cli/arguments.ts";
import { main } from "./cli/main.ts";
import { DATA, RUNS, WORKERS } from "./cli/options.ts";
import { printJson, printText } from "./cli/print.ts";
import { DATASET_OPTIONS, optionOf } from "./data/options.ts";
import { reportTrained } from "./results/report/write_report.ts";
import { SETTABLE_KEYS } from "./run/config.ts";
import { ENGINE } from "./run/open_engine.ts";
import { INSTALLED } from "./system/installation.ts";
import { TrainJob, TUTORIAL } from "./train/job.ts";

export const command = {
  name: "train",
  description:
    "Trains the network of a config and writes the run: config, metrics, summary, weights, report.\n" +
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
      description: "Print how each column of the table is read and what may be wrong, and stop",
    },
    "write-csv": {
      description: "Also write the table as a CSV file, which trains to the same weights",
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
    workers: WORKERS,
    resume: { description: "Continue an interrupted run, with identical results" },
    replace: {
      description: "Replace a run of the same name with another config, which is then deleted",
    },
    "max-minutes": {
      description: "Stop after N minutes of training and keep the last whole epoch",
      value: "N",
      isRare: true,
    },
    "no-report": { description: "Do not write report.html; implied by --json", isRare: true },
    verbose: { description: "Print every column, epoch and remark of a table's run" },
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
  const job = await TrainJob.from(options, interrupt);
  const makesReport = !options.json && !options["no-report"];
  const report = () => reportTrained(job.path, options.data);
  const summary = await job.run(interrupt, makesReport ? report : undefined);
  if (options.json) printJson(summary);
}

if (import.meta.main) await main(command, trainTask);
