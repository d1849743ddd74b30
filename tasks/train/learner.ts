/** What trains, epoch by epoch: one network, or members over folds. @module */

import type { Network } from "../../lib/network.ts";
import type { FoldCheckpoint } from "../../lib/train/fold_checkpoint.ts";
import type { TrainedModel } from "../../lib/ensemble/trained_model.ts";
import type { Checkpoint } from "../../lib/train/checkpoint.ts";
import type { EvaluatedModel } from "../run/evaluated_model.ts";
import type { Metrics, Summary } from "../run/run_folder.ts";
import type { Saved } from "../run/saved.ts";
import type { SearchAsked, SearchTime } from "../run/table/search.ts";
import type { Truth } from "../run/truth.ts";
import type { RunClock } from "./run_clock.ts";

export interface LearnerOptions {
  /** The name of the engine. */
  readonly engine: string;
  /** How many threads train; with 0 members over folds are on this one. */
  readonly workers: number;
  /** The state to resume from; absent where training begins. */
  readonly saved?: Pick<Saved, "checkpoint"> | undefined;
  /** After which epoch training ends; after all if left out. It is no part of the config. */
  readonly stopAfter?: number | undefined;
  /** On how many folds members are trained, the first ones; on all if left out. */
  readonly firstFolds?: number;
  /** Where it is shown how far the run is; nowhere if left out. */
  readonly clock?: Pick<RunClock, "expect" | "enter" | "goOn" | "endsAfter"> | undefined;
  /** Called with the part of an epoch that is trained. */
  readonly onPart?: ((part: number) => void) | undefined;
  /** Aborted to give up while all is made ready. */
  readonly signal?: AbortSignal;
  /** Called with the network that learns, or one like those that learn, and how many threads train. */
  readonly onStart?: (network: Network, workers: number) => void;
  /** Called with warnings of the data, and of the engine. */
  readonly onWarning?: (warning: string) => void;
}

/** What a run keeps of its epochs. */
export interface Kept {
  readonly model: TrainedModel;
  /** What answers to validation: over folds each row is answered by members that did not learn from it. */
  readonly answers: EvaluatedModel;
  /** What the summary has of it; results are those at a threshold of one half. */
  readonly summary: Pick<
    Summary,
    "best" | "epoch" | "families" | "validation" | "test" | "refit" | "search"
  >;
}

/** When a result is compared with simpler models. */
export interface Comparison {
  readonly ended: Summary["ended"];
  /** The comparison of a run that has not been trained further. */
  readonly known?: Truth | undefined;
  /** Aborted to give up. */
  readonly signal: AbortSignal;
}

export interface Learner extends Disposable {
  /** The network that learns, or one like those that learn. */
  readonly network: Network;
  /** How many threads train. */
  readonly workers: number;
  /** Whether its model is assembled of several networks, which takes as long as some epochs. */
  readonly isAssembled: boolean;
  /** Whether it has stopped early: with more epochs it would not continue. */
  hasStopped(): boolean;
  /**
   * Trains to its end, and yields the line of the metrics of each epoch.
   * @throws {DivergenceError} if the cost or the parameters are no longer finite numbers
   * @throws {unknown} the signal's reason, if it is aborted
   */
  epochs(signal: AbortSignal): AsyncGenerator<Metrics, void, void>;
  /** The state to resume from after the last whole epoch. */
  checkpoint(): Promise<Checkpoint | FoldCheckpoint>;
  /**
   * What a run keeps of the whole epochs.
   * @param metrics of all of them
   */
  kept(metrics: readonly Metrics[]): Promise<Kept>;
  /** The results of the last whole epoch, computed again from the parameters that learned. */
  last(): Promise<Pick<Metrics, "validation" | "test" | "members">>;
  /**
   * How good a model of a table is, beside simpler ones. It gets boosted trees that it is not shown to be better than.
   * @returns `undefined` where the comparison is left out
   */
  compare(model: TrainedModel, comparison: Comparison): Promise<Truth | undefined>;
  /**
   * Searches for a better ensemble than the recipe's, which is then kept; absent of one network.
   * @param model what is kept, before it has
   */
  search?(model: TrainedModel, asked: SearchAsked, how: SearchTime): Promise<void>;
  /**
   * Lets what is kept learn from the rows of the test too; absent of learners whose model stays the one that is tested.
   * @param model what is kept, before it has
   * @returns whether it has: it gives up if the signal is aborted
   */
  refit?(model: TrainedModel, signal: AbortSignal): Promise<boolean>;
}

/** Seconds to a tenth of a millisecond: finer is noise. */
export function roundTime(seconds: number): number {
  return Math.round(seconds * 1e4) / 1e4;
}
