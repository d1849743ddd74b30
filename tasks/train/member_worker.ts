/** A thread that trains members of an ensemble over folds: it answers each message by one of its own. @module */

import { Dataset, type DatasetSource, DivergenceError } from "../../mod.ts";
import { LocalTrainers } from "../../lib/table/folds/mod.ts";
import type { FoldedData, MemberPlan, MemberTraining } from "../../lib/table/folds/mod.ts";
import type { Checkpoint, Divergence } from "../../lib/train/mod.ts";
import { openEngine } from "../run/open_engine.ts";

/** What the members of a thread are made of. */
export interface MemberJob {
  readonly data: Omit<FoldedData, "training"> & { readonly training: DatasetSource };
  readonly plans: readonly MemberPlan[];
  readonly training: MemberTraining;
  /** The name of the engine. */
  readonly engine: string;
  readonly resume: readonly Checkpoint[] | undefined;
}

/** What a thread is asked for; an abort cuts off the round that it trains, and has no answer of its own. */
export type MemberRequest =
  | { readonly ask: "begin"; readonly job: MemberJob }
  | { readonly ask: "advance" }
  | { readonly ask: "abort" }
  | { readonly ask: "lastEpochs" }
  | { readonly ask: "checkpoints" | "bestOutputs"; readonly round: number };

/** What it answers; while it trains a round, also how many of its members are done. */
export type MemberReply =
  | { readonly result: unknown }
  | { readonly done: number }
  | {
    readonly error: unknown;
    /** Where a member diverged: the class of an error is lost between threads. */
    readonly divergence?: Divergence | undefined;
  };

const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<MemberRequest>) => void) | null;
  postMessage(reply: MemberReply): void;
};

const controller = new AbortController();
let trainers: LocalTrainers | undefined;

scope.onmessage = async ({ data: request }) => {
  if (request.ask === "abort") return controller.abort();
  try {
    scope.postMessage({ result: await answer(request) });
  } catch (error) {
    const divergence = error instanceof DivergenceError ? error.divergence : undefined;
    scope.postMessage({ error, divergence });
  }
};

async function answer(request: Exclude<MemberRequest, { ask: "abort" }>): Promise<unknown> {
  if (request.ask === "begin") return begin(request.job);
  if (request.ask === "lastEpochs") return await trainers!.lastEpochs();
  if (request.ask !== "advance") return await trainers![request.ask](request.round);
  let done = 0;
  return await trainers!.advance(() => scope.postMessage({ done: ++done }));
}

function begin({ data, plans, training: { network, options }, engine, resume }: MemberJob): void {
  const folded = { ...data, training: new Dataset(data.training) };
  const training = { network, options: { ...options, signal: controller.signal } };
  trainers = new LocalTrainers(folded, plans, training, openEngine(engine, 1), resume);
}
