/** Trains the members of an ensemble over folds on several cores, each member on one of them. @module */

import type { Dataset, DatasetSource } from "../../mod.ts";
import type {
  FoldedData,
  MemberEpoch,
  MemberPlan,
  MemberTrainers,
  MemberTraining,
} from "../../lib/fold_ensemble/mod.ts";
import type { Checkpoint } from "../../lib/train/mod.ts";
import type { MemberReply, MemberRequest } from "./member_worker.ts";

/** Members on threads: the bytes are those of members that are trained one after the other. */
export class MemberWorkers implements MemberTrainers, Disposable {
  readonly #threads: readonly MemberThread[];
  /** Of each thread, the numbers of its members. */
  readonly #members: readonly (readonly number[])[];
  readonly #count: number;

  private constructor(threads: readonly MemberThread[], members: readonly (readonly number[])[]) {
    this.#threads = threads;
    this.#members = members;
    this.#count = members.reduce((sum, { length }) => sum + length, 0);
  }

  /** Starts threads, each for every so-manieth member: neighbors are of one family, and take as long. */
  static async start(
    data: FoldedData,
    plans: readonly MemberPlan[],
    { training, engine, resume, threads }: {
      readonly training: MemberTraining;
      readonly engine: string;
      readonly resume: readonly Checkpoint[] | undefined;
      readonly threads: number;
    },
  ): Promise<MemberWorkers> {
    const count = Math.min(threads, plans.length);
    const members = Array.from(
      { length: count },
      (_, t) => [...plans.keys()].filter((m) => m % count === t),
    );
    const workers = new MemberWorkers(members.map(() => new MemberThread()), members);
    const shared = { ...data, training: sharedSource(data.training) };
    const { signal: _signal, onProgress: _onProgress, onWarning: _onWarning, ...options } =
      training.options;
    try {
      await Promise.all(members.map((own, t) =>
        workers.#threads[t]!.ask({
          ask: "begin",
          job: {
            data: shared,
            plans: own.map((m) => plans[m]!),
            training: { ...training, options },
            engine,
            resume: resume && own.map((m) => resume[m]!),
          },
        })
      ));
    } catch (error) {
      workers[Symbol.dispose]();
      throw error;
    }
    return workers;
  }

  advance(): Promise<(MemberEpoch | undefined)[]> {
    return this.#all<MemberEpoch | undefined>("advance");
  }

  checkpoints(): Promise<Checkpoint[]> {
    return this.#all<Checkpoint>("checkpoints");
  }

  bestOutputs(): Promise<Float32Array[]> {
    return this.#all<Float32Array>("bestOutputs");
  }

  [Symbol.dispose](): void {
    for (const thread of this.#threads) thread[Symbol.dispose]();
  }

  async #all<T>(ask: "advance" | "checkpoints" | "bestOutputs"): Promise<T[]> {
    const answers = await Promise.all(this.#threads.map((thread) => thread.ask({ ask })));
    const all = new Array<T>(this.#count);
    for (const [t, own] of this.#members.entries()) {
      for (const [k, m] of own.entries()) all[m] = (answers[t] as T[])[k]!;
    }
    return all;
  }
}

/** One thread; it is asked one thing at a time. */
class MemberThread implements Disposable {
  readonly #worker = new Worker(new URL("./member_worker.ts", import.meta.url), { type: "module" });

  ask(request: MemberRequest): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#worker.onmessage = ({ data: reply }: MessageEvent<MemberReply>) =>
      "error" in reply ? reject(reply.error) : resolve(reply.result);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(`Cannot train members on a thread: ${event.message}`));
    };
    this.#worker.postMessage(request);
    return promise;
  }

  [Symbol.dispose](): void {
    this.#worker.terminate();
  }
}

/** The rows in memory that all threads share. */
function sharedSource(
  { inputs, features, labels, targets, classes, classNames, outputs, problem, weights }: Dataset,
): DatasetSource {
  return {
    ...{ inputs: shared(inputs as Float32Array), features },
    ...weights && { weights: shared(weights) },
    ...targets === undefined
      ? { labels: shared(labels), classes, classNames }
      : { targets: shared(targets), outputs, classification: problem.hasAccuracy },
  };
}

/** A copy in memory that threads share. */
function shared<T extends Float32Array | Uint8Array | Uint16Array>(values: T): T {
  const Values = values.constructor as new (memory: SharedArrayBuffer) => T;
  const copy = new Values(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}
