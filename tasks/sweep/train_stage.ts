/** Trains the runs of a stage, one a core. @module */

import { exists } from "@std/fs";
import {
  meanAt,
  ranked,
  runsToKeep,
  scoreAt,
  trainedEpochs,
  valueAt,
  workOf,
} from "../../lib/sweep/mod.ts";
import type { PendingRun, SweepPlan } from "../../lib/sweep/mod.ts";
import { workersOf } from "../train/open_engine.ts";
import { trialPath } from "../run/run_name.ts";
import type { Result, SweepFolder } from "./folder.ts";
import { LiveView, type RunningRun } from "./live.ts";
import { metricLine, resultLine } from "./text.ts";
import { type Job, TrainerProcess } from "./trainer_process.ts";

interface StageOptions extends Pick<Job, "data" | "engine" | "costVersion"> {
  readonly folder: SweepFolder;
  /** The results of the runs so far; new ones are added. */
  readonly records: Map<string, Result>;
  /** The merged folder of the stages before, if they were trained elsewhere. */
  readonly from: string | undefined;
  /** How many processes train at the same time; by default one a core, and large networks share cores left over. */
  readonly processes: number | undefined;
  readonly label: string;
  /** Ends training: the user or the time. */
  readonly interrupt: AbortSignal;
  /** Prints a line for every run that has come to the end of its rung. */
  readonly print: (line: string) => void;
}

/** So many runs in a row that fail alike, twice each, fail for another reason than their own: the sweep ends. */
const MAX_ALIKE_FAILURES = 3;

/** The least time between two removals of weights that are needed no more, in milliseconds. */
const SWEEP_UP_INTERVAL_MS = 1000;

/**
 * Trains runs, and records each that comes to the end of its rung. A run whose process dies is tried once more.
 * @throws {Error} if no process comes up, or runs fail one after the other for the same reason
 */
export async function trainStage(
  plan: SweepPlan,
  pending: readonly PendingRun[],
  options: StageOptions,
): Promise<void> {
  const stage = new Stage(plan, pending, options);
  const stop = () => stage.stop();
  options.interrupt.addEventListener("abort", stop);
  try {
    const cores = navigator.hardwareConcurrency;
    const processes = Math.min(options.processes ?? cores, pending.length);
    const workers = options.processes === undefined ? Math.floor(cores / processes) : 1;
    const ended = await Promise.allSettled(
      Array.from({ length: processes }, () => stage.work(workers)),
    );
    for (const one of ended) if (one.status === "rejected") throw one.reason;
  } finally {
    options.interrupt.removeEventListener("abort", stop);
    await stage.sweepUp();
  }
}

class Stage {
  readonly #plan: SweepPlan;
  readonly #options: StageOptions;
  /** The runs that are not begun, the most work first, so that no core is idle at the end. */
  readonly #queue: PendingRun[];
  readonly #view = new LiveView();
  readonly #running = new Set<RunningRun & { readonly work: number }>();
  readonly #trainers = new Set<TrainerProcess>();
  readonly #deaths = new Map<string, number>();
  readonly #runs: number;
  readonly #allWork: number;
  #workBefore: number;
  #workDone = 0;
  #finished = 0;
  #failures: string[] = [];
  /** The runs whose folders are gone. */
  readonly #discarded = new Set<string>();
  #sweptUp = performance.now();
  #stopped = false;

  constructor(plan: SweepPlan, pending: readonly PendingRun[], options: StageOptions) {
    this.#plan = plan;
    this.#options = options;
    const work = ({ planned, end }: PendingRun) => workOf(planned, end);
    this.#queue = [...pending].sort((a, b) => work(b) - work(a));
    this.#runs = pending.length;
    this.#allWork = pending.reduce((sum, run) => sum + work(run), 0);
    this.#workBefore = pending.reduce(
      (sum, { planned }) => sum + workOf(planned, trainedEpochs(planned, options.records)),
      0,
    );
  }

  /** Ends every process, which keeps its last whole epoch. */
  stop(): void {
    this.#stopped = true;
    for (const trainer of this.#trainers) trainer.end();
  }

  /** Trains run after run in one process, until none is left. */
  async work(workers: number): Promise<void> {
    let trainer: TrainerProcess | undefined;
    try {
      while (!this.#stopped) {
        const next = this.#queue.shift();
        if (next === undefined) break;
        trainer ??= await this.#start();
        if (trainer === undefined || this.#stopped) break;
        const died = await this.#train(trainer, next, workers);
        if (!died) continue;
        this.#trainers.delete(trainer);
        await trainer[Symbol.asyncDispose]();
        trainer = undefined;
      }
    } catch (error) {
      this.stop();
      throw error;
    } finally {
      if (trainer !== undefined) {
        this.#trainers.delete(trainer);
        await trainer[Symbol.asyncDispose]();
      }
      if (this.#trainers.size === 0) this.#view.clear();
    }
  }

  /** Starts a process; `undefined` if the stage is stopped and Ctrl-C reached the process before it was ready. */
  async #start(): Promise<TrainerProcess | undefined> {
    const trainer = await TrainerProcess.start().catch((error) => {
      if (!this.#stopped) throw error;
    });
    if (trainer === undefined) return undefined;
    this.#trainers.add(trainer);
    if (this.#stopped) trainer.end();
    return trainer;
  }

  /** Trains a run; returns whether the process died. */
  async #train(trainer: TrainerProcess, pending: PendingRun, workers: number): Promise<boolean> {
    const { planned: { run, config }, trial, end } = pending;
    const { folder, from, data, costVersion, engine, records } = this.#options;
    const epochs = config!.epochs;
    const work = workOf(pending.planned, end);
    const running = { label: `trial ${trial}`, epochs: end, epoch: 0, part: 0, work };
    this.#running.add(running);
    const earlier = from === undefined ? undefined : trialPath(from, run);
    const job: Job = {
      run,
      config: config!,
      end: Math.min(end, epochs),
      path: trialPath(folder.path, run),
      ...earlier !== undefined && await exists(earlier) && { from: earlier },
      data,
      costVersion,
      engine,
      workers: Math.min(workers, workersOf("auto", config!)),
    };
    const recorded = trainedEpochs({ run }, records);
    let isFirst = true;
    const answer = await trainer.train(job, ({ epoch, done, total }) => {
      // A run that was interrupted goes on from its checkpoint, beyond what is recorded of it.
      if (isFirst) this.#workBefore += workOf(pending.planned, Math.max(0, epoch - recorded));
      isFirst = false;
      running.epoch = epoch;
      running.part = done / total;
      this.#show();
    });
    this.#running.delete(running);
    if (answer?.kind === "result") {
      await this.#record(pending, answer.result);
      this.#failures = [];
    } else if (answer?.kind === "error") await this.#fail(pending, answer.message);
    else if (answer === undefined && !this.#stopped) {
      const reason = trainer.printed;
      await this.#fail(pending, `its process died${reason === undefined ? "" : `: ${reason}`}`);
      return true;
    }
    return false;
  }

  /** Queues a run once more; after a second failure it has failed. */
  async #fail(pending: PendingRun, failure: string): Promise<void> {
    const { planned: { run } } = pending;
    const deaths = (this.#deaths.get(run) ?? 0) + 1;
    this.#deaths.set(run, deaths);
    this.#failures.push(failure.replaceAll(run, "RUN")); // it may be in a path
    if (
      this.#failures.length >= 2 * MAX_ALIKE_FAILURES &&
      new Set(this.#failures.slice(-2 * MAX_ALIKE_FAILURES)).size === 1
    ) {
      throw new Error(`Cannot go on, since runs fail one after the other: ${failure}`);
    }
    if (deaths === 1) {
      this.#queue.unshift(pending);
      return;
    }
    const before = this.#options.records.get(run);
    const times = before?.times ?? { seconds: 0, engine: this.#options.engine, workers: 1 };
    const metrics = before?.metrics ?? [];
    await this.#record(pending, { run, state: "failed", metrics, times: { ...times, failure } });
  }

  async #record({ planned, trial, end }: PendingRun, result: Result): Promise<void> {
    const { folder, records, print } = this.#options;
    await folder.record(result);
    records.set(result.run, result);
    this.#finished++;
    this.#workDone += workOf(planned, end);
    const value = valueAt(this.#plan, planned, end, records)?.value ?? null;
    this.#view.clear();
    print(resultLine(this.#plan, trial, planned, result, value));
    this.#show();
    if (performance.now() - this.#sweptUp > SWEEP_UP_INTERVAL_MS) await this.sweepUp();
  }

  /** Removes the weights and checkpoints of the plan's runs that are needed no more. */
  async sweepUp(): Promise<void> {
    this.#sweptUp = performance.now();
    const { folder, records } = this.#options;
    const keep = runsToKeep(this.#plan, records);
    for (const { run } of this.#plan.trials.flatMap(({ runs }) => runs)) {
      if (!records.has(run)) continue;
      if (keep.has(run)) this.#discarded.delete(run);
      else if (!this.#discarded.has(run)) {
        await folder.discard(run);
        this.#discarded.add(run);
      }
    }
  }

  #show(): void {
    this.#view.update(() => {
      let done = this.#workDone;
      for (const { work, epoch, part, epochs } of this.#running) {
        done += work * (epoch + part) / epochs;
      }
      return {
        label: this.#options.label,
        runs: this.#finished,
        of: this.#runs,
        done: done / this.#allWork,
        before: this.#workBefore / this.#allWork,
        best: this.#best(),
      };
    }, this.#running);
  }

  /** The best trial of those whose runs are all at the end of the same rung. */
  #best(): string | undefined {
    const { metric, trials, brackets } = this.#plan;
    const { records } = this.#options;
    const rungs = Math.max(...brackets.map(({ rungs }) => rungs.length));
    for (let rung = rungs; rung > 0; rung--) {
      const scores = trials.map((trial) =>
        rung > brackets[trial.bracket]!.rungs.length
          ? null
          : scoreAt(this.#plan, trial, rung, records)
      );
      const [index] = ranked(scores);
      if (index === undefined) continue;
      const mean = meanAt(this.#plan, trials[index]!, rung, records);
      return `trial ${trials[index]!.trial} with ${metricLine(metric, mean)}`;
    }
    return undefined;
  }
}
