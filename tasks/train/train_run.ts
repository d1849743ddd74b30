/**
 * Trains the network of a config and writes the run, epoch by epoch: what `train` and `reproduce` share. The mathematics is
 * in `lib/`; here it is wired to a clock, a terminal and a disk. @module
 */

import { basename } from "@std/path";
import { DivergenceError, Network, train, type TrainOptions } from "../../mod.ts";
import type { Config } from "../../lib/config/mod.ts";
import type { Engine } from "../../lib/engine/mod.ts";
import { COST_VERSION, costOfVersion } from "../../lib/network/mod.ts";
import { type Checkpoint, observer, TRAIN_OPTIONS } from "../../lib/train/mod.ts";
import { openEngine } from "../run/open_engine.ts";
import { Progress } from "../cli/progress.ts";
import { printNote } from "../cli/print.ts";
import { Recorder } from "./recorder.ts";
import { type Metrics, RunFolder, type Summary } from "../run/run_folder.ts";
import type { Saved } from "../run/saved.ts";
import { exampleName } from "../data/names.ts";
import { type OpenData, openData } from "../data/open_data.ts";
import type { Splits } from "../data/splits.ts";
import { trainFolds } from "./train_folds.ts";
import { truthOfTest } from "../run/truth_of_test.ts";
import { warningsOf } from "./warnings.ts";
import { TimeLimit } from "./time_limit.ts";

export interface TrainRunOptions {
  data: string;
  opened?: OpenData | undefined;
  engine: string;
  workers: number;
  saved?: Saved | undefined;
  /** The version of the costs of a run that begins; the newest if left out. */
  costVersion?: number;
  minutes?: number | undefined;
  /** After which epoch training pauses; after all if left out. It is no part of the config. */
  stopAfter?: number | undefined;
  /** Aborted by the user, to stop training. */
  interrupt: AbortSignal;
  /** Where progress is shown; on stderr if left out. */
  progress?: Pick<Progress, "start" | "update" | "clear">;
  /** Called with warnings of the data; printed on stderr if left out. */
  onWarning?: (warning: string) => void;
  /** Called when the folder is locked, before training; if it throws, the folder stays as it is. */
  check?: () => Promise<void>;
  onStart?: (network: Network, workers: number) => void;
  onEpoch?: (metrics: Metrics) => void;
  /** Called with how long training over folds will take, in a line, as soon as that can be estimated. */
  onEstimate?: (line: string) => void;
}

export interface TrainedRun {
  /** The summary of the run; `undefined` if no epoch is whole, and there is no run. */
  summary: Summary | undefined;
  metrics: readonly Metrics[];
  /** What stopped it before its end: the user, divergence, or the time limit if no epoch is whole. */
  stopped?: unknown;
}

const WRITE_INTERVAL_MS = 2000;

/** Trains a run in its folder, which is named as the run. */
export async function trainRun(
  path: string,
  config: Config,
  options: TrainRunOptions,
): Promise<TrainedRun> {
  if (config.folds > 0) return await trainFolds(path, config, options);
  const { data, workers, saved, interrupt } = options;
  await using folder = await RunFolder.open(path);
  await options.check?.();
  const splits = options.opened ?? await openData(config, data);
  interrupt.throwIfAborted(); // while all that was read
  const { onWarning = printNote } = options;
  using engine = openEngine(options.engine, workers, onWarning);
  const { costVersion } = saved ?? { costVersion: options.costVersion ?? COST_VERSION };
  const network = networkOf(config, engine, costVersion);
  options.onStart?.(network, network.engine.workers);

  const recorder = new Recorder({
    name: basename(path),
    config,
    network,
    folder,
    data: splits,
    costVersion,
  });
  if (saved !== undefined) await recorder.restore(saved);
  interrupt.throwIfAborted();
  using limit = new TimeLimit(options.minutes);
  const { stopAfter = config.epochs, progress = new Progress() } = options;
  const startEpoch = (number: number) => {
    recorder.startEpoch();
    if (number > config.epochs) return;
    progress.start({
      label: `Epoch ${number} of ${config.epochs}`,
      unit: `${exampleName(config.dataset)}s`,
      total: config.trainingSize,
      following: config.epochs - number,
    });
  };
  const trainOptions: TrainOptions = {
    ...trainOptionsOf(config, splits),
    ...saved && { resume: saved.checkpoint as Checkpoint },
    signal: AbortSignal.any([interrupt, limit.signal]),
    onWarning,
    onProgress(done, total) {
      progress.update(done);
      if (done === total) recorder.endTraining();
    },
  };
  let stopped: unknown;
  let paused = false;
  try {
    const before = saved?.checkpoint.epoch ?? 0;
    startEpoch(before + 1);
    paused = before >= stopAfter;
    if (!paused) {
      for await (const epoch of train(network, splits.training, trainOptions)) {
        const metrics = await recorder.record(epoch);
        progress.clear();
        options.onEpoch?.(metrics);
        paused = epoch.number >= stopAfter;
        if (paused) break;
        if (recorder.endedItself === undefined) {
          await recorder.write("interrupted", { interval: WRITE_INTERVAL_MS }); // which is true if the process dies now
        }
        startEpoch(epoch.number + 1);
      }
    }
  } catch (error) {
    stopped = error;
  }
  progress.clear();

  const diverged = stopped instanceof DivergenceError;
  const asPlanned = stopped === undefined || stopped === limit.signal.reason;
  if (!diverged && !asPlanned && !interrupt.aborted) throw stopped;
  const { results } = recorder;
  const ended = recorder.endedItself ??
    (diverged ? "diverged" : interrupt.aborted ? "interrupted" : paused ? "paused" : "timeLimit");
  const isCut = ended === "diverged" || ended === "interrupted";
  const kept = isCut ? undefined : recorder.keptNetwork();
  const summary = await recorder.write(ended, {
    warnings: kept && results ? warningsOf(config, kept, results, splits) : [],
    truth: kept && splits.table && config.evaluate.includes("test")
      ? truthOfTest(kept, splits, config)
      : undefined,
  });
  const { metrics } = recorder;
  if (asPlanned && summary !== undefined) return { summary, metrics };
  return { summary, metrics, stopped };
}

/** The network that a config begins with, whose costs are computed as by a version. */
export function networkOf(config: Config, engine: Engine, costVersion: number): Network {
  const { sizes, seed, activation, outputActivation, initializer } = config;
  const cost = costOfVersion(config.cost, costVersion);
  return new Network(sizes, { seed, activation, outputActivation, cost, initializer, engine });
}

/** What a config holds of training, whole, and the splits that it evaluates. */
export function trainOptionsOf(config: Config, { validation, test }: Splits): TrainOptions {
  const { observe, ...others } = config;
  const options = Object.entries(others).filter(([key]) => Object.hasOwn(TRAIN_OPTIONS, key));
  return {
    ...Object.fromEntries(options) as unknown as TrainOptions,
    ...observe && { observe: observer(observe) },
    ...config.evaluate.includes("validation") && { validation },
    ...config.evaluate.includes("test") && { test },
  };
}
