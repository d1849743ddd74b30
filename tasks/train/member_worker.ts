/** A thread that trains members of an ensemble over folds: it answers each message with one of its own. @module */

import { DivergenceError } from "../../mod.ts";
import { MemberTrainer, receiveData } from "../../lib/table/folds/mod.ts";
import type { MemberPlan, MemberTraining, SharedData } from "../../lib/table/folds/mod.ts";
import type { Checkpoint, Divergence } from "../../lib/train/mod.ts";
import { openEngine } from "../run/open_engine.ts";

/** The members of a thread. */
export interface MembersOfThread {
  readonly data: SharedData;
  readonly plans: readonly MemberPlan[];
  readonly training: MemberTraining;
  /** The name of the engine. */
  readonly engine: string;
  readonly resume: readonly (Checkpoint | undefined)[] | undefined;
}

/** What a member is asked for. */
export type Asked = "advance" | "checkpoint" | "bestOutputs" | "lastEpoch";

/** A message to a thread; an abort cuts off the epoch that it trains, and has no answer of its own. */
export type MemberRequest =
  | { readonly ask: "begin"; readonly members: MembersOfThread }
  | { readonly ask: "abort" }
  | { readonly ask: Asked; readonly member: number; readonly round?: number };

/** What it answers. */
export type MemberReply =
  | { readonly result: unknown }
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
let trainers: readonly MemberTrainer[] = [];

scope.onmessage = async ({ data: request }) => {
  if (request.ask === "abort") return controller.abort();
  try {
    scope.postMessage({ result: await answer(request) });
  } catch (error) {
    const divergence = error instanceof DivergenceError ? error.divergence : undefined;
    scope.postMessage({ error, divergence });
  }
};

function answer(request: Exclude<MemberRequest, { ask: "abort" }>): unknown {
  if (request.ask === "begin") return begin(request.members);
  const { ask, member, round } = request;
  return trainers[member]![ask](round!);
}

function begin({ data, training, engine: name, ...members }: MembersOfThread): void {
  const { plans, resume } = members;
  const folded = receiveData(data);
  const { network, options } = training;
  const given = { network, options: { ...options, signal: controller.signal } };
  const engine = openEngine(name, 1);
  trainers = plans.map((plan, m) => new MemberTrainer(folded, plan, given, engine, resume?.[m]));
}
