/**
 * Trains the members of a config with folds and writes the run, round by round: a round is an epoch of each member that has
 * not stopped. @module
 */

import { basename } from "@std/path";
import { DivergenceError } from "../../mod.ts";
import type { Config } from "../../lib/config/mod.ts";
import { isOfFolds, solveLinearFamily } from "../../lib/table/folds/mod.ts";
import { COST_VERSION } from "../../lib/network/mod.ts";
import { duration } from "../cli/format.ts";
import { printNote } from "../cli/print.ts";
import { Progress } from "../cli/progress.ts";
import { openData } from "../data/open_data.ts";
import { openEngine } from "../run/open_engine.ts";
import { readRun, RunFolder, type Summary } from "../run/run_folder.ts";
import { FoldRecorder } from "./fold_recorder.ts";
import {
  foldedIn,
  type FoldPlans,
  foldPlansOf,
  FoldTraining,
  type OpenFoldedData,
} from "./fold_training.ts";
import { truthOfRun, truthWithCurve } from "./fold_truth.ts";
import { TimeLimit } from "./time_limit.ts";
import type { TrainedRun, TrainRunOptions } from "./train_run.ts";

/** The least time between two writes of a run before its end. */
const WRITE_INTERVAL_MS = 2000;

/**
 * The full rounds that take as long as all rounds of a run whose members stop early. Of ten tables of 700 to 5000 rows, the
 * rounds took as long as 26 to 106 of them, in the median 50.
 */
const USUAL_ROUNDS = 50;

/** How many times as long a run takes with the learning curve and the simpler models. */
const WITH_COMPARISON = 1.3;

/** After this round the time is estimated: the first one compiles what the others run. */
const ESTIMATED_AFTER = 2;

/** Trains a run over folds in its folder, which is named as the run. */
export async function trainFolds(
  path: string,
  config: Config,
  options: TrainRunOptions,
): Promise<TrainedRun> {
  const { workers, saved, interrupt, stopAfter = config.epochs } = options;
  await using folder = await RunFolder.open(path);
  await options.check?.();
  const data = foldedIn(options.opened ?? await openData(config, options.data));
  interrupt.throwIfAborted(); // while all that was read
  const { onWarning = printNote, progress = new Progress() } = options;
  using engine = openEngine(options.engine, 1, onWarning);
  const checkpoint = saved?.checkpoint;
  if (checkpoint !== undefined && !isOfFolds(checkpoint)) {
    throw new Error(`Cannot resume ${path}: its checkpoint is of one network, not of folds`);
  }
  const planned = foldPlansOf(config, data.folded, engine, checkpoint?.members.length);
  const { plans, training, like } = planned;
  options.onStart?.(like, workers);

  progress.start({ label: "Solves the linear models", unit: "models" });
  let solved = 0;
  const linear = await solveLinearFamily({
    ...{ data: data.folded, plans: planned.linear, training, engine, signal: interrupt },
    onSolved: () => progress.update(++solved),
  });
  progress.clear();
  const usual = config.earlyStopping === null ? config.epochs : USUAL_ROUNDS;
  using members = await FoldTraining.start(planned, data.folded, {
    ...{ epochs: config.epochs, engine: options.engine, workers, checkpoint, signal: interrupt },
    onRound(number) {
      recorder.startRound();
      progress.start({
        ...{ label: `Epoch ${number} of at most ${config.epochs}`, unit: "members" },
        ...{ total: plans.length, following: Math.max(0, Math.min(config.epochs, usual) - number) },
      });
    },
    onMember: (done) => progress.update(done),
  });
  const recorder = new FoldRecorder(
    {
      ...{ name: basename(path), config, folder, data, plans, training, linear, engine, workers },
      costVersion: COST_VERSION,
    },
    members,
    saved,
  );

  const before = checkpoint?.epoch ?? 0;
  using limit = new TimeLimit(options.minutes);
  let paused = before >= stopAfter;
  let stopped: unknown;
  try {
    if (!paused) {
      for await (
        const { round, isLast } of members.rounds(AbortSignal.any([interrupt, limit.signal]))
      ) {
        const metrics = recorder.record(round, isLast);
        progress.clear();
        options.onEpoch?.(metrics);
        paused = round.number >= stopAfter;
        if (paused) break;
        if (round.number === before + ESTIMATED_AFTER && recorder.endedItself === undefined) {
          const networks = plans.filter(({ family }) => family.name !== "linear").length;
          options.onEstimate?.(estimateOf(metrics.seconds, networks, config));
        }
        if (recorder.endedItself === undefined) {
          await recorder.write("interrupted", { interval: WRITE_INTERVAL_MS }); // true if the process dies now
        }
      }
    }
  } catch (error) {
    stopped = error;
  }
  progress.clear();

  const diverged = stopped instanceof DivergenceError;
  const asPlanned = stopped === undefined || stopped === limit.signal.reason;
  if (!diverged && !asPlanned && !interrupt.aborted) throw stopped;
  const ended = diverged
    ? "diverged"
    : interrupt.aborted
    ? "interrupted"
    : paused
    ? "paused"
    : "timeLimit";
  const isUntouched = recorder.metrics.length === before && before > 0;
  const truth = isUntouched ? await truthIn(path) : undefined;
  let summary = await recorder.write(ended, truth && { more: { truth } });
  const isCut = recorder.endedItself === undefined && ended !== "timeLimit";
  const compares = config.evaluate.includes("test"); // trials of a sweep do not look at these rows
  if (!isCut && compares && summary !== undefined && truth === undefined) { // the run is whole by now, if the process dies
    summary = await recorder.write(ended, {
      more: await withTruth(recorder, data, planned, {
        ...options,
        dataset: config.dataset,
        ...{ onWarning, progress },
        hasCurve: recorder.endedItself !== undefined, // the time is over where it has not
      }),
    });
  }
  const { metrics } = recorder;
  if (asPlanned && summary !== undefined) return { summary, metrics };
  return { summary, metrics, stopped };
}

/** That of a run which has ended, and is whole. */
async function truthIn(path: string): Promise<Summary["truth"]> {
  return (await readRun(path).catch(() => undefined))?.summary.truth;
}

/** The result beside simpler models, for the summary; nothing if the user stops it. */
async function withTruth(
  recorder: FoldRecorder,
  data: OpenFoldedData,
  planned: FoldPlans,
  { dataset, engine, workers, interrupt: signal, onWarning, progress, hasCurve }:
    & TrainRunOptions
    & {
      readonly dataset: Config["dataset"];
      readonly onWarning: (warning: string) => void;
      readonly progress: Pick<Progress, "start" | "update" | "clear">;
      readonly hasCurve: boolean;
    },
): Promise<Pick<Summary, "truth">> {
  const { ensemble } = await recorder.assembled();
  progress.start({ label: "Compares with simpler models", unit: "epochs of members" });
  const onMember = (done: number) => progress.update(done);
  try {
    const truth = hasCurve
      ? await truthOfRun(ensemble, data, planned, { dataset, engine, workers, signal, onMember })
      : await truthWithCurve(ensemble, data, { dataset, signal });
    return { truth };
  } catch (error) {
    if (!signal.aborted) throw error;
    onWarning("Stopped before the network was compared with simpler models: --resume compares it");
    return {};
  } finally {
    progress.clear();
  }
}

/** How long a run will take, in a line. */
function estimateOf(seconds: number, networks: number, { epochs, earlyStopping }: Config): string {
  const usual = earlyStopping === null ? epochs : Math.min(epochs, USUAL_ROUNDS);
  const time = duration(Math.ceil(WITH_COMPARISON * usual * seconds));
  const each = earlyStopping === null
    ? `${epochs} epochs each`
    : `at most ${epochs} epochs each, usually about ${usual}`;
  return `Takes about ${time}: ${networks} networks, ${each}`;
}
