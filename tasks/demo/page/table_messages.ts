/** What the page and the worker that trains on a table send each other. @module */

import type { MissingValueRule, TableDescription, TargetKind } from "../../../lib/table/mod.ts";
import type { EpochScores, Failure } from "./messages.ts";

/** What to learn from a table. */
export interface TableSettings {
  readonly target: string;
  /** Columns that are left out. */
  readonly without: readonly string[];
  /** What the target is; found out if undefined. */
  readonly kind: TargetKind | undefined;
  /** What becomes of missing values. */
  readonly gaps: MissingValueRule;
  readonly seed: number;
}

/** What the page asks for. */
export type TableRequest =
  | { readonly kind: "train"; readonly file: File; readonly settings: TableSettings }
  | { readonly kind: "stop" };

/** A network that was trained on a table: that of the best epoch on validation. */
export interface TableNetwork {
  /** How many epochs were trained, and which one is kept. */
  readonly epochs: number;
  readonly kept: number;
  /** The result on the test rows, in words. */
  readonly result: string;
  /** In hexadecimal, or why there is none. */
  readonly weightsSha256: string;
  /** The network as a safetensors file, which describes the columns. */
  readonly file: Uint8Array<ArrayBuffer>;
}

/** What the worker reports. */
export type TableReport =
  | {
    readonly kind: "begun";
    readonly sizes: readonly number[];
    readonly rows: number;
    readonly epochs: number;
    readonly description: TableDescription;
    /** What was found out, and warnings: sentences without a full stop. */
    readonly notes: readonly string[];
    /** Why nothing is learned from a column, by its name; those that the visitor left out are not among them. */
    readonly leftOut: ReadonlyMap<string, string>;
  }
  | { readonly kind: "epoch"; readonly epoch: EpochScores }
  | {
    readonly kind: "ended";
    readonly stopped: boolean;
    readonly network: TableNetwork | undefined;
  }
  | Failure;
