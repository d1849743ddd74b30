/** What is asked of a search of a run over folds, and what a summary has of it. @module */

import type { PairedDifference } from "../../../lib/measure/distributions.ts";
import type { Shard } from "../../cli/shard.ts";
import type { Trial } from "../../../lib/table/folds/trials.ts";

/** What is asked of a search. */
export interface SearchAsked {
  /** Trials that are all trained on all folds; trials that are drawn, and halved, if left out. */
  readonly trials?: readonly Trial[] | undefined;
  /** Which of the trials that are drawn are trained here; all of them if left out. */
  readonly shard?: Shard | undefined;
  /** When no further member begins; after 27 trials if left out. */
  readonly minutes?: number | undefined;
}

/** How long a search may take. */
export interface SearchTime {
  /** How long the run has taken so far, in seconds. */
  readonly seconds: number;
  /** Aborted to end with what there is. */
  readonly signal: AbortSignal;
}

/** A search of a run over folds: costs are out of fold, with weights that are chosen on the other folds. */
export interface SearchSummary {
  /** How many trials began. */
  readonly begun: number;
  /** The limit of time, if there was one. */
  readonly minutes?: number;
  /** How long trials were trained. */
  readonly seconds: number;
  /** Of the ensemble that was selected. */
  readonly cost: number;
  /** Of the recipe's. */
  readonly recipeCost: number;
  /** By how much less a row costs. */
  readonly gain: Pick<PairedDifference, "value" | "plusMinus">;
  /** Whether the selected ensemble answers; otherwise the recipe's does. */
  readonly isKept: boolean;
  /** The trials that were trained on all folds, with how much each counts: the list for `--trials`. */
  readonly trials: readonly (Trial & { readonly weight: number })[];
}
