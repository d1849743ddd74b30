/** Trains the members of an ensemble over folds on several cores, each member on one of them. @module */

import { type Dataset, type DatasetSource, DivergenceError } from "../../mod.ts";
import type {
  FoldedData,
  MemberEpoch,
  MemberPlan,
  MemberTrainers,
  MemberTraining,
} from "../../lib/table/folds/mod.ts";
import type { Checkpoint } from "../../lib/train/mod.ts";
import { scriptUrl } from "../system/installation.ts";
import type { MemberReply, MemberRequest } from "./member_worker.ts";

/** How members are trained on threads. */
export interface MemberWorkersOptions {
  readonly training: MemberTraining;
  /** The name of the engine. */
  readonly engine: string;
  /** What each member remembers; absent where they begin. */
  readonly resume?: readonly Checkpoint[] | undefined;
  /** How many threads there are, at most. */
  readonly threads: number;
  /** Aborted to give the start up. */
  readonly signal: AbortSignal;
}

/** Members on threads: the bytes are those of members that are trained one after the other. */
export class MemberWorkers implements MemberTrainers, Disposable {
  readonly #threads: readonly MemberThread[];
  /** Of each thread, the numbers of its members. */
  readonly #members: readonly (readonly number[])[];
  readonly #count: number;

  private constructor(members: readonly (readonly number[])[]) {
    this.#threads = members.map(() => new MemberThread());
    this.#members = members;
    this.#count = members.reduce((sum, { length }) => sum + length, 0);
  }

  /**
   * Starts threads; with `n` of them, the first has the members 0, n, 2n …: neighbors are of one family, and take as long.
   * @throws {TypeError} if what is gone on from is not of such members
   * @throws {unknown} the signal's reason, if it is aborted meanwhile
   */
  static async start(
    data: FoldedData,
    plans: readonly MemberPlan[],
    { training: { network, options }, engine, resume, threads, signal }: MemberWorkersOptions,
  ): Promise<MemberWorkers> {
    if (resume !== undefined && resume.length !== plans.length) {
      throw new TypeError(
        `Cannot go on from this checkpoint: it is of ${resume.length} members: expected ${plans.length}`,
      );
    }
    const count = Math.min(threads, plans.length);
    const members = Array.from(
      { length: count },
      (_, t) => [...plans.keys()].filter((m) => m % count === t),
    );
    const workers = new MemberWorkers(members);
    const { signal: _, onProgress: __, onWarning: ___, ...cloneable } = options;
    const job = {
      data: { ...data, training: sharedSource(data.training) },
      training: { network, options: cloneable },
      engine,
    };
    using aborted = abortOf(signal);
    try {
      const begun = members.map((own, t) =>
        workers.#threads[t]!.ask({
          ask: "begin",
          job: {
            ...job,
            plans: own.map((m) => plans[m]!),
            resume: resume && own.map((m) => resume[m]!),
          },
        })
      );
      await Promise.race([Promise.all(begun), aborted.promise]);
    } catch (error) {
      workers[Symbol.dispose]();
      throw error;
    }
    return workers;
  }

  /**
   * Trains a round on all threads.
   * @param signal aborted to cut the round off
   * @throws {unknown} the signal's reason, if it did
   */
  async advance(
    onMember?: () => void,
    signal?: AbortSignal,
  ): Promise<(MemberEpoch | undefined)[]> {
    signal?.throwIfAborted();
    const abort = () => this.#threads.forEach((thread) => thread.abort());
    signal?.addEventListener("abort", abort);
    try {
      return await this.#all<MemberEpoch | undefined>({ ask: "advance" }, onMember);
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  checkpoints(round: number): Promise<Checkpoint[]> {
    return this.#all<Checkpoint>({ ask: "checkpoints", round });
  }

  bestOutputs(round: number): Promise<Float32Array[]> {
    return this.#all<Float32Array>({ ask: "bestOutputs", round });
  }

  lastEpochs(): ReturnType<MemberTrainers["lastEpochs"]> {
    return this.#all({ ask: "lastEpochs" });
  }

  [Symbol.dispose](): void {
    for (const thread of this.#threads) thread[Symbol.dispose]();
  }

  /**
   * Asks all threads, and waits for all.
   * @throws {unknown} of the errors that of the first member, so that it is the same with any number of threads
   */
  async #all<T>(request: MemberRequest, onMember?: () => void): Promise<T[]> {
    const answers = await Promise.allSettled(
      this.#threads.map((thread) => thread.ask(request, onMember)),
    );
    const all = new Array<T>(this.#count);
    let [first, error]: [number, unknown] = [Infinity, undefined];
    for (const [t, own] of this.#members.entries()) {
      const answer = answers[t]!;
      if (answer.status === "fulfilled") {
        for (const [k, m] of own.entries()) all[m] = (answer.value as T[])[k]!;
        continue;
      }
      const failed = own[this.#threads[t]!.done] ?? this.#count;
      if (failed < first) [first, error] = [failed, answer.reason];
    }
    if (first < Infinity) throw error;
    return all;
  }
}

/** One thread; it is asked one thing at a time. */
class MemberThread implements Disposable {
  readonly #worker = new Worker(scriptUrl("tasks/train/member_worker.ts"), { type: "module" });
  /** What it was asked for and has not answered. */
  #asked: PromiseWithResolvers<unknown> | undefined;
  #onMember: (() => void) | undefined;
  /** Why it answers no more. */
  #failure: Error | undefined;
  /** How many of its members are done in the round. */
  done = 0;

  constructor() {
    this.#worker.onmessage = ({ data: reply }: MessageEvent<MemberReply>) => {
      if ("result" in reply) this.#asked?.resolve(reply.result);
      else if ("error" in reply) this.#asked?.reject(errorOf(reply));
      else {
        this.done = reply.done;
        this.#onMember?.();
      }
    };
    this.#worker.onmessageerror = () => this.#fail("its answer cannot be read");
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(event.message);
    };
  }

  ask(request: MemberRequest, onMember?: () => void): Promise<unknown> {
    this.#asked = Promise.withResolvers<unknown>();
    this.#onMember = onMember;
    this.done = 0;
    if (this.#failure !== undefined) this.#asked.reject(this.#failure);
    else this.#worker.postMessage(request);
    return this.#asked.promise;
  }

  /** Cuts off the round that it trains. */
  abort(): void {
    this.#worker.postMessage({ ask: "abort" } satisfies MemberRequest);
  }

  [Symbol.dispose](): void {
    this.#worker.terminate();
  }

  #fail(why: string): void {
    this.#failure = new Error(`Cannot train members on a thread: ${why}`);
    this.#asked?.reject(this.#failure);
  }
}

/** The error of a thread, in its class where callers catch that. */
function errorOf({ error, divergence }: Extract<MemberReply, { error: unknown }>): unknown {
  return divergence === undefined ? error : new DivergenceError(divergence);
}

/** A promise that is rejected when a signal is aborted, until the end of the scope. */
function abortOf(signal: AbortSignal): Disposable & { readonly promise: Promise<never> } {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort);
  promise.catch(() => {}); // whoever waits for it has it too
  return { promise, [Symbol.dispose]: () => signal.removeEventListener("abort", abort) };
}

/** The rows in memory that all threads share. */
function sharedSource(
  { inputs, features, labels, targets, classes, classNames, outputs, problem, weights }: Dataset,
): DatasetSource {
  return {
    ...{ inputs: shared(inputs as Float32Array), features },
    ...weights && { weights: shared(weights) },
    ...!targets
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
