/** A thread that trains members of an ensemble over folds: it answers each message with one of its own. @module */

import { receiveData, type SharedData } from "../../lib/table/folds/data.ts";
import {
  MemberTrainer,
  type MemberTraining,
  type TrainedMember,
  trainMember,
} from "../../lib/table/folds/member_trainer.ts";
import type { MemberPlan } from "../../lib/table/folds/members.ts";
import { fitFoldTrees, type TreesTask } from "../../lib/table/folds/trees.ts";
import type { Checkpoint } from "../../lib/train/checkpoint.ts";
import { type Divergence, DivergenceError } from "../../lib/train/divergence.ts";
import { loadEngine, openEngine } from "../run/open_engine.ts";

/** What the members of all threads have in common. */
export interface Shared {
  readonly data: SharedData;
  readonly training: MemberTraining;
  /** The name of the engine. */
  readonly engine: string;
}

/** What a member is asked for. */
export type Asked = "advance" | "checkpoint" | "bestOutputs" | "lastEpoch";

/** Trees to fit, without what cannot be sent: the problem is the members'. */
export type SharedTreesTask = Omit<TreesTask, "expected"> & {
  readonly expected: Omit<TreesTask["expected"], "problem">;
};

/** A message to a thread; an abort cuts off the epoch that it trains, and has no answer of its own. */
export type MemberRequest =
  | { readonly ask: "open"; readonly shared: Shared }
  | {
    readonly ask: "begin";
    /** The number of the set that these members are. */
    readonly set: number;
    readonly plans: readonly MemberPlan[];
    readonly resume: readonly (Checkpoint | undefined)[] | undefined;
  }
  | { readonly ask: "abort" }
  | { readonly ask: "trees"; readonly task: SharedTreesTask }
  /** To train a member to its end, which is then not kept here. */
  | { readonly ask: "train"; readonly plan: MemberPlan }
  | { readonly ask: Asked; readonly set: number; readonly member: number; readonly round?: number };

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
let problem: TreesTask["expected"]["problem"];
let makeTrainer: (plan: MemberPlan, resume: Checkpoint | undefined) => MemberTrainer;
let train: (plan: MemberPlan) => Promise<TrainedMember>;
const sets: (readonly MemberTrainer[])[] = [];

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
  switch (request.ask) {
    case "train":
      return train(request.plan);
    case "open":
      return open(request.shared);
    case "begin": {
      const { set, plans, resume } = request;
      sets[set] = plans.map((plan, m) => makeTrainer(plan, resume?.[m]));
      return undefined;
    }
    case "trees":
      return fitFoldTrees({
        ...request.task,
        expected: { ...request.task.expected, problem },
      });
    default:
      return sets[request.set]![request.member]![request.ask](request.round!);
  }
}

async function open(
  { data, training: { network, options }, engine: name }: Shared,
): Promise<void> {
  const folded = receiveData(data);
  const given = { network, options: { ...options, signal: controller.signal } };
  await loadEngine(name);
  const engine = openEngine(name, 1);
  problem = folded.training.problem;
  makeTrainer = (plan, resume) => new MemberTrainer(folded, plan, given, engine, resume);
  train = async (plan) => {
    using own = openEngine(name, 1); // whose memory goes with it
    return await trainMember(folded, plan, given, own);
  };
}
