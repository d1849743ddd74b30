/**
 * `deno task train`: fetches what is missing, drops the network permission, trains the network of a config and writes
 * the run. The mathematics is in `lib/`; here it is wired to a clock, a terminal and a disk.
 *
 * @module
 */

import { basename, join } from "@std/path";
import type { Config } from "../lib/config.ts";
import {
  createEngine,
  DivergenceError,
  type EngineName,
  ENGINES,
  Network,
  train,
  type TrainOptions,
} from "../mod.ts";
import { type Arguments, type Command, UsageError, wholeNumber } from "./support/arguments.ts";
import { createBlasEngine } from "./support/blas.ts";
import { changeConfig, readConfig } from "./support/config.ts";
import { fetchDataset } from "./support/fetch_dataset.ts";
import { main } from "./support/main.ts";
import { Progress } from "./support/progress.ts";
import { Recorder } from "./support/recorder.ts";
import { prepareReport } from "./support/report/write_report.ts";
import { checkResume, finished } from "./support/resume.ts";
import { RunFolder } from "./support/run.ts";
import { readSaved, type Saved } from "./support/saved.ts";
import { datasetOf, readSplits, type Splits } from "./support/splits.ts";
import { conclude, epochLine, introduce } from "./support/train_text.ts";

const DEFAULT_CONFIG = "tasks/configs/tutorial.json";

export const command = {
  name: "train",
  description:
    "Trains the network of a config and writes the run: config, metrics, summary, weights.\n" +
    "Fetches the data set first if it is missing.",
  options: {
    config: {
      description: `The config; ${DEFAULT_CONFIG} if not given, or the run's own with --resume`,
      value: "FILE",
    },
    set: {
      description: "Changes a key of the config, such as epochs=2 or sizes=[784,100,10]",
      value: "KEY=VALUE",
      repeatable: true,
    },
    seed: { description: "The same as --set seed=N", value: "N" },
    name: { description: "The run's name; the config's name if not given", value: "NAME" },
    runs: { description: "The folder of all runs", value: "FOLDER", default: "data/runs" },
    data: { description: "The folder of the data sets", value: "FOLDER", default: "data" },
    engine: {
      description: "What runs the loops; blas is outside the promise of equal bytes",
      value: "NAME",
      choices: [...ENGINES, "blas"],
      default: "auto",
    },
    workers: {
      description:
        "How many workers share large kernels: auto, or how many; the bytes do not depend on it",
      value: "N",
      default: "auto",
    },
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

/** Between two writings of the run while it trains, in milliseconds. */
const WRITE_INTERVAL = 2000;

/** Trains as the command line says. */
export async function trainTask(
  { options }: Arguments<typeof command>,
  interrupt: AbortSignal,
): Promise<void> {
  const name = checkName(options.name ?? basename(options.config ?? DEFAULT_CONFIG, ".json"));
  const path = join(options.runs, name);
  const limit = timeLimit(options["max-minutes"]);
  const saved = options.resume ? await readSaved(path) : undefined;
  const config = await configOf(options, saved, path);
  const workers = options.workers === "auto"
    ? workersFor(config)
    : wholeNumber("workers", options.workers, { min: 1, max: 256 });
  const print = options.json ? console.error : console.log;

  await fetchDataset(datasetOf(config), { data: options.data, signal: interrupt });
  const report = await prepareReport(!options["no-report"] && !options.json, interrupt);
  await Deno.permissions.revoke({ name: "net" }); // nothing below needs it

  await using folder = await RunFolder.open(path);
  const splits = await readSplits(config, options.data);
  using engine = options.engine === "blas"
    ? createBlasEngine({ workers })
    : createEngine(options.engine as EngineName, { workers });
  const network = new Network(config.sizes, {
    seed: config.seed,
    activation: config.activation,
    outputActivation: config.outputActivation,
    cost: config.cost,
    initializer: config.initializer,
    engine,
  });
  print(introduce(config, network));
  if (options.resume) print(goingOn(path, config, saved));

  const recorder = new Recorder(name, config, network, folder);
  if (saved !== undefined) await recorder.restore(saved);
  const timeUp = limit();
  const progress = new Progress();
  const startEpoch = (number: number) => {
    recorder.startEpoch();
    const label = `Epoch ${number} of ${config.epochs}`;
    if (number <= config.epochs) {
      progress.start({ label, unit: "images", total: config.trainingSize });
    }
  };
  const trainOptions: TrainOptions = {
    ...trainOptionsOf(config, splits),
    ...saved && { resume: saved.checkpoint },
    signal: AbortSignal.any([interrupt, timeUp]),
    onProgress(done, total) {
      progress.update(done);
      if (done === total) recorder.endTraining();
    },
  };
  let stopped: unknown;
  try {
    startEpoch((saved?.checkpoint.epoch ?? 0) + 1);
    for await (const epoch of train(network, splits.training, trainOptions)) {
      const metrics = await recorder.record(epoch);
      progress.clear();
      print(epochLine(metrics));
      await recorder.write("interrupted", WRITE_INTERVAL); // true, should the process die now
      startEpoch(epoch.number + 1);
    }
  } catch (error) {
    stopped = error;
  }
  progress.clear();

  const diverged = stopped instanceof DivergenceError;
  const asPlanned = stopped === undefined || stopped === timeUp.reason;
  if (!diverged && !asPlanned && !interrupt.aborted) throw stopped;
  const summary = await recorder.write(
    diverged ? "diverged" : interrupt.aborted ? "interrupted" : "timeLimit",
  );
  if (!asPlanned || summary === undefined) {
    console.error(
      summary === undefined
        ? "Stopped before an epoch was whole: nothing is kept"
        : `Stopped: ${folder.path} keeps epoch ${summary.epoch}${
          diverged ? "" : "; --resume goes on"
        }`,
    );
    throw stopped;
  }
  print(conclude(summary, folder.path));
  const reported = await report(folder.path, options.data);
  if (reported !== undefined) print(reported);
  if (options.json) console.log(JSON.stringify(summary));
}

/** What the library has to know of a config. */
function trainOptionsOf(config: Config, { validation, test }: Splits): TrainOptions {
  return {
    epochs: config.epochs,
    batchSize: config.batchSize,
    learningRate: config.learningRate,
    schedule: config.schedule,
    optimizer: config.optimizer,
    l2: config.l2,
    l1: config.l1,
    clipNorm: config.clipNorm ?? Infinity,
    maxNorm: config.maxNorm ?? Infinity,
    labelSmoothing: config.labelSmoothing,
    dropout: config.dropout,
    augment: config.augment,
    ...config.averaging && { averaging: config.averaging },
    ...config.earlyStopping && { earlyStopping: config.earlyStopping },
    keep: config.keep,
    ...config.evaluate.includes("validation") && { validation },
    ...config.evaluate.includes("test") && { test },
  };
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

/** More minutes than this are more milliseconds than a timer takes. */
const MOST_MINUTES = 30_000;

/** Reads `--max-minutes`; what is returned starts the clock. */
function timeLimit(text: string | undefined): () => AbortSignal {
  if (text === undefined) return () => new AbortController().signal;
  const minutes = /^\d*\.?\d+$/.test(text) ? Number(text) : NaN;
  if (!(minutes > 0 && minutes <= MOST_MINUTES)) {
    throw new UsageError(
      `Cannot read --max-minutes "${text}": it is a number of more than 0 and at most ${MOST_MINUTES}`,
    );
  }
  return () => {
    const controller = new AbortController();
    const reason = new Error(`Cannot train on: ${text} minutes are over`);
    setTimeout(() => controller.abort(reason), 60_000 * minutes);
    return controller.signal;
  };
}

/** What a training that is asked to go on does. */
function goingOn(path: string, config: Config, saved: Saved | undefined): string {
  if (saved === undefined) return `Nothing to resume in ${path}: starts anew`;
  const why = finished(saved, config);
  return why === undefined
    ? `Resumes ${path} after epoch ${saved.checkpoint.epoch}`
    : `Nothing is left to train in ${path}: ${why}`;
}

/** From so many multiplications in a batch on, workers are faster than one. */
const SHARED_BATCH = 4_000_000;

/** How many workers a config is worth: all cores or one. */
function workersFor({ sizes, batchSize }: Config): number {
  const weights = sizes.slice(1).reduce((sum, size, l) => sum + size * sizes[l]!, 0);
  return weights * batchSize >= SHARED_BATCH ? navigator.hardwareConcurrency : 1;
}

/** A run's name is a folder's, and it must not lead out of the folder of all runs. */
function checkName(name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return name;
  throw new UsageError(
    `Cannot name a run "${name}": letters, digits, ".", "_" and "-" are wanted, a letter or digit first`,
  );
}

if (import.meta.main) await main(command, trainTask);
