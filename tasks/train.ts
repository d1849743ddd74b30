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
    "Trains the network of a config and writes the run: config, metrics, summary, weights.\n" +
    "Fetches the data set first if it is missing.",
  settable: { keys: SETTABLE_KEYS },
  insteadOfOperand: optionOf,
  options: {
    config: {
      description: `The config; ${
        INSTALLED ? "the tutorial's" : TUTORIAL
      } if not given, or the run's own with --resume`,
      value: "FILE",
    },
    set: {
      description: "Changes a key of the config, such as epochs=2 or 'sizes=[784,100,10]'",
      value: "KEY=VALUE",
      repeatable: true,
    },
    seed: { description: "The same as --set seed=N", value: "N" },
    folds: {
      description:
        "Into how many folds the rows of a table are dealt that do not test; 0 for none, auto for 5 or fewer: --csv without --config has that",
      value: "N",
    },
    repeat: {
      description: "The same as --set repeat=N: how many times they are dealt",
      value: "N",
    },
    ...DATASET_OPTIONS,
    describe: {
      description:
        "Print what each column of the table was taken for and what may be wrong, and end",
    },
    "write-csv": {
      description: "Write the table as a CSV file too, which trains to the same weights",
      value: "FILE",
    },
    name: {
      description:
        "The run's name; that of the table's or the config's file, without its ending, if not given",
      value: "NAME",
    },
    runs: RUNS,
    data: DATA,
    engine: ENGINE,
    workers: WORKERS,
    resume: {
      description:
        "Go on from the run's last whole epoch, to the same bytes; anew if there is no run",
    },
    replace: {
      description: "Train over a run of that name which is of another config, and is lost then",
    },
    "max-minutes": {
      description: "End after N minutes of training and keep the last whole epoch",
      value: "N",
    },
    "no-report": { description: "Do not write report.html at the end; --json implies it" },
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
  const summary = await job.run(interrupt);
  if (options.json) printJson(summary);
  else if (!options["no-report"]) printText(await reportTrained(job.path, options.data));
}

if (import.meta.main) await main(command, trainTask);
