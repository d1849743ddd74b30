/**
 * The summary of a sweep: `sweep.json`. It holds no times, machines or paths, so that one machine and many leave the same
 * bytes. @module
 */

import type { Config } from "../../../lib/config.ts";
import type { ParameterSpace } from "../../../lib/search/draw.ts";
import type { Truth, TruthOfBaseline } from "../../../lib/measure/verdict/truth.ts";

/** The metric that trials are compared by. */
export interface SweepMetric {
  /** A metric of an epoch, such as `validation.accuracy`. */
  readonly name: string;
  /** Which way is better. */
  readonly goal: "maximize" | "minimize";
}

/** How far a run of a trial is. */
export type RunState =
  | "finished" // all its epochs, or it ended early by itself
  | "stopped" // after a rung, and not promoted
  | "paused" // after a rung: it is to continue, or others have to reach the rung first
  | "missing" // not trained, or not to the end of its rung
  | "diverged" // its cost or weights were no longer finite
  | "refused" // no config: the parameters do not fit each other
  | "failed"; // its process died, twice

/** A trial with one seed: one training run. */
export interface SweepRun {
  /** The hash of its resolved config and data, 16 hexadecimal digits: the name of its folder in `trials/`. */
  readonly run: string;
  readonly seed: number;
  readonly state: RunState;
  /** The whole epochs that count: those of its last whole rung. */
  readonly epochs: number;
  /** The epoch that the value is of; null where there is none. */
  readonly epoch: number | null;
  /** The metric of that epoch, which is the one whose weights are kept; null where there is none. */
  readonly value: number | null;
  /** The metric after every epoch; null where it was not finite. */
  readonly curve: readonly (number | null)[];
  /** Of the weights kept; absent where there are none. */
  readonly weightsSha256?: string;
  /** Why it diverged or was refused. */
  readonly reason?: string;
}

/** A choice of the parameters, trained with every seed. */
export interface Trial {
  /** Its number, from 1. */
  readonly trial: number;
  /** The parameters by their path in the config, such as `optimizer.momentum`. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Always 1; absent without halving. */
  readonly bracket?: number;
  /** How many rungs are whole; absent without halving. */
  readonly rung?: number;
  /** The state of its runs: the first of `missing`, `failed`, `diverged`, `refused` that one of them has, or that of all. */
  readonly state: RunState;
  /** The mean of its runs' values; null unless all have one. */
  readonly mean: number | null;
  /** Their sample standard deviation; null for one seed. */
  readonly sd: number | null;
  readonly runs: readonly SweepRun[];
}

/** How much of the metric's variance among trials a parameter explains. */
export interface Importance {
  readonly parameter: string;
  /** A fraction from 0 to 1; null where there are too few trials. */
  readonly importance: number | null;
}

/** The best run and the baseline's on the test part; their paired difference is above 0 where the best one is better. */
export interface TestComparison
  extends Pick<Truth, "metric" | "testRows" | "verdict">, Pick<TruthOfBaseline, Differences> {
  readonly best: Measured;
  readonly baseline: Measured;
}

type Differences = "difference" | "costDifference";

/** A run on the test part: its metric with a 95 % interval, and its mean cost. */
type Measured = Pick<Truth, "test" | "cost">;

/** A sweep that a limit of time ended after a whole rung. */
export interface TimeLimited {
  readonly minutes: number;
  /** How many trials there would have been with more time. */
  readonly trials: number;
  /** The last whole rung. */
  readonly rung: number;
}

/** `sweep.json` */
export interface SweepSummary {
  readonly name: string;
  readonly method: "grid" | "random" | "quasiRandom" | "halving" | "list";
  readonly metric: SweepMetric;
  readonly parameters: Readonly<Record<string, ParameterSpace>>;
  /** The seeds that every trial is trained with. */
  readonly seeds: readonly number[];
  /** The seed that user data is split by, the same in all trials; null for data of the catalogue. */
  readonly splitSeed: number | null;
  /** The epochs of a trial that goes to its end. */
  readonly epochs: number;
  /**
   * With halving: 1 / factor of the trials continues after a rung; the epochs that the rungs of the one bracket end after. By
   * folds the rungs are numbered, and so are `epochs`, `epoch` and `curve` of runs by rungs: 1 fold, 2, …, all.
   */
  readonly halving?: {
    readonly factor: number;
    readonly by?: "folds";
    readonly brackets: readonly (readonly number[])[];
  };
  /** The trial that is the config as it is, which always continues; absent if there is none. */
  readonly baseline?: 1;
  /** The config that trials change, as it is written. */
  readonly config: Readonly<Record<string, unknown>>;
  /** The SHA-256 of the data. */
  readonly data: Readonly<Record<string, string>>;
  /** The version of the numerics contract. */
  readonly numerics: number;
  /** Whether every trial has come to its end. */
  readonly complete: boolean;
  /** The trial with the best mean, the first of equals; null while there is none. */
  readonly best:
    | {
      readonly trial: number;
      /** The run of its best seed, the first of equals. */
      readonly run: string;
      readonly mean: number;
      readonly sd: number | null;
      /** The config of that run: `deno task train --config` gives its bytes again. */
      readonly config: Config;
    }
    | null;
  /** The best run beside the baseline's on the test part, at which no other run looks; absent before the end. */
  readonly test?: TestComparison;
  /** The limit of time that ended it after a whole rung; absent if none did. */
  readonly limit?: TimeLimited;
  /** The importances of the parameters with more than one value; the most important first. */
  readonly importances: readonly Importance[];
  readonly trials: readonly Trial[];
}
