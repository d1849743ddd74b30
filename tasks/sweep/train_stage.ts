/** Trains the runs of a stage, one a core. @module */

import { exists } from "@std/fs";
import { foldsAt, isByFolds, type SweepPlan, workOf } from "./plan/plan.ts";
import { type PendingRun, runsToKeep, trainedEpochs, valueAt } from "./plan/stages.ts";
import { Progress } from "../cli/progress.ts";
import { workersOf } from "../run/open_engine.ts";
import { trialPath } from "../run/sweep_folder.ts";
import { driveRuns } from "./drive.ts";
import type { Result, SweepFolder } from "./folder.ts";
import { resultLine } from "./text.ts";
import type { Answer, JobProgress, Trial } from "./train_job.ts";
import { TrainerProcess } from "./trainer_process.ts";

interface StageOptions extends Pick<Trial, "data" | "engine"> {
  readonly folder: SweepFolder;
  readonly records: Map<string, Result>;
  /** The merged folder of the stages before, if they were trained elsewhere. */
  readonly from: string | undefined;
  /** How many processes train at the same time; by default one a core, and large networks share cores left over. */
  readonly processes: number | undefined;
  readonly label: string;
  readonly interrupt: AbortSignal;
  /** Asked with how many runs are trained at the same time: whether no further run is to begin, in the order of trials. */
  readonly isEnough?: ((trainers: number) => boolean) | undefined;
  /** Prints a line for every run that has come to the end of its rung. */
  readonly print: (line: string) => void;
}

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
  const mostWorkFirst = pending.toSorted((a, b) => stage.workOf(b) - stage.workOf(a)); // so that no core is idle at the end
  const cores = navigator.hardwareConcurrency;
  const trainers = Math.min(options.processes ?? cores, pending.length);
  const workers = options.processes === undefined ? Math.floor(cores / trainers) : 1;
  try {
    await driveRuns(options.isEnough === undefined ? mostWorkFirst : pending, {
      trainers,
      startTrainer: () => TrainerProcess.start(options.engine),
      jobOf: (run) => stage.jobOf(run, workers),
      onProgress: (run, progress) => stage.show(run, progress),
      onAnswer: (run, answer) => stage.end(run, answer),
      onFailure: (run, reason) => stage.fail(run, reason),
      isEnough: () => options.isEnough?.(trainers) ?? false,
      interrupt: options.interrupt,
    });
  } finally {
    stage.clear();
    await stage.sweepUp();
  }
}

/** How far a run is. */
interface Running {
  readonly work: number;
  readonly epochs: number;
  /** The whole epochs, and the fraction of the next one. */
  epoch: number;
  part: number;
  shown?: boolean;
}

class Stage {
  readonly #plan: SweepPlan;
  readonly #options: StageOptions;
  readonly #progress = new Progress();
  readonly #running = new Map<PendingRun, Running>();
  readonly #runs: number;
  readonly #allWork: number;
  #workBefore: number;
  #workDone = 0;
  /** The runs whose folders are gone. */
  readonly #discarded = new Set<string>();
  #sweptUp = performance.now();

  constructor(plan: SweepPlan, pending: readonly PendingRun[], options: StageOptions) {
    this.#plan = plan;
    this.#options = options;
    this.#runs = pending.length;
    this.#allWork = pending.reduce((sum, run) => sum + this.workOf(run), 0);
    this.#workBefore = pending.reduce(
      (sum, { planned }) => sum + workOf(planned, this.#trainedEpochs(planned)),
      0,
    );
    this.#progress.start({ label: options.label, unit: "runs", total: this.#runs });
  }

  /** The work of a run up to the end of its rung. */
  workOf({ planned, end }: PendingRun): number {
    return workOf(planned, this.#foldsOf({ planned, end }) ?? end);
  }

  /** On how many folds a rung trains a run; `undefined` if rungs are not of folds. */
  #foldsOf({ planned, end }: Pick<PendingRun, "planned" | "end">): number | undefined {
    const { sweep } = this.#plan;
    return isByFolds(sweep) ? foldsAt(sweep, end, planned.config!.folds) : undefined;
  }

  /** The epochs that a run continues from; rungs of folds begin anew. */
  #trainedEpochs(planned: PendingRun["planned"]): number {
    return isByFolds(this.#plan.sweep) ? 0 : trainedEpochs(planned, this.#options.records);
  }

  async jobOf(pending: PendingRun, workers: number): Promise<Trial> {
    const { planned, end } = pending;
    const { run } = planned;
    const config = planned.config!;
    const { folder, from, data, engine } = this.#options;
    const work = this.workOf(pending);
    const folds = this.#foldsOf(pending);
    const epochs = folds === undefined ? end : config.epochs;
    this.#running.set(pending, { epochs, epoch: 0, part: 0, work });
    const earlier = from === undefined ? undefined : trialPath(from, run);
    return {
      run,
      config,
      end: Math.min(epochs, config.epochs),
      ...folds !== undefined && { folds },
      path: trialPath(folder.path, run),
      ...earlier !== undefined && await exists(earlier) && { from: earlier },
      data,
      engine,
      workers: Math.min(workers, workersOf("auto", config)),
    };
  }

  show(pending: PendingRun, { epoch, done, total }: JobProgress): void {
    const running = this.#running.get(pending)!;
    // A run that was interrupted continues from its checkpoint, beyond what is recorded of it.
    const recorded = this.#trainedEpochs(pending.planned);
    if (!running.shown) this.#workBefore += workOf(pending.planned, Math.max(0, epoch - recorded));
    Object.assign(running, { shown: true, epoch, part: done / total });
    this.#show();
  }

  async end(pending: PendingRun, answer: Answer): Promise<void> {
    this.#running.delete(pending);
    if (answer.kind === "result") await this.#record(pending, answer.result);
  }

  async fail(pending: PendingRun, failure: string): Promise<void> {
    this.#running.delete(pending);
    const { planned: { run } } = pending;
    const before = this.#options.records.get(run);
    const times = before?.times ?? { seconds: 0, engine: this.#options.engine, workers: 1 };
    const metrics = before?.metrics ?? [];
    await this.#record(pending, { run, state: "failed", metrics, times: { ...times, failure } });
  }

  clear(): void {
    this.#progress.clear();
  }

  async #record(pending: PendingRun, ended: Result): Promise<void> {
    const { planned, trial, end } = pending;
    const { folder, records, print } = this.#options;
    const result = isByFolds(this.#plan.sweep) ? this.#joined(ended) : ended;
    await folder.record(result);
    records.set(result.run, result);
    this.#workDone += this.workOf(pending);
    const value = valueAt(this.#plan, planned, end, records)?.value ?? null;
    this.#progress.erase();
    print(resultLine(this.#plan, trial, planned, result, value));
    this.#show();
    if (performance.now() - this.#sweptUp > SWEEP_UP_INTERVAL_MS) await this.sweepUp();
  }

  /** The result of a rung of folds behind those of the rungs before. */
  #joined({ metrics, times, ...result }: Result): Result {
    const before = result.state === "failed" ? undefined : this.#options.records.get(result.run);
    return {
      ...result,
      by: "folds",
      metrics: [...before?.metrics ?? [], ...metrics],
      times: { ...times, seconds: times.seconds + (before?.times.seconds ?? 0) },
    };
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
    let done = this.#workDone - this.#workBefore;
    for (const { work, epoch, part, epochs } of this.#running.values()) {
      done += work * (epoch + part) / epochs;
    }
    const work = this.#allWork - this.#workBefore;
    if (work > 0) this.#progress.update(this.#runs * done / work);
  }
}
