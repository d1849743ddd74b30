/** What a kind of column owns: all of reading, describing and showing a column that depends on what it has. @module */

import type { RandomStream } from "../../../numerics/random.ts";
import type { OnnxBuilder } from "../../../formats/onnx_builder.ts";
import type { OnnxValue } from "../../../formats/onnx_model.ts";
import type { CellFault } from "../../cells/cell_problems.ts";
import type { CellValue, ValueKind } from "../../../measure/drift/distribution.ts";
import type { MissingValueRule, ReadAs } from "../../../options/table.ts";
import type { DescribedColumn, TableColumn } from "../columns.ts";
import type { TableSource } from "../../cells/source.ts";
import type { Readers } from "../entries.ts";
import type { PlannedColumn } from "../guess/planned.ts";
import type { ColumnReading } from "../../values/readings.ts";

/** A cell as JSON has it. */
export type ExampleCell = string | number | boolean | null;

/** What a feature is: a measured number, an index of levels, or something between bounds near 0. */
export type FeatureKind = "number" | "level" | "unit";

/** A feature of a column. */
export interface Feature {
  readonly name: string;
  readonly kind: FeatureKind;
}

/** The mean and the standard deviation of values. */
export interface Scale {
  readonly mean: number;
  readonly deviation: number;
}

/** How values are distributed: numbers in bins, or texts by levels. */
export interface ValueCounted {
  readonly edges?: readonly number[];
  readonly levels?: readonly string[];
  readonly counts: readonly number[];
}

/** What cells are in JSON. */
export interface CellSchema {
  readonly types: readonly ("string" | "number" | "boolean")[];
  readonly description: string;
  /** Numbers in plain decimal have a range by this scale. */
  readonly scale?: Scale;
  /** The texts that may be quoted. */
  readonly levels?: readonly string[];
  /** Whether these are all texts. */
  readonly isClosed?: boolean;
}

/** What a column is found from. */
export interface FindingFacts {
  readonly source: TableSource;
  readonly planned: PlannedColumn;
  readonly gaps: MissingValueRule;
  /** Whether rows are split into folds, so that a column of many texts has levels. */
  readonly isFolded: boolean;
}

/** What the training rows have in a column. */
export interface Finding {
  add(cell: string): void;
  /**
   * The description of the column; nothing if nothing can be learned from it.
   * @param isOften whether values are often missing
   */
  column(isOften: boolean): TableColumn | undefined;
  /** Why nothing is learned from it, where that is not that it is empty. */
  nothing?(): string | undefined;
  /** Warnings for the user, in sentences. */
  warnings?(): string[];
}

/** A kind of column. Whoever needs to know what differs between kinds asks it of this object. */
export interface ColumnKind<Column extends DescribedColumn<string>> {
  /** What reads the entries of its description, in the order in which they are written. */
  readonly entries: Readers;
  /**
   * How a column is read for which the user states one of these names; absent of numbers and dates, which are read by what
   * was guessed of them.
   */
  readonly stated?: { readonly [Name in ReadAs]?: ColumnReading };
  /** The rule by which a column that is read so is of this kind; absent of those that several rules decide. */
  readonly rule?: string;
  /** What remarks on the cells call it; absent where there are none. */
  readonly remarks?: "numbers" | "categories";
  /** What its values are. */
  readonly values: ValueKind;
  /** Whether rows that come later have other values, as dates do. */
  readonly isLater: boolean;
  /** Whether it has a feature for each of its texts, of which one is 1. */
  readonly isOneHot: boolean;
  /** How many features a column becomes. */
  width(column: Column): number;
  /** What each feature is. */
  features(column: Column): Feature[];
  /** Whether version 1 of descriptions has no such column. */
  isNew(column: Column): boolean;
  /**
   * What reads the value of a cell that is not missing.
   * @param decimalComma whether plain numbers have a comma before their decimals
   */
  reader(column: Column, decimalComma: boolean | undefined): (cell: string) => CellValue;
  /** What is wrong with a cell that its reader does not read, where such a cell counts as a missing value. */
  readonly unread?: CellFault;
  /** Begins to read the training rows. */
  find(facts: FindingFacts): Finding;
  /** How a column is read, in a sentence; absent where that is not worth one. */
  reads?(column: Column): string;
  /** Whether a cell counts as a missing value beside the usual ones. */
  lacks?(cell: string, planned: PlannedColumn): boolean;
  /** What a missing value becomes, `"mean"`, `"category"` or a text, and among what. */
  readonly missing: { readonly as: string; readonly among: string };
  /** The mean and the deviation of the values in the training rows, where the description has them. */
  scale(column: Column): Scale | undefined;
  /** How a cell is said beside the answers along a column; absent of free text, which has no such values. */
  shown?(cell: number | string): string;
  /** What makes a cell of a value, for rows like the training data; absent of texts, whose values are cells. */
  cellAt?(column: Column, random: RandomStream): (value: number) => number | string;
  /** The input of an ONNX model; [batch, 1] where it has no shape. */
  input(column: Column): Omit<OnnxValue, "name" | "shape"> & Partial<Pick<OnnxValue, "shape">>;
  /** Whether the next column is encoded with this one, if it is of the same kind; absent if none is. */
  joins?(column: Column): boolean;
  /**
   * Adds what makes features of columns beside each other to an ONNX model, of which all but the last join the next.
   * @returns the features, each [batch, width] float32; and what is NaN where a row is to be left out, each [batch, 1]
   */
  nodes(
    graph: OnnxBuilder,
    columns: readonly Column[],
  ): { readonly features: readonly string[]; readonly gaps?: readonly string[] };
  /**
   * The cell that a form starts with.
   * @param features of a typical row
   * @param quotable the texts that may be quoted
   */
  typical(column: Column, features: Float32Array, quotable: readonly string[]): number | string;
  /** A cell that a person could have typed. */
  example(column: Column, counted: ValueCounted | undefined): ExampleCell;
  /** What becomes of a column that no training row was read of. */
  readonly planned: string;
  /** What a column becomes, for a profile. */
  becomes(column: Column): string;
  /** The types of its cells in TypeScript; absent of texts, whose levels are the types. */
  types?(column: Column): string;
  /**
   * What its cells are in JSON.
   * @param counted of the training rows, where levels that may be quoted are from
   */
  json(column: Column, counted: ValueCounted | undefined): CellSchema;
  /** What its cells are, for whoever watches that models stay alike. */
  says(column: Column): string;
}
