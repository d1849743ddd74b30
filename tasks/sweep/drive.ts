/** The driver of many runs: starts what trains them, and decides which run is next. @module */

import { drive, type Lane } from "../../lib/train/drive.ts";
import type { Answer, JobProgress, Trainer, Trial } from "./train_job.ts";

export interface DriveOptions<R> {
  readonly trainers: number;
  startTrainer(): Promise<Trainer>;
  jobOf(run: R): Promise<Trial>;
  onProgress?(run: R, progress: JobProgress): void;
  /** Called with the result of a run, or if it was interrupted. */
  onAnswer(run: R, answer: Answer & { readonly kind: "result" | "interrupted" }): Promise<void>;
  /** Called when a run has failed twice. */
  onFailure(run: R, reason: string): Promise<void>;
  /** Asked before each run: whether it and all after it are left out. */
  isEnough?(): boolean;
  readonly interrupt: AbortSignal;
}

/** So many runs in a row that fail alike, twice each, fail for another reason than their own: the driver ends. */
const MAX_ALIKE_FAILURES = 3;

/**
 * Trains runs in their order. A run that fails, or whose trainer dies, is tried once more.
 * @throws {Error} if no trainer comes up, or runs fail one after the other for the same reason
 */
export async function driveRuns<R>(runs: readonly R[], options: DriveOptions<R>): Promise<void> {
  const driver = new Driver(runs, options);
  const stop = () => driver.stop();
  options.interrupt.addEventListener("abort", stop);
  if (options.interrupt.aborted) stop();
  try {
    await drive(Array.from({ length: options.trainers }, () => driver.lane()));
  } finally {
    options.interrupt.removeEventListener("abort", stop);
  }
}

class Driver<R> {
  readonly #options: DriveOptions<R>;
  readonly #queue: R[];
  readonly #trainers = new Set<Trainer>();
  readonly #failedOnce = new Set<R>();
  #failures: string[] = [];
  #stopped = false;

  constructor(runs: readonly R[], options: DriveOptions<R>) {
    this.#queue = [...runs];
    this.#options = options;
  }

  stop(): void {
    this.#stopped = true;
    this.#queue.length = 0;
    for (const trainer of this.#trainers) trainer.end();
  }

  /** Trains run after run with one trainer, which is started for the first run, and again if it dies. */
  lane(): Lane<R> {
    let trainer: Trainer | undefined;
    const dispose = async () => {
      if (trainer === undefined) return;
      this.#trainers.delete(trainer);
      await trainer[Symbol.asyncDispose]();
      trainer = undefined;
    };
    const run = async (next: R) => {
      if (this.#options.isEnough?.()) {
        this.#queue.length = 0;
        return;
      }
      trainer ??= await this.#start();
      if (trainer === undefined || this.#stopped) return;
      if (await this.#train(trainer, next)) await dispose();
    };
    return {
      queue: this.#queue,
      run: (next) =>
        run(next).catch((error) => {
          this.stop();
          throw error;
        }),
      [Symbol.asyncDispose]: dispose,
    };
  }

  /** Starts a trainer; `undefined` if Ctrl-C reached it before it was ready. */
  async #start(): Promise<Trainer | undefined> {
    const trainer = await this.#options.startTrainer().catch((error) => {
      if (!this.#stopped) throw error;
    });
    if (trainer === undefined) return undefined;
    this.#trainers.add(trainer);
    if (this.#stopped) trainer.end();
    return trainer;
  }

  /** Trains a run; returns whether the trainer died. */
  async #train(trainer: Trainer, run: R): Promise<boolean> {
    const { jobOf, onProgress, onAnswer } = this.#options;
    const job = await jobOf(run);
    const answer = await trainer.run(job, (progress) => onProgress?.(run, progress));
    if (answer === undefined) {
      const reason = trainer.printed === undefined ? "" : `: ${trainer.printed}`;
      if (!this.#stopped) await this.#fail(run, job, `its process died${reason}`);
      return true;
    }
    if (answer.kind === "error") await this.#fail(run, job, answer.message);
    else {
      if (answer.kind === "result") this.#failures = [];
      await onAnswer(run, answer);
    }
    return false;
  }

  /** Queues a run once more; after a second failure it has failed. */
  async #fail(run: R, job: Trial, reason: string): Promise<void> {
    this.#failures.push(reason.replaceAll(job.run, "RUN")); // it may be in a path
    const last = this.#failures.slice(-2 * MAX_ALIKE_FAILURES);
    if (last.length === 2 * MAX_ALIKE_FAILURES && new Set(last).size === 1) {
      throw new Error(`Cannot continue, since runs fail one after the other: ${reason}`);
    }
    if (this.#failedOnce.has(run)) return await this.#options.onFailure(run, reason);
    this.#failedOnce.add(run);
    this.#queue.unshift(run);
  }
}
