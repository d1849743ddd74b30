/** Trains the members of an ensemble over folds on several cores, each member on one of them. @module */

import { shareData, sharedCopy } from "../../lib/table/folds/data.ts";
import type { MemberTraining, TrainedMember } from "../../lib/table/folds/member_trainer.ts";
import { type Member, MemberTrainers } from "../../lib/table/folds/member_trainers.ts";
import type { FoldedData, MemberPlan } from "../../lib/table/folds/members.ts";
import type { FoldTrees, TreesTask } from "../../lib/table/folds/trees.ts";
import type { Checkpoint } from "../../lib/train/checkpoint.ts";
import { DivergenceError } from "../../lib/train/divergence.ts";
import { drive, type Runner } from "../../lib/train/drive.ts";
import { scriptUrl } from "../system/installation.ts";
import type {
  Asked,
  MemberReply,
  MemberRequest,
  Shared,
  SharedTreesTask,
} from "./member_worker.ts";

/** How members are trained on threads. */
export interface MemberWorkersOptions {
  readonly training: MemberTraining;
  /** The name of the engine. */
  readonly engine: string;
  /** What each member remembers; absent where they begin, `undefined` of those that have not begun. */
  readonly resume?: readonly (Checkpoint | undefined)[] | undefined;
  /** How many threads there are, at most. */
  readonly threads: number;
  /** Aborted to give the start up. */
  readonly signal?: AbortSignal | undefined;
}

/** Members on threads: the bytes are those of members that are trained one after the other. */
export class MemberWorkers extends MemberTrainers implements Disposable {
  readonly #threads: readonly MemberThread[];
  /** The name of the engine. */
  readonly #engine: string;
  /** How many sets of members the threads have. */
  #sets = 1;

  private constructor(
    { threads, engine }: { readonly threads: readonly MemberThread[]; readonly engine: string },
    set: number,
    count: number,
  ) {
    const { length } = threads; // neighbors are of one family, and take as long
    const members = Array.from(
      { length: count },
      (_, m) => threads[m % length]!.member(set, Math.floor(m / length)),
    );
    super(members, length);
    this.#threads = threads;
    this.#engine = engine;
  }

  /**
   * Starts threads.
   * @throws {TypeError} if what is gone on from is not of such members
   * @throws {unknown} the signal's reason, if it is aborted meanwhile
   */
  static async start(
    data: FoldedData,
    plans: readonly MemberPlan[],
    { training, engine, resume, threads: most, signal }: MemberWorkersOptions,
  ): Promise<MemberWorkers> {
    if (resume !== undefined && resume.length !== plans.length) {
      throw new TypeError(
        `Cannot continue from this checkpoint: it has ${resume.length} members: expected ${plans.length}`,
      );
    }
    const threads = Array.from(
      { length: Math.min(most, plans.length) },
      () => new MemberThread(),
    );
    try {
      await open(threads, { data: shareData(data, plans), training, engine }, signal);
      await begin(threads, { set: 0, plans, resume }, signal);
      return new MemberWorkers({ threads, engine }, 0, plans.length);
    } catch (error) {
      for (const thread of threads) thread[Symbol.dispose]();
      throw error;
    }
  }

  /**
   * Begins other members on the same threads, which keep these.
   * @throws {unknown} the signal's reason, if it is aborted meanwhile
   */
  async others(plans: readonly MemberPlan[], signal?: AbortSignal): Promise<MemberTrainers> {
    const set = this.#sets++;
    await begin(this.#threads, { set, plans, resume: undefined }, signal);
    return new MemberWorkers({ threads: this.#threads, engine: this.#engine }, set, plans.length);
  }

  /**
   * Begins members that learn from other rows on the same threads, which keep these; those that begin later learn from them too.
   * @throws {unknown} the signal's reason, if it is aborted meanwhile
   */
  async ofOtherRows(
    data: FoldedData,
    plans: readonly MemberPlan[],
    training: MemberTraining,
    signal?: AbortSignal,
  ): Promise<MemberTrainers> {
    const shared = { data: shareData(data, plans), training, engine: this.#engine };
    await open(this.#threads, shared, signal);
    return await this.others(plans, signal);
  }

  /**
   * What trains a member of other data to its end, on each of the threads; those that begin later learn from that data too.
   * @param plans members, by whose encodings rows are shared
   * @throws {unknown} the signal's reason, if it is aborted meanwhile
   */
  async lanesFor(
    data: FoldedData,
    plans: readonly MemberPlan[],
    training: MemberTraining,
    signal: AbortSignal,
  ): Promise<((plan: MemberPlan) => Promise<TrainedMember>)[]> {
    const shared = { data: shareData(data, plans), training, engine: this.#engine };
    await open(this.#threads, shared, signal);
    return this.#threads.map((thread) => async (plan) => {
      const end = () => thread.end();
      signal.addEventListener("abort", end);
      try {
        return await thread.run({ ask: "train", plan }) as TrainedMember;
      } finally {
        signal.removeEventListener("abort", end);
      }
    });
  }

  /** Fits trees, each on one of the threads. */
  async fitTrees(
    tasks: readonly TreesTask[],
    { signal, onFitted }: { readonly signal?: AbortSignal; readonly onFitted?: () => void } = {},
  ): Promise<FoldTrees[]> {
    const fitted: FoldTrees[] = [];
    const queue = [...sharedTasks(tasks).entries()];
    await drive(this.#threads.map((thread) => ({
      queue,
      async run([k, task]: readonly [number, SharedTreesTask]) {
        signal?.throwIfAborted();
        fitted[k] = await thread.run({ ask: "trees", task }) as FoldTrees;
        onFitted?.();
      },
    })));
    return fitted;
  }

  [Symbol.dispose](): void {
    for (const thread of this.#threads) thread[Symbol.dispose]();
  }
}

/** Gives threads what all members have in common. */
async function open(
  threads: readonly MemberThread[],
  { training: { network, options }, ...shared }: Shared,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { signal: _, onProgress: __, onWarning: ___, ...cloneable } = options;
  const training = { network, options: cloneable };
  await askAll(threads, () => ({ ask: "open", shared: { ...shared, training } }), signal);
}

/** Begins a set of members, the first thread with the members 0, n, 2n … */
async function begin(
  threads: readonly MemberThread[],
  { set, plans, resume }: {
    readonly set: number;
    readonly plans: readonly MemberPlan[];
    readonly resume: MemberWorkersOptions["resume"];
  },
  signal: AbortSignal | undefined,
): Promise<void> {
  await askAll(threads, (t) => {
    const isUserData = (_: unknown, m: number) => m % threads.length === t;
    return {
      ask: "begin",
      set,
      plans: plans.filter(isUserData),
      resume: resume?.filter(isUserData),
    };
  }, signal);
}

/** @throws {unknown} the signal's reason, if it is aborted meanwhile: the threads answer no more */
async function askAll(
  threads: readonly MemberThread[],
  request: (thread: number) => MemberRequest,
  signal: AbortSignal | undefined,
): Promise<void> {
  const giveUp = () => threads.forEach((thread) => thread.fail(signal!.reason));
  signal?.addEventListener("abort", giveUp);
  if (signal?.aborted) giveUp();
  try {
    await Promise.all(threads.map((thread, t) => thread.run(request(t))));
  } finally {
    signal?.removeEventListener("abort", giveUp);
  }
}

/** One thread; it is asked one thing at a time. */
class MemberThread implements Runner<MemberRequest, unknown>, Disposable {
  readonly #worker = new Worker(scriptUrl("tasks/train/member_worker.ts"), { type: "module" });
  /** What it was asked for and has not answered. */
  #asked: PromiseWithResolvers<unknown> | undefined;
  /** Why it answers no more. */
  #failure: unknown;

  constructor() {
    this.#worker.onmessage = ({ data: reply }: MessageEvent<MemberReply>) => {
      if ("result" in reply) this.#asked?.resolve(reply.result);
      else this.#asked?.reject(errorOf(reply));
    };
    this.#worker.onmessageerror = () => this.fail(deathOf("its answer cannot be read"));
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.fail(deathOf(event.message));
    };
  }

  run(request: MemberRequest): Promise<unknown> {
    this.#asked = Promise.withResolvers<unknown>();
    if (this.#failure !== undefined) this.#asked.reject(this.#failure);
    else this.#worker.postMessage(request);
    return this.#asked.promise;
  }

  /** Cuts off the epoch that it trains. */
  end(): void {
    this.#worker.postMessage({ ask: "abort" } satisfies MemberRequest);
  }

  /** Lets it answer no more. */
  fail(reason: unknown): void {
    this.#failure = reason;
    this.#asked?.reject(reason);
  }

  /** One of its members, as if that were here. */
  member(set: number, member: number): Member {
    const asking = <Name extends Asked>(ask: Name) => (round?: number) =>
      this.run({ ask, set, member, ...round !== undefined && { round } }) as ReturnType<
        Member[Name]
      >;
    const advance = async (signal?: AbortSignal) => {
      const end = () => this.end();
      signal?.addEventListener("abort", end);
      try {
        return await asking("advance")();
      } catch (error) {
        signal?.throwIfAborted();
        throw error;
      } finally {
        signal?.removeEventListener("abort", end);
      }
    };
    return {
      advance,
      checkpoint: asking("checkpoint"),
      bestOutputs: asking("bestOutputs"),
      lastEpoch: asking("lastEpoch"),
    };
  }

  [Symbol.dispose](): void {
    this.#worker.terminate();
  }
}

function deathOf(why: string): Error {
  return new Error(`Cannot train members on a thread: ${why}`);
}

/** The error of a thread, in its class where callers catch that. */
function errorOf({ error, divergence }: Extract<MemberReply, { error: unknown }>): unknown {
  return divergence === undefined ? error : new DivergenceError(divergence);
}

/** Tasks of the same table, whose bins are in memory that all threads share. */
function sharedTasks(tasks: readonly TreesTask[]): SharedTreesTask[] {
  const bins = { ...tasks[0]!.bins, bins: sharedCopy(tasks[0]!.bins.bins) };
  return tasks.map(({ expected: { problem: _, ...expected }, ...task }) => ({
    ...task,
    bins,
    expected,
  }));
}
