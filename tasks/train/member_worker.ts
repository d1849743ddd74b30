/** A thread that trains members of an ensemble over folds: it answers each message by one of its own. @module */

import { Dataset, type DatasetSource } from "../../mod.ts";
import { LocalTrainers } from "../../lib/fold_ensemble/mod.ts";
import type { FoldedData, MemberPlan, MemberTraining } from "../../lib/fold_ensemble/mod.ts";
import type { Checkpoint } from "../../lib/train/mod.ts";
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

/** What a thread is asked for. */
export type MemberRequest =
  | { readonly ask: "begin"; readonly job: MemberJob }
  | { readonly ask: "advance" | "checkpoints" | "bestOutputs" };

/** What it answers. */
export type MemberReply = { readonly result: unknown } | { readonly error: unknown };

const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<MemberRequest>) => void) | null;
  postMessage(reply: MemberReply): void;
};

let trainers: LocalTrainers | undefined;

scope.onmessage = async ({ data: request }) => {
  try {
    scope.postMessage({ result: await answer(request) });
  } catch (error) {
    scope.postMessage({ error });
  }
};

async function answer(request: MemberRequest): Promise<unknown> {
  if (request.ask !== "begin") return await trainers![request.ask]();
  const { data, plans, training, engine, resume } = request.job;
  const folded = { ...data, training: new Dataset(data.training) };
  trainers = new LocalTrainers(folded, plans, training, openEngine(engine, 1), resume);
  return undefined;
}
