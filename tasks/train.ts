/**
 * `deno task train`: fetches what is missing, drops the network permission, trains the network of a config and writes
 * the run.
 *
 * @module
 */

import { basename, join } from "@std/path";
import { type Config, CONFIG_KEYS } from "../lib/config.ts";
import { DivergenceError } from "../mod.ts";
import { type Arguments, type Command, UsageError, wholeNumber } from "./cli/arguments.ts";
import { changeConfig, readConfig } from "./run/config.ts";
import { fetchDataset } from "./datasets/fetch_dataset.ts";
import { main } from "./cli/main.ts";
import { DATA, ENGINE, RUNS, WORKERS } from "./cli/options.ts";
import { prepareReport } from "./report/write_report.ts";
import { checkResume, finished } from "./train/resume.ts";
import { readSaved, type Saved } from "./run/saved.ts";
import { datasetOf } from "./datasets/splits.ts";
import { minutesOf } from "./train/time_limit.ts";
import { trainRun } from "./train/train_run.ts";
import { conclude, epochLine, introduce } from "./train/text.ts";
import { workersOf } from "./train/open_engine.ts";

const DEFAULT_CONFIG = "tasks/configs/tutorial.json";

export const command = {
  name: "train",
  description:
    "Trains the network of a config and writes the run: config, metrics, summary, weights.\n" +
    "Fetches the data set first if it is missing.",
  instead: keyToSet,
  options: {
    config: {
      description: `The config; ${DEFAULT_CONFIG} if not given, or the run's own with --resume`,
      value: "FILE",
    },
    set: {
      description: "Changes a key of the config, such as epochs=2 or 'sizes=[784,100,10]'",
      value: "KEY=VALUE",
      repeatable: true,
    },
    seed: { description: "The same as --set seed=N", value: "N" },
    name: { description: "The run's name; the config's name if not given", value: "NAME" },
    runs: RUNS,
    data: DATA,
    engine: ENGINE,
    workers: WORKERS,
    resume: {
      description:
        "Go on from the run's last whole epoch, to the same bytes; anew if there is no run",
    },
    "max-minutes": {
      description: "End after so many minutes of training and keep the last whole epoch",
      value: "N",
    },
    "no-report": { description: "Do not write report.html at the end; --json implies it" },
    json: { description: "Print the summary as JSON on stdout, and everything else on stderr" },
  },
} satisfies Command;

/** What to write for an option that is a key of the config. */
function keyToSet(name: string): string | undefined {
  const key = CONFIG_KEYS.find((key) =>
    key.toLowerCase() === name.replaceAll("-", "").toLowerCase()
  );
  return key && `--set ${key}=…`;
}

/** Trains as the command line says. */
export async function trainTask(
  { options }: Arguments<typeof command>,
  interrupt: AbortSignal,
): Promise<void> {
  const name = checkName(options.name ?? basename(options.config ?? DEFAULT_CONFIG, ".json"));
  const path = join(options.runs, name);
  const limit = options["max-minutes"];
  const minutes = limit === undefined ? undefined : minutesOf("max-minutes", limit);
  const saved = options.resume ? await readSaved(path) : undefined;
  const config = await configOf(options, saved, path);
  const workers = workersOf(options.workers, config);
  const print = options.json ? console.error : console.log;

  await fetchDataset(datasetOf(config), { data: options.data, signal: interrupt });
  const report = await prepareReport(!options["no-report"] && !options.json, interrupt);
  await Deno.permissions.revoke({ name: "net" }); // nothing below needs it

  const { summary, stopped } = await trainRun(path, config, {
    data: options.data,
    engine: options.engine,
    workers,
    saved,
    minutes,
    interrupt,
    onStart(network) {
      print(introduce(config, network));
      if (options.resume) print(goingOn(path, config, saved));
    },
    onEpoch: (metrics) => print(epochLine(metrics)),
  });
  if (stopped !== undefined || summary === undefined) {
    console.error(
      summary === undefined
        ? "Stopped before an epoch was whole: nothing is kept"
        : `Stopped: ${path} keeps epoch ${summary.epoch}${
          stopped instanceof DivergenceError ? "" : "; --resume goes on"
        }`,
    );
    throw stopped;
  }
  print(conclude(summary, path));
  const reported = await report(path, options.data);
  if (reported !== undefined) print(reported);
  if (options.json) console.log(JSON.stringify(summary));
}

/** The config of the command line; that of the run if one is resumed and no other is named. */
async function configOf(
  options: Arguments<typeof command>["options"],
  saved: Saved | undefined,
  path: string,
): Promise<Config> {
  const seed = options.seed === undefined ? [] : [`seed=${wholeNumber("seed", options.seed)}`];
  const changes = [...options.set, ...seed];
  if (saved === undefined) return await readConfig(options.config ?? DEFAULT_CONFIG, changes);
  const config = options.config === undefined
    ? changeConfig(structuredClone(saved.config), changes, `the config of ${path}`)
    : await readConfig(options.config, changes);
  checkResume(path, saved, config, options.engine);
  return config;
}

/** What `--resume` does, in a line. */
function goingOn(path: string, config: Config, saved: Saved | undefined): string {
  if (saved === undefined) return `Nothing to resume in ${path}: starts anew`;
  const why = finished(saved, config);
  return why === undefined
    ? `Resumes ${path} after epoch ${saved.checkpoint.epoch}`
    : `Nothing is left to train in ${path}: ${why}`;
}

/** A run's name is a folder's, and it must not lead out of the folder of all runs. */
function checkName(name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return name;
  throw new UsageError(
    `Cannot name a run "${name}": letters, digits, ".", "_" and "-" are wanted, a letter or digit first`,
  );
}

if (import.meta.main) await main(command, trainTask);
