/** Trains the runs of a driver, one after the other. @module */

import type { Config } from "../../lib/config.ts";
import { DivergenceError } from "../../lib/train/divergence.ts";
import { hashOf } from "./plan/plan.ts";
import type { Runner } from "../../lib/train/drive.ts";
import { printNote } from "../cli/print.ts";
import { dataName } from "../data/names.ts";
import { type OpenData, openData } from "../data/source.ts";
import { FILES, type Metrics } from "../run/run_folder.ts";
import { hasFile } from "../run/journaled_files.ts";
import { readSaved, type Saved } from "../run/saved.ts";
import { explain } from "../system/explain.ts";
import { roundTime } from "../train/learner.ts";
import { openLearner } from "../train/open_learner.ts";
import type { Job } from "../train/job.ts";
import { trainRun, type TrainRunOptions } from "../train/train_run.ts";
import type { Result } from "./folder.ts";
import { dataKey } from "./open_sweep.ts";

export interface Trial {
  /** The run's name: a hash of its config and data. */
  readonly run: string;
  readonly config: Config;
  readonly end: number;
  /** On how many folds its rung trains it, of halving by folds. */
  readonly folds?: number;
  readonly path: string;
  /** The folder of the same run in an earlier stage, which it continues from if its own has nothing. */
  readonly from?: string;
  /** Whether it begins anew, though its folder has a run. */
  readonly anew?: boolean;
  readonly data: string;
  readonly engine: string;
  readonly workers: number;
}

export interface JobProgress {
  readonly kind: "progress";
  readonly epoch: number;
  readonly done: number;
  readonly total: number;
}

export type Answer =
  | { readonly kind: "result"; readonly result: Result }
  | { readonly kind: "interrupted" }
  | { readonly kind: "error"; readonly message: string };

/** What trains run after run: a process, or this one. */
export interface Trainer extends Runner<Trial, Answer, JobProgress>, AsyncDisposable {
  /** The last line that it printed: the reason why it died. */
  readonly printed?: string | undefined;
}

const PROGRESS_INTERVAL_MS = 200;

export class JobTrainer implements Trainer {
  readonly #shown: Pick<TrainRunOptions, "onEpoch"> | undefined;
  readonly #controller = new AbortController();
  /** The data of the last run, which mostly is that of the next. */
  #opened: { readonly key: string; readonly data: OpenData } | undefined;

  /** @param shown what is shown on the terminal; nothing if left out */
  constructor(shown?: Pick<TrainRunOptions, "onEpoch">) {
    this.#shown = shown;
  }

  /** @throws {unknown} any error but divergence */
  async run(trial: Trial, onProgress: (progress: JobProgress) => void): Promise<Answer> {
    try {
      return await this.#train(trial, onProgress);
    } catch (error) {
      if (this.#controller.signal.aborted) return { kind: "interrupted" };
      throw error;
    }
  }

  end(): void {
    this.#controller.abort(new DOMException("Interrupted", "AbortError"));
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  async #train(trial: Trial, onProgress: (progress: JobProgress) => void): Promise<Answer> {
    const { run, config, end, path, engine, workers, folds } = trial;
    if (folds !== undefined && folds < config.folds) {
      return await this.#trainSomeFolds(trial, folds, onProgress);
    }
    const saved = await savedOf(trial);
    let [epoch, last] = [saved?.checkpoint.epoch ?? 0, 0];
    const reported: Partial<TrainRunOptions> = {
      onWarning: () => {},
      onPart(done) {
        if (performance.now() - last < PROGRESS_INTERVAL_MS) return;
        last = performance.now();
        onProgress({ kind: "progress", epoch, done, total: 1 });
      },
      onEpoch: ({ epoch: whole }) => epoch = whole,
    };
    const { summary, metrics, stopped } = await trainRun(path, config, {
      ...await this.#jobOf(trial),
      saved,
      stopAfter: end,
      interrupt: this.#controller.signal,
      ...this.#shown ?? reported,
    });
    const diverged = stopped instanceof DivergenceError;
    const ended = summary?.ended === "done" || summary?.ended === "earlyStopping";
    if (!diverged && !ended && metrics.length < end) return { kind: "interrupted" };
    const result: Result = {
      run,
      state: diverged ? "diverged" : ended ? "finished" : "paused",
      metrics: metrics.slice(folds === undefined ? 0 : diverged ? Infinity : -1)
        .map(({ train, validation: last }) => {
          const { validation: decided, decision } = summary ?? {};
          const whole = decision?.atHalf.validation ?? decided; // earlier rungs have no thresholds
          const validation = folds === undefined ? last : whole;
          return { train, ...validation && { validation: { ...validation } } };
        }),
      ...summary && !diverged && { weightsSha256: summary.weightsSha256 },
      ...diverged && { reason: stopped.message },
      times: {
        seconds: summary?.seconds ?? 0,
        engine: summary?.engine ?? engine,
        workers: summary?.workers ?? workers,
      },
    };
    return { kind: "result", result };
  }

  /** Trains a run on some folds, of which its metrics are all that is left. */
  async #trainSomeFolds(
    trial: Trial,
    count: number,
    onProgress: (progress: JobProgress) => void,
  ): Promise<Answer> {
    const { run, engine, workers } = trial;
    const began = performance.now();
    const { signal } = this.#controller;
    const resultWith = (metrics: Result["metrics"], more: Partial<Result>): Answer => {
      const seconds = roundTime((performance.now() - began) / 1000);
      const times = { seconds, engine, workers };
      return { kind: "result", result: { run, state: "paused", metrics, times, ...more } };
    };
    try {
      const { config, opened, ...how } = await this.#jobOf(trial);
      using learner = await openLearner(config, opened, { ...how, firstFolds: count, signal });
      let last: Metrics | undefined;
      for await (const metrics of learner.epochs(signal)) {
        onProgress({ kind: "progress", epoch: metrics.epoch, done: 0, total: 1 });
        last = metrics;
      }
      const { train, validation } = last!;
      return resultWith([{ train, validation: { ...validation! } }], {});
    } catch (error) {
      if (!(error instanceof DivergenceError)) throw error;
      return resultWith([], { state: "diverged", reason: error.message });
    }
  }

  /** Reads the data of a run, and checks it by the run's name. */
  async #jobOf({ run, config, data, engine, workers }: Trial): Promise<Job> {
    const key = dataKey(config);
    if (this.#opened?.key !== key) {
      this.#opened = undefined; // not two at a time in memory
      this.#opened = { key, data: await openData(config, data) };
    }
    if (await hashOf({ config, data: this.#opened.data.hashes }) !== run) {
      throw new Error(
        `Cannot train with ${dataName(config.dataset)}: it has changed since the sweep was ` +
          "planned; restore the earlier data, or start a new sweep in another folder",
      );
    }
    return { config, opened: this.#opened.data, engine, workers };
  }
}

/** The checkpoint of an earlier training run; one that cannot be used is ignored. */
async function savedOf({ path, from, anew }: Trial): Promise<Saved | undefined> {
  if (anew) return undefined;
  for (const folder of [path, ...from === undefined ? [] : [from]]) {
    if (!await hasFile(folder, FILES.checkpoint)) continue;
    try {
      return await readSaved(folder);
    } catch (error) {
      printNote(explain(error));
    }
  }
  return undefined;
}
