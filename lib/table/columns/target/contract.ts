/** What a table's target is, and what depends on whether it is a class or quantities. @module */

import type { Labels, Targets } from "../../../dataset/source.ts";
import type { Problem } from "../../../problem.ts";
import type { ClassLabel } from "../../../problem/answers.ts";
import type { TableHead } from "../../cells/source.ts";
import type { NumberFormat } from "../../values/number_format.ts";

/** A column that holds the class of each row. */
export interface ClassTarget {
  /** What is predicted. */
  readonly kind: "class";
  /** The name in the table's header. */
  readonly name: string;
  /** The names of the classes, in the order of the outputs: sorted by code unit. */
  readonly classes: readonly string[];
  /** What the classes are, where they are no texts: answers give them so. Absent in older files. */
  readonly type?: ClassType;
}

/** What classes may be that are no texts. */
export type ClassType = "boolean" | "number";

/** A column of numbers to predict, standardized as a target. */
export interface Quantity {
  /** The name in the table's header. */
  readonly name: string;
  /** The unit, if it is known. */
  readonly unit?: string;
  /** The mean of the training rows, float64, in the target's unit. */
  readonly mean: number;
  /** The standard deviation of the training rows, over n, in the target's unit; more than 0. */
  readonly deviation: number;
  /** How the numbers are written, where that is not plain decimal. Since version 2. */
  readonly format?: NumberFormat;
}

/** Columns of numbers to predict, one for each output. */
export interface QuantityTarget {
  /** What is predicted. */
  readonly kind: "quantity";
  /** In the order of the outputs. */
  readonly quantities: readonly Quantity[];
}

/** What is predicted of a table. */
export type TableTarget = ClassTarget | QuantityTarget;

/** The kind of a target, in a description and in a config's `dataset.kind`. */
export type TargetKind = TableTarget["kind"];

/** The properties of each kind of target. */
export const targetKinds: {
  readonly [Kind in TargetKind]: {
    /** How many columns it may have. */
    readonly maxColumns: number;
    /** Whether each part gets as many rows of every value, by its fraction. */
    readonly isStratified: boolean;
  };
} = {
  class: { maxColumns: 1, isStratified: true },
  quantity: { maxColumns: Infinity, isStratified: false },
};

/** The kinds of targets. */
export const TARGET_KINDS = Object.keys(targetKinds) as readonly TargetKind[];

/** The targets of some rows. */
export interface TargetPart {
  /**
   * Reads the target of a row.
   * @param row its number among these, from 0
   * @throws {SyntaxError} if a cell is none of the classes, no number, or too far out for float32
   */
  read(row: number, cells: readonly string[], line: number): void;
  /** What was read, for a data set. */
  readonly answers: Labels | Targets;
}

/** All that depends on what a target is. */
export interface TargetRules {
  /** What is learned. */
  readonly problem: Problem;
  /** The names of its columns. */
  readonly names: readonly string[];
  /** What each output stands for: a class, or the column of a quantity. */
  readonly outputNames: readonly string[];
  /** The classes in the type that they came in; of quantities their names. */
  readonly labels: readonly ClassLabel[];
  /** How outputs come back in their units, if they have units. */
  readonly quantities: readonly Quantity[] | undefined;
  /**
   * Begins to read targets of a table.
   * @param indices of its columns in the header
   * @returns what takes the targets of so many rows
   */
  reader(source: TableHead, indices: readonly number[]): (rows: number) => TargetPart;
}

/** An entry for each kind of target, which is given the target itself. */
export type TargetTable<Rest extends readonly unknown[], Result> = {
  readonly [Kind in TargetKind]: (
    target: Extract<TableTarget, { readonly kind: Kind }>,
    ...rest: Rest
  ) => Result;
};
