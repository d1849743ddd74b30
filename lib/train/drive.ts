/** The driver of many jobs: trials of a sweep, and members over folds. @module */

/** What runs job after job: a process, a thread, or this one. */
export interface Runner<Job, Answer, Progress = never> {
  /** Runs a job; returns the last answer, or `undefined` if the runner died. */
  run(job: Job, onProgress: (progress: Progress) => void): Promise<Answer | undefined>;
  /** Cuts off its job, of which the last whole epoch is kept. */
  end(): void;
}

/** A core: runs one job at a time. */
export interface Lane<Job> extends Partial<AsyncDisposable> {
  /** Its jobs, the next one first; lanes may share a queue, and a job may be put back. */
  readonly queue: Job[];
  run(job: Job): Promise<void>;
}

/**
 * Runs jobs side by side: each lane takes the next job from its queue when it is free.
 * @throws {unknown} the error of the first lane that failed, after the others have ended
 */
export async function drive<Job>(lanes: readonly Lane<Job>[]): Promise<void> {
  const ended = await Promise.allSettled(lanes.map(async (lane) => {
    try {
      while (lane.queue.length > 0) await lane.run(lane.queue.shift()!);
    } finally {
      await lane[Symbol.asyncDispose]?.();
    }
  }));
  for (const one of ended) if (one.status === "rejected") throw one.reason;
}
