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
import { readConfig } from "./support/config.ts";
import { fetchDataset } from "./support/fetch_dataset.ts";
import { main } from "./support/main.ts";
import { Progress } from "./support/progress.ts";
import { Recorder } from "./support/recorder.ts";
import { type Metrics, type Result, RunFolder, type Summary } from "./support/run.ts";
import { datasetOf, readSplits } from "./support/splits.ts";

export const command = {
  name: "train",
  description:
    "Trains the network of a config and writes the run: config, metrics, summary, weights.\n" +
    "Fetches the data set first if it is missing.",
  options: {
    config: {
      description: "The config",
      value: "FILE",
      default: "tasks/configs/tutorial.json",
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
    json: { description: "Print the summary as JSON on stdout, and everything else on stderr" },
  },
} satisfies Command;

/** Between two writings of the run while it trains, in milliseconds. */
const WRITE_INTERVAL = 2000;

/** Trains as the command line says. */
export async function trainTask(
  { options }: Arguments<typeof command>,
  signal: AbortSignal,
): Promise<void> {
  const seed = options.seed === undefined ? [] : [`seed=${wholeNumber("seed", options.seed)}`];
  const config = await readConfig(options.config, [...options.set, ...seed]);
  const name = checkName(options.name ?? basename(options.config, ".json"));
  const workers = options.workers === "auto"
    ? workersFor(config)
    : wholeNumber("workers", options.workers, { min: 1, max: 256 });
  const print = options.json ? console.error : console.log;

  await fetchDataset(datasetOf(config), { data: options.data, signal });
  await Deno.permissions.revoke({ name: "net" }); // nothing below needs it

  await using folder = await RunFolder.open(join(options.runs, name));
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

  const recorder = new Recorder(name, config, network, folder);
  const progress = new Progress();
  const startEpoch = (number: number) => {
    recorder.startEpoch();
    const label = `Epoch ${number} of ${config.epochs}`;
    if (number <= config.epochs) {
      progress.start({ label, unit: "images", total: config.trainingSize });
    }
  };
  const trainOptions: TrainOptions = {
    epochs: config.epochs,
    batchSize: config.batchSize,
    learningRate: config.learningRate,
    optimizer: config.optimizer,
    l2: config.l2,
    augment: config.augment,
    l1: config.l1,
    clipNorm: config.clipNorm ?? Infinity,
    maxNorm: config.maxNorm ?? Infinity,
    labelSmoothing: config.labelSmoothing,
    dropout: config.dropout,
    ...config.evaluate.includes("validation") && { validation: splits.validation },
    ...config.evaluate.includes("test") && { test: splits.test },
    signal,
    onProgress(done, total) {
      progress.update(done);
      if (done === total) recorder.endTraining();
    },
  };
  try {
    startEpoch(1);
    for await (const epoch of train(network, splits.training, trainOptions)) {
      const metrics = await recorder.record(epoch);
      progress.clear();
      print(epochLine(metrics));
      await recorder.write("interrupted", WRITE_INTERVAL); // true, should the process die now
      startEpoch(epoch.number + 1);
    }
  } catch (error) {
    progress.clear();
    const diverged = error instanceof DivergenceError;
    if (!diverged && !signal.aborted) throw error;
    const summary = await recorder.write(diverged ? "diverged" : "interrupted");
    console.error(
      summary === undefined
        ? "Stopped before an epoch was whole: nothing is kept"
        : `Stopped: ${folder.path} keeps epoch ${summary.epoch}`,
    );
    throw error;
  }
  const summary = (await recorder.write("done"))!;
  print(conclude(summary, folder.path));
  if (options.json) console.log(JSON.stringify(summary));
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

function introduce(config: Config, network: Network): string {
  const { sizes, activation, cost, trainingSize, dataset, augment } = config;
  const { epochs, batchSize, learningRate, seed } = config;
  const { name, workers } = network.engine;
  return `Training ${sizes.join("-")} (${activation}, ${cost}) on ` +
    `${counted(trainingSize, "image")} of ${dataset}${augment ? ", deformed" : ""}\n${
      counted(epochs, "epoch")
    }, ` +
    `batches of ${batchSize}, learning rate ${learningRate}, seed ${seed}, engine ${name}` +
    (workers > 1 ? `, ${workers} workers` : "");
}

function counted(n: number, noun: string): string {
  return `${n.toLocaleString("en-US")} ${noun}${n === 1 ? "" : "s"}`;
}

/** The tutorial's line, `Epoch 1: 9129 / 10000`, and what else there is to know. */
function epochLine({ epoch, train, validation, test, seconds, samplesPerSecond }: Metrics): string {
  const parts: string[] = [];
  if (test) parts.push(`${test.correct} / ${test.size}`);
  if (validation) parts.push(`validation ${percent(validation)}`);
  parts.push(`cost ${train.cost.toFixed(4)}`, `${seconds.toFixed(2)} s`);
  return `Epoch ${epoch}: ${parts.join(", ")}, ${
    samplesPerSecond.toLocaleString("en-US")
  } images/s`;
}

function conclude(summary: Summary, path: string): string {
  const { epoch, best, validation, test, weightsSha256 } = summary;
  const results = [
    ...validation ? [`validation ${percent(validation)}`] : [],
    ...test ? [`test ${percent(test)}`] : [],
  ];
  return [
    `Kept epoch ${epoch}${results.length > 0 ? `: ${results.join(", ")}` : ""}` +
    (best ? `; the best by validation was epoch ${best.epoch}, ${percent(best)}` : ""),
    `Wrote ${path} (weights ${weightsSha256.slice(0, 12)}…); next: deno task evaluate ${path}`,
  ].join("\n");
}

function percent({ accuracy }: Pick<Result, "accuracy">): string {
  return `${(100 * accuracy).toFixed(2)} %`;
}

if (import.meta.main) await main(command, trainTask);
