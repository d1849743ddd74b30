/** The result of an ensemble over folds beside simpler models, and after training on fewer rows. @module */

import type { Config } from "../../lib/config/mod.ts";
import type { Truth } from "../../lib/table/verdict/mod.ts";
import { curvePlansOf, type FoldEnsemble, truthOfFolds } from "../../lib/table/folds/mod.ts";
import { optionsIn } from "../run/decision.ts";
import type { FoldPlans, OpenFoldedData } from "./fold_training.ts";
import { MemberWorkers } from "./member_workers.ts";

export interface FoldTruthOptions extends Pick<Config, "dataset"> {
  /** The name of the engine. */
  readonly engine: string;
  /** How many threads train. */
  readonly workers: number;
  /** Aborted to give up. */
  readonly signal: AbortSignal;
  /** Called with how many epochs of members are trained. */
  readonly onMember?: (done: number) => void;
}

/**
 * Trains what the learning curve needs, and compares.
 * @throws {unknown} the signal's reason, if it is aborted
 */
export async function truthOfRun(
  ensemble: FoldEnsemble,
  data: OpenFoldedData,
  { plans, training }: Pick<FoldPlans, "plans" | "training">,
  { dataset, engine, workers: threads, signal, onMember }: FoldTruthOptions,
): Promise<Truth> {
  using trainers = await MemberWorkers.start(data.folded, curvePlansOf(ensemble, plans), {
    ...{ training, engine, threads, resume: undefined, signal },
  });
  let [round, done, isLast] = [0, 0, false];
  while (!isLast) {
    const epochs = await trainers.advance(() => onMember?.(++done), signal);
    isLast = epochs.every((epoch) => epoch === undefined);
    if (!isLast) round++;
  }
  const curve = await trainers.bestOutputs(round);
  return await truthWithCurve(ensemble, data, { dataset, curve, signal });
}

/**
 * The same by answers that are there already; without them there is no learning curve.
 * @throws {unknown} the signal's reason, if it is aborted
 */
export async function truthWithCurve(
  ensemble: FoldEnsemble,
  { folded, test, table }: OpenFoldedData,
  { dataset, curve, signal }: Pick<Config, "dataset"> & {
    readonly curve?: readonly Float32Array[];
    readonly signal?: AbortSignal;
  },
): Promise<Truth> {
  const decisions = optionsIn(dataset);
  return await truthOfFolds({
    ...{ ensemble, data: folded, test, description: table!, curve, decisions, signal },
  });
}
