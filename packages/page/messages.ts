/** What the page and the worker in which it trains send each other. @module */

import type { MissingValueRule, TableDescription, TargetKind } from "../../lib/table/mod.ts";
import type { Observed } from "../../lib/train/mod.ts";
import type { Settings } from "./settings.ts";
import type { Site } from "../../tasks/demo/site.ts";

/** Where the data comes from: the page's server, or files that the visitor picked. */
export type DataSource = NonNullable<Site["data"]> | { readonly files: readonly File[] };

/** What to learn from a table. */
export interface TableSettings {
  readonly target: string;
  readonly without: readonly string[];
  /** What the target is; found out if undefined. */
  readonly kind: TargetKind | undefined;
  /** What becomes of missing values. */
  readonly gaps: MissingValueRule;
  /** The column of weights of rows; undefined where they count alike. */
  readonly weights?: string | undefined;
  readonly seed: number;
}

/** A picture of a folder. */
export interface PictureFile {
  /** The path within the folder, with `/`. */
  readonly path: string;
  readonly file: File;
}

/** How to learn from pictures. */
export interface PicturesSettings {
  /** The name of the folder. */
  readonly folder: string;
  /** The height and the width that pictures are scaled to, in pixels. */
  readonly side: number;
  readonly color: boolean;
  readonly seed: number;
}

/** A run that is asked for, on data of a kind. */
export type RunRequest =
  | { readonly kind: "digits"; readonly settings: Settings; readonly source: DataSource }
  | { readonly kind: "table"; readonly settings: TableSettings; readonly file: File }
  | {
    readonly kind: "pictures";
    readonly settings: PicturesSettings;
    readonly files: readonly PictureFile[];
  };

/** What the page asks for: a run, whether with what each epoch shows of the layers, or the end of the run. */
export type Request = (RunRequest & { readonly observes: boolean }) | { readonly kind: "stop" };

/** The weights [inputs, units] and the biases [units] of each layer of a network in training. */
export interface LiveParameters {
  readonly weights: readonly Float32Array[];
  readonly biases: readonly Float32Array[];
}

export interface EpochScores {
  readonly number: number;
  /** The mean cost of the training examples, or over folds of all rows out of fold. */
  readonly cost: number;
  /** On validation examples: the accuracy from 0 to 1, or R², NaN where it is undefined. */
  readonly validation: number;
  readonly test: number;
  readonly testSize: number;
  /** How many test examples are right; undefined of quantities. */
  readonly testCorrect: number | undefined;
  /** The time of training, without the evaluations. */
  readonly seconds: number;
  /** Of the layers, if it is asked for. */
  readonly observed?: Observed;
}

export interface TrainedNetwork {
  /** How many epochs were trained, and after which one the network is kept; over folds each member's own. */
  readonly epochs: number;
  readonly kept: number | undefined;
  /** The result on test data, in words; out of fold where a table has no test part. */
  readonly result: string;
  readonly isOutOfFold?: boolean;
  /** Which networks the result is of, in sentences, where they have learned from the test rows since. */
  readonly refit?: string | undefined;
  /** In hexadecimal. */
  readonly weightsSha256: string;
  /** The network as a safetensors file. */
  readonly file: Uint8Array<ArrayBuffer>;
}

/** How good a model is beside simpler ones, as a report begins. */
export interface Verdict {
  /** What is shown below the charts, and its style sheet. */
  readonly html: string;
  readonly style: string;
  /** All of it in a file. */
  readonly report: string;
  /** [features] The test row that the model is least sure of; absent of quantities. */
  readonly leastSure?: Float32Array;
  /** The model's file with boosted trees; absent where it gets none. */
  readonly file?: Uint8Array<ArrayBuffer>;
}

/** How good a network is on the pictures that were held back, beside simpler models. */
export interface PicturesVerdict {
  /** Whether the network is better, in a sentence. */
  readonly sentence: string;
  /** The network first: how many pictures it gets right, and the fraction with its interval at 95 % confidence. */
  readonly models: readonly {
    readonly name: string;
    readonly right: number;
    readonly value: number;
    readonly low: number;
    readonly high: number;
  }[];
  readonly notes: readonly string[];
}

export interface Begun {
  readonly kind: "begun";
  /** Of the network; none of an ensemble over folds. */
  readonly sizes: readonly number[];
  /** Over how many folds an ensemble learns; absent of one network. */
  readonly folds?: number;
  readonly examples: number;
  readonly epochs: number;
  /** What was found out, and warnings: sentences without a full stop. */
  readonly notes: readonly string[];
  /** By what a table is split, which of its columns give the target away, and what else was found: sentences. */
  readonly split?: readonly string[];
  readonly description?: TableDescription;
  /** Why nothing is learned from a column, by its name; those that the visitor left out are not among them. */
  readonly leftOut?: ReadonlyMap<string, string>;
}

/** What the worker reports. */
export type Report =
  | { readonly kind: "loading"; readonly file: string }
  | Begun
  | {
    readonly kind: "progress";
    readonly epoch: number;
    /** Which share of the epoch is done. */
    readonly share: number;
    /** Now and then. */
    readonly parameters?: LiveParameters;
  }
  | {
    readonly kind: "epoch";
    readonly epoch: EpochScores;
    readonly parameters?: LiveParameters;
    /** The network so far, where each epoch's is shown. */
    readonly network?: TrainedNetwork;
  }
  /** The network is trained, and is compared with simpler models. */
  | { readonly kind: "comparing" }
  | {
    readonly kind: "ended";
    readonly stopped: boolean;
    readonly network?: TrainedNetwork;
    readonly verdict?: Verdict;
    readonly picturesVerdict?: PicturesVerdict;
  }
  /** Whether the data is at fault. */
  | { readonly kind: "failed"; readonly message: string; readonly data?: boolean };

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
