/** What a sweep and the processes that train for it say to each other, a line of JSON each. @module */

import type { Config } from "../../lib/config.ts";
import type { Result } from "./folder.ts";

/** A run to train. */
export interface Job {
  readonly run: string;
  readonly config: Config;
  /** After which epoch it pauses. */
  readonly end: number;
  /** The folder of the run. */
  readonly path: string;
  /** The folder of the same run in an earlier stage, to go on from if its own has nothing. */
  readonly from?: string;
  /** The folder of the data sets. */
  readonly data: string;
  /** The version of its costs, unless it goes on. */
  readonly costVersion: number;
  readonly engine: string;
  readonly workers: number;
}

/** What a process says. */
export type Answer =
  | { readonly kind: "ready"; readonly deno: string }
  /** How far a run is: whole epochs, and examples of the one at hand. */
  | {
    readonly kind: "progress";
    readonly epoch: number;
    readonly done: number;
    readonly total: number;
  }
  | { readonly kind: "result"; readonly result: Result }
  | { readonly kind: "interrupted" }
  | { readonly kind: "error"; readonly message: string };
