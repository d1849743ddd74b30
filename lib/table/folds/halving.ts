/**
 * Successive halving of trials on folds: all are trained on one fold, the best of them on the second one too, and few on all. What
 * was trained on earlier folds stays. @module
 */

import { drive } from "../../train/drive.ts";
import { DivergenceError } from "../../train/divergence.ts";
import { promoted } from "../../search/halving.ts";
import type { TrainedMember } from "./member_trainer.ts";
import type { MemberPlan } from "./members.ts";
import { type Trial, type TrialFacts, trialMember } from "./trials.ts";

/** A trial, and its members that were trained, by fold. */
export interface TrainedTrial {
  readonly trial: Trial;
  readonly members: readonly TrainedMember[];
}

/** How trials are trained. */
export interface HalvingOptions extends Pick<TrialFacts, "seed" | "recipe"> {
  /** In their order. */
  readonly trials: readonly Trial[];
  readonly folds: number;
  /** What trains a member to its end, side by side. */
  readonly lanes: readonly ((plan: MemberPlan) => Promise<TrainedMember>)[];
  /**
   * Whether another member may begin.
   * @param after how many members are to be trained after it
   */
  readonly mayBegin?: ((after: number) => boolean) | undefined;
  /** Whether all trials are trained on all folds, as in a list of those that came to their end before. Default: false */
  readonly all?: boolean;
  /** Called when a member is trained. */
  readonly onMember?: (() => void) | undefined;
  /** Called when a trial is trained on all folds. */
  readonly onTrial?: ((trained: TrainedTrial) => void) | undefined;
  /** Aborted to end with what there is. */
  readonly signal?: AbortSignal | undefined;
}

/** The factor by which each rung reduces the number of trials. */
const FACTOR = 3;

/** What halving came to. */
export interface Halved {
  /** Those that were trained on all folds, by their numbers. */
  readonly trained: readonly TrainedTrial[];
  /** How many trials began. */
  readonly begun: number;
}

/**
 * Trains trials by successive halving. A trial that diverges goes no further. Where no more time is left, the rung ends with the
 * trials that are there; so does all of it if the signal is aborted.
 */
export async function halveTrials(options: HalvingOptions): Promise<Halved> {
  const { trials, folds, lanes, mayBegin, all = false, onMember, onTrial, signal } = options;
  const members = new Map<Trial, TrainedMember[]>(trials.map((trial) => [trial, []]));
  const broken = new Set<Trial>();
  const rungs = rungsOf(folds, all);
  const isAt = (trial: Trial, end: number) =>
    !broken.has(trial) && members.get(trial)!.filter(Boolean).length === end;
  let candidates = [...trials];
  let begun = 0;
  for (const [rung, end] of rungs.entries()) {
    const first = rungs[rung - 1] ?? 0;
    const queue = candidates.flatMap((trial) =>
      Array.from({ length: end - first }, (_, k) => ({ trial, fold: first + k }))
    );
    let started = 0;
    await drive(lanes.map((train) => ({
      queue,
      async run({ trial, fold }: { readonly trial: Trial; readonly fold: number }) {
        const later = laterMembers(++started, rungs, rung);
        if (signal?.aborted || mayBegin?.(later) === false) return void (queue.length = 0);
        if (broken.has(trial)) return;
        if (rung === 0 && fold === 0) begun++;
        try {
          const own = members.get(trial)!;
          own[fold] = await train(trialMember(trial, fold, options));
          onMember?.();
          if (isAt(trial, folds)) onTrial?.({ trial, members: own });
        } catch (error) {
          if (signal?.aborted) return;
          if (!(error instanceof DivergenceError)) throw error;
          broken.add(trial);
        }
      },
    })));
    candidates = candidates.filter((trial) => isAt(trial, end));
    if (end === folds) break;
    if (candidates.length === 0 || signal?.aborted) return { trained: [], begun };
    const scores = candidates.map((trial) => -meanCost(members.get(trial)!));
    const best = promoted(scores, FACTOR).sort((a, b) => scores[b]! - scores[a]! || a - b);
    candidates = best.map((k) => candidates[k]!); // the best first: time may end
  }
  const trained = candidates.map((trial) => ({ trial, members: members.get(trial)! }));
  return { trained: trained.sort((a, b) => a.trial.trial - b.trial.trial), begun };
}

/** On how many folds trials are trained at the end of each rung. */
function rungsOf(folds: number, all: boolean): number[] {
  return all ? [folds] : [...new Set([1, 2, folds])].filter((end) => end <= folds);
}

/** How many members are trained in all where so many trials begin. */
export function memberCount(trials: number, folds: number, all: boolean): number {
  const rungs = rungsOf(folds, all);
  return trials * rungs[0]! + laterMembers(trials, rungs, 0);
}

function meanCost(members: readonly TrainedMember[]): number {
  return members.reduce((sum, { cost }) => sum + cost, 0) / members.length;
}

/** The number of members that later rungs will train, from the number begun in this one; none in the last one. */
function laterMembers(begun: number, rungs: readonly number[], rung: number): number {
  let [left, members] = [begun, 0];
  for (let next = rung + 1; next < rungs.length; next++) {
    left = Math.max(1, Math.floor(left / FACTOR));
    members += left * (rungs[next]! - rungs[next - 1]!);
  }
  return members;
}
