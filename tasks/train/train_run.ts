/**
 * Trains by a config and writes the run, epoch by epoch: what `train`, sweeps and `reproduce` share. The mathematics is in
 * `lib/`; here it is wired to a clock, a terminal and a disk. @module
 */

import { basename } from "@std/path";
import type { Config } from "../../lib/config.ts";
import { DivergenceError } from "../../lib/train/divergence.ts";
import { printNote } from "../cli/print.ts";
import type { OpenData } from "../data/source.ts";
import { type Metrics, readRun, type Summary } from "../run/run_folder.ts";
import type { SearchAsked } from "../run/table/search.ts";
import { RunFolder } from "../run/run_writer.ts";
import type { Saved } from "../run/saved.ts";
import type { LearnerOptions } from "./learner.ts";
import { openLearner } from "./open_learner.ts";
import { Recorder } from "./recorder.ts";
import { TimeLimit } from "./time_limit.ts";

export interface TrainRunOptions extends Omit<LearnerOptions, "members" | "firstFolds" | "signal"> {
  readonly opened: OpenData;
  readonly saved?: Saved | undefined;
  readonly minutes?: number | undefined;
  /** What is searched for when the members of the recipe have ended. */
  readonly search?: SearchAsked | undefined;
  /** Aborted by the user, to stop training. */
  readonly interrupt: AbortSignal;
  /** Called when the folder is locked, before training; if it throws, the folder stays as it is. */
  readonly check?: () => Promise<void>;
  readonly onEpoch?: (metrics: Metrics) => void;
}

export interface TrainedRun {
  /** The summary of the run; `undefined` if no epoch is whole, and there is no run. */
  summary: Summary | undefined;
  metrics: readonly Metrics[];
  /** What stopped it before its end: the user, divergence, or the time limit if no epoch is whole. */
  stopped?: unknown;
}

/** The least time between two writes of a run before its end. */
const WRITE_INTERVAL_MS = 2000;

/** Trains a run in its folder, which is named as the run. */
export async function trainRun(
  path: string,
  config: Config,
  options: TrainRunOptions,
): Promise<TrainedRun> {
  const { opened: data, saved, interrupt, stopAfter = config.epochs } = options;
  const { onWarning = printNote, clock } = options;
  await using folder = await RunFolder.open(path);
  await options.check?.();
  interrupt.throwIfAborted(); // while all that was read
  using learner = await openLearner(config, data, { ...options, onWarning, signal: interrupt });
  const recorder = new Recorder({ name: basename(path), config, folder, data, learner }, saved);
  const began = performance.now();
  using limit = new TimeLimit(options.minutes);
  const ending = options.search === undefined ? "training" : "search";
  if (options.minutes !== undefined) clock?.endsAfter(ending, 60 * options.minutes);
  let stopped: unknown;
  try {
    for await (
      const metrics of learner.epochs(AbortSignal.any([interrupt, limit.signal]))
    ) {
      recorder.record(metrics);
      options.onEpoch?.(metrics);
      if (recorder.endedItself !== undefined || metrics.epoch >= stopAfter) continue;
      await recorder.write("interrupted", { interval: WRITE_INTERVAL_MS }); // which is true if the process dies now
    }
  } catch (error) {
    stopped = error;
  }

  const diverged = stopped instanceof DivergenceError;
  const asPlanned = stopped === undefined || stopped === limit.signal.reason;
  if (!diverged && !asPlanned && !interrupt.aborted) throw stopped;
  const { metrics, endedItself } = recorder;
  const cut = diverged ? "diverged" : interrupt.aborted ? "interrupted" : undefined;
  const ended = endedItself ?? cut ?? (stopped === undefined ? "paused" : "timeLimit");
  const isCut = ended === cut;
  // Trials of a sweep do not look at the rows of the test.
  const compares = !isCut && data.table !== undefined && config.evaluate.includes("test");
  const isUntouched = saved !== undefined && metrics.length === saved.metrics.length;
  const before = compares && isUntouched
    ? (await readRun(path).catch(() => undefined))?.summary
    : undefined;
  if (before?.refit !== undefined && before.ended === ended) return { summary: before, metrics };
  const known = before?.truth;
  if (known !== undefined) {
    const { keepTrees } = await import("./fold_learner.ts");
    await keepTrees(path, (await recorder.kept()).model);
  }
  let summary = await recorder.write(ended, { truth: known });
  if (options.search !== undefined && endedItself !== undefined && !interrupt.aborted) {
    const seconds = (performance.now() - began) / 1000;
    const { model } = await recorder.kept(); // the run is whole by now, if the process dies
    await learner.search?.(model, options.search, { seconds, signal: interrupt });
    recorder.changed();
    summary = await recorder.write(ended);
    if (interrupt.aborted) return { summary, metrics };
  }
  if (compares && summary !== undefined) { // the run is whole by now, if the process dies
    const { model } = await recorder.kept();
    const truth = await learner.compare(model, { ended, known, signal: interrupt });
    if (truth !== known) summary = await recorder.write(ended, { truth });
    const refits = endedItself !== undefined && !interrupt.aborted;
    if (refits && await learner.refit?.(model, interrupt)) {
      recorder.changed();
      summary = await recorder.write(ended, { truth });
    }
  }
  if (asPlanned && summary !== undefined) return { summary, metrics };
  return { summary, metrics, stopped };
}
