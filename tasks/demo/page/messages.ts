/** What the page and its training workers send each other. @module */

import type { Settings } from "./settings.ts";
import type { Site } from "./site.ts";

/** Where the data comes from: the page's server, or files that the visitor picked. */
export type DataSource = NonNullable<Site["data"]> | { readonly files: readonly File[] };

/** What the page asks for. */
export type Request =
  | { readonly kind: "train"; readonly settings: Settings; readonly source: DataSource }
  | { readonly kind: "stop" };

/** Pictures of the first layer's units: the weights into each. */
export interface UnitPictures {
  /** How many units the layer has; `weights` holds no more of them than are shown. */
  readonly units: number;
  /** [units shown, 784] */
  readonly weights: Float32Array<ArrayBuffer>;
}

/** What an epoch came to. */
export interface EpochScores {
  readonly number: number;
  /** The mean cost of the training examples. */
  readonly cost: number;
  /** On validation examples: the accuracy from 0 to 1, or R², NaN where it is undefined. */
  readonly validation: number;
  /** On test examples. */
  readonly test: number;
}

/** What an epoch on MNIST came to. */
export interface EpochReport extends EpochScores {
  readonly testCorrect: number;
  readonly testSize: number;
  /** The time of training, without the evaluations. */
  readonly seconds: number;
  /** In hexadecimal, or why there is none. */
  readonly weightsSha256: string;
  /** The network as a safetensors file. */
  readonly file: Uint8Array<ArrayBuffer>;
}

/** A run that failed. */
export interface Failure {
  readonly kind: "failed";
  readonly message: string;
  /** Whether the data is at fault. */
  readonly data?: boolean;
}

/** What the worker reports. */
export type Report =
  | { readonly kind: "loading"; readonly file: string }
  | {
    readonly kind: "begun";
    readonly pictures: UnitPictures;
    /** Sentences for the visitor, without a full stop. */
    readonly warnings: readonly string[];
  }
  | {
    readonly kind: "progress";
    readonly epoch: number;
    readonly done: number;
    readonly total: number;
    /** Now and then. */
    readonly pictures?: UnitPictures;
  }
  | { readonly kind: "epoch"; readonly epoch: EpochReport; readonly pictures: UnitPictures }
  | { readonly kind: "ended"; readonly stopped: boolean }
  | Failure;

/** An error's message. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
