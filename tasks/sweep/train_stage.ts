/** Trains the runs of a stage, one a core. @module */

import { exists } from "@std/fs";
import { runsToKeep } from "../../lib/sweep/keepers.ts";
import { ranked } from "../../lib/sweep/halving.ts";
import { meanAt, type PendingRun, valueAt } from "../../lib/sweep/stages.ts";
import { type SweepPlan, workOf } from "../../lib/sweep/plan.ts";
import { workersOf } from "../train/open_engine.ts";
import { Trainer } from "./crew.ts";
import type { Result, SweepFolder } from "./folder.ts";
import { LiveView, type Under } from "./live.ts";
import type { Job } from "./messages.ts";
import { metricText, resultLine } from "./text.ts";
import { trialPath } from "../run/run_name.ts";

/** How to train a stage. */
export interface StageOptions {
  readonly folder: SweepFolder;
  /** What the runs came to so far; what they come to is added. */
  readonly records: Map<string, Result>;
  /** The merged folder of the stages before, if they were trained elsewhere. */
  readonly from: string | undefined;
  readonly data: string;
  /** The version of the costs, see {@linkcode Definition}. */
  readonly costVersion: number;
  readonly engine: string;
  /** How many processes train at the same time; one a core if left out, where large networks share cores left over. */
  readonly processes: number | undefined;
  /** What the stage is called. */
  readonly label: string;
  /** Ends training: the user or the time. */
  readonly interrupt: AbortSignal;
  /** Told of every run that has come to the end of its rung. */
  readonly print: (line: string) => void;
}

/** So many runs in a row that fail alike say that it is not the runs. */
const ALIKE = 3;

/** The least time between two looks at which weights are still needed, in milliseconds. */
const SWEEP_UP = 1000;

/**
 * Trains runs, and records each that comes to the end of its rung. A run whose process dies is tried once more.
 *
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

/** A stage under way. */
class Stage {
  readonly #plan: SweepPlan;
  readonly #options: StageOptions;
  /** What nobody trains yet, the most work first, so that no core is idle at the end. */
  readonly #queue: PendingRun[];
  readonly #view = new LiveView();
  readonly #under = new Set<Under & { readonly work: number }>();
  readonly #trainers = new Set<Trainer>();
  readonly #deaths = new Map<string, number>();
  readonly #runs: number;
  readonly #allWork: number;
  #workBefore: number;
  #workDone: number;
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
      (sum, { planned }) =>
        sum + workOf(planned, options.records.get(planned.run)?.metrics.length ?? 0),
      0,
    );
    this.#workDone = 0;
  }

  /** Lets every process keep its last whole epoch and end. */
  stop(): void {
    this.#stopped = true;
    for (const trainer of this.#trainers) trainer.end();
  }

  /** Trains run after run in one process, until none is left. */
  async work(workers: number): Promise<void> {
    let trainer: Trainer | undefined;
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

  /** Starts a process; `undefined` if the stage is stopped and none comes up, since Ctrl-C reaches it before it is ready. */
  async #start(): Promise<Trainer | undefined> {
    const trainer = await Trainer.start().catch((error) => {
      if (!this.#stopped) throw error;
    });
    if (trainer === undefined) return undefined;
    this.#trainers.add(trainer);
    if (this.#stopped) trainer.end();
    return trainer;
  }

  /** Trains a run; returns whether the process died of it. */
  async #train(trainer: Trainer, pending: PendingRun, workers: number): Promise<boolean> {
    const { planned: { run, config }, trial, end } = pending;
    const { folder, from, data, costVersion, engine, records } = this.#options;
    const epochs = config!.epochs;
    const work = workOf(pending.planned, end);
    const under = { label: `trial ${trial}`, epochs: end, epoch: 0, part: 0, work };
    this.#under.add(under);
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
    const recorded = records.get(run)?.metrics.length ?? 0;
    let isFirst = true;
    const answer = await trainer.train(job, ({ epoch, done, total }) => {
      // A run that was interrupted goes on from its checkpoint, beyond what is recorded of it.
      if (isFirst) this.#workBefore += workOf(pending.planned, Math.max(0, epoch - recorded));
      isFirst = false;
      under.epoch = epoch;
      under.part = done / total;
      this.#show();
    });
    this.#under.delete(under);
    if (answer?.kind === "result") {
      await this.#record(pending, answer.result);
      this.#failures = [];
    } else if (answer?.kind === "error") await this.#fail(pending, answer.message);
    else if (answer === undefined && !this.#stopped) {
      const why = trainer.printed;
      await this.#fail(pending, `its process died${why === undefined ? "" : `: ${why}`}`);
      return true;
    }
    return false;
  }

  /** Tries a run once more; what fails again has failed. */
  async #fail(pending: PendingRun, failure: string): Promise<void> {
    const { planned: { run } } = pending;
    const deaths = (this.#deaths.get(run) ?? 0) + 1;
    this.#deaths.set(run, deaths);
    this.#failures.push(failure.replaceAll(run, "RUN")); // it may be in a path
    if (
      this.#failures.length >= 2 * ALIKE && new Set(this.#failures.slice(-2 * ALIKE)).size === 1
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
    if (performance.now() - this.#sweptUp > SWEEP_UP) await this.sweepUp();
  }

  /** Removes the weights and checkpoints of the plan's runs that are needed no more; another sweep's stay. */
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
      for (const { work, epoch, part, epochs } of this.#under) {
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
    }, this.#under);
  }

  /** The best trial of those whose runs are all at the end of the same rung. */
  #best(): string | undefined {
    const { metric, trials, brackets } = this.#plan;
    const { records } = this.#options;
    const rungs = Math.max(...brackets.map(({ rungs }) => rungs.length));
    const sign = metric.goal === "maximize" ? 1 : -1;
    for (let rung = rungs; rung > 0; rung--) {
      const means = trials.map((trial) =>
        rung > brackets[trial.bracket]!.rungs.length
          ? null
          : meanAt(this.#plan, trial, rung, records)
      );
      const [best] = ranked(means.map((mean) => mean === null ? null : sign * mean));
      if (best !== undefined) {
        return `trial ${trials[best]!.trial} with ${metricText(metric, means[best]!)}`;
      }
    }
    return undefined;
  }
}
