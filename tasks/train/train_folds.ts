/**
 * Trains the members of a config with folds and writes the run, round by round: a round is an epoch of each member that has
 * not stopped. @module
 */

import { basename } from "@std/path";
import { type Config, weightDecaysOf } from "../../lib/config/mod.ts";
import {
  countFolds,
  curvePlansOf,
  type FoldedData,
  isOfFolds,
  memberNetwork,
  type MemberPlan,
  memberPlansOf,
  type MemberTraining,
  Rounds,
  truthOfFolds,
} from "../../lib/fold_ensemble/mod.ts";
import { COST_VERSION } from "../../lib/network/mod.ts";
import { TRAIN_OPTIONS } from "../../lib/train/mod.ts";
import { printNote } from "../cli/print.ts";
import { Progress } from "../cli/progress.ts";
import { type OpenData, openData } from "../datasets/open_data.ts";
import { openEngine } from "../run/open_engine.ts";
import { RunFolder, type Summary } from "../run/run_folder.ts";
import { FoldRecorder } from "./fold_recorder.ts";
import { MemberWorkers } from "./member_workers.ts";
import { TimeLimit } from "./time_limit.ts";
import type { TrainedRun, TrainRunOptions } from "./train_run.ts";

/** The least time between two writes of a run before its end: each evaluates all members. */
const WRITE_INTERVAL_MS = 10_000;

/** Trains a run over folds in its folder, which is named as the run. */
export async function trainFolds(
  path: string,
  config: Config,
  options: TrainRunOptions,
): Promise<TrainedRun> {
  const { data: dataFolder, workers, saved, interrupt, stopAfter = config.epochs } = options;
  await using folder = await RunFolder.open(path);
  await options.check?.();
  const opened = options.opened ?? await openData(config, dataFolder);
  interrupt.throwIfAborted();
  const { onWarning = printNote, progress = new Progress() } = options;
  using engine = openEngine(options.engine, 1, onWarning);
  const data = foldedIn(opened);
  const plans = memberPlansOf({
    ...{ folds: countFolds(data.folded), repeat: config.repeat, seed: config.seed },
    hidden: config.sizes.slice(1, -1),
    weightDecays: weightDecaysOf(config.optimizer),
  });
  const training = memberTrainingOf(config);
  const like = memberNetwork(plans[0]!, data.folded, training.network, engine);
  like.classNames = data.folded.training.classNames;
  options.onStart?.(like, workers);

  const checkpoint = saved?.checkpoint;
  if (checkpoint !== undefined && (!isOfFolds(checkpoint) || checkpoint.members.length !== plans.length)) {
    throw new Error(`Cannot resume ${path}: its checkpoint is not of these members`);
  }
  using trainers = await MemberWorkers.start(data.folded, plans, {
    ...{ training, engine: options.engine, threads: workers },
    resume: checkpoint?.members,
  });
  const rounds = new Rounds(data.folded, plans, like);
  const before = checkpoint?.epoch ?? 0;
  if (before > 0) rounds.restore(before, await trainers.bestOutputs());
  const recorder = new FoldRecorder({
    ...{ name: basename(path), config, folder, data, plans, training, engine, workers, costVersion: COST_VERSION },
  }, trainers, saved);
  using limit = new TimeLimit(options.minutes);
  const signal = AbortSignal.any([interrupt, limit.signal]);
  let paused = before >= stopAfter;
  let isLast = false;
  for (let round = before + 1; round <= config.epochs && !paused && !signal.aborted; round++) {
    recorder.startRound();
    progress.start({
      ...{ label: `Round ${round} of at most ${config.epochs}`, unit: "members" },
      ...{ total: plans.length, following: 0 },
    });
    const epochs = await trainers.advance();
    progress.clear();
    isLast = epochs.every((epoch) => epoch === undefined || epoch.isLast);
    if (epochs.every((epoch) => epoch === undefined)) break; // a resumed run that had ended
    const metrics = recorder.record(rounds.add(epochs), isLast);
    options.onEpoch?.(metrics);
    paused = round >= stopAfter;
    if (isLast) break;
    await recorder.write("interrupted", { interval: WRITE_INTERVAL_MS });
  }
  const ended = interrupt.aborted ? "interrupted" : paused ? "paused" : "timeLimit";
  const isCut = recorder.endedItself === undefined && ended !== "timeLimit";
  const more = isCut ? {} : await truthOfRun(recorder, { data, plans, training, options });
  const summary = await recorder.write(ended, { more });
  const { metrics } = recorder;
  const isWhole = recorder.endedItself !== undefined || ended !== "interrupted";
  if (isWhole && summary !== undefined) return { summary, metrics };
  return { summary, metrics, stopped: signal.reason };
}

interface TrainedPlans {
  readonly data: OpenData & { readonly folded: FoldedData };
  readonly plans: readonly MemberPlan[];
  readonly training: MemberTraining;
  readonly options: TrainRunOptions;
}

/** The result beside simpler models, and after training on fewer rows; nothing if the user stops it. */
async function truthOfRun(
  recorder: FoldRecorder,
  { data, plans, training, options: { engine, workers, interrupt } }: TrainedPlans,
): Promise<Pick<Summary, "truth">> {
  const { ensemble } = await recorder.assembled();
  const curvePlans = curvePlansOf(ensemble, plans);
  using trainers = await MemberWorkers.start(data.folded, curvePlans, {
    ...{ training, engine, threads: workers, resume: undefined },
  });
  let isLast = false;
  while (!isLast) {
    if (interrupt.aborted) return {};
    isLast = (await trainers.advance()).every((epoch) => epoch === undefined || epoch.isLast);
  }
  const curve = await trainers.bestOutputs();
  const { folded, test, table } = data;
  return { truth: truthOfFolds({ ensemble, data: folded, test, description: table!, curve }) };
}

/** The data of a config with folds. */
function foldedIn(opened: OpenData): OpenData & { readonly folded: FoldedData } {
  const { folded } = opened;
  if (folded === undefined) throw new Error("Cannot train over folds: the data has none");
  return { ...opened, folded };
}

/** How the members of a config are trained. */
export function memberTrainingOf(config: Config): MemberTraining {
  const { activation, outputActivation, initializer, cost } = config;
  const options = Object.entries(config).filter(([key]) => Object.hasOwn(TRAIN_OPTIONS, key));
  return {
    network: { activation, outputActivation, initializer, cost },
    options: Object.fromEntries(options) as unknown as MemberTraining["options"],
  };
}
