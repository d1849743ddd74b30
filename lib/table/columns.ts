/** The description of a table that a network learned from: enough to make inputs of new rows. @module */

import { rulesOf } from "./target.ts";
import type { ClassTarget, QuantityTarget } from "./target/contract.ts";

export type { ClassTarget, Quantity, QuantityTarget } from "./target/contract.ts";

/** What becomes of a missing value: its row is left out, it is the column's mean, or it is a separate category. */
export type MissingValueRule = "drop" | "mean" | "category";

/** The ways to treat a missing value. */
export const MISSING_VALUE_RULES: readonly MissingValueRule[] = ["drop", "mean", "category"];

/** What becomes of missing values in a new run. A config without `gaps` may be of an older version, and means `"drop"`. */
export const DEFAULT_MISSING_VALUE_RULE: MissingValueRule = "category";

/** A column of numbers, standardized as (x − mean) / deviation: one feature. */
export interface NumberColumn {
  /** What the column has. */
  readonly kind: "number";
  /** The name in the table's header. */
  readonly name: string;
  /** The mean of the training rows, float64. */
  readonly mean: number;
  /** The standard deviation of the training rows, over n: more than 0, and 1 where they are all the same. */
  readonly deviation: number;
  /** What becomes of a missing value; among numbers `"category"` means the mean. */
  readonly gaps: MissingValueRule;
  /** Whether there is a second feature: 1 where the value is missing and 0 elsewhere. In version 2 alone. */
  readonly indicator?: true;
}

/**
 * A column of many texts: one feature, the index of the text among the values from 1; 0 is another text. What a network takes
 * of it are means of the target, see `encoding/levels.ts`. In version 2 alone.
 */
export interface LevelColumn {
  /** What the column has. */
  readonly kind: "level";
  /** The name in the table's header. */
  readonly name: string;
  /** The values of the training rows, sorted by code unit; an empty one stands for missing values. */
  readonly values: readonly string[];
  /** What becomes of a missing value; `"mean"` means none of the values. */
  readonly gaps: MissingValueRule;
}

/** A column of texts, one-hot: a feature for each value. Another value is 0 in all of them. */
export interface CategoryColumn {
  /** What the column has. */
  readonly kind: "category";
  /** The name in the table's header. */
  readonly name: string;
  /** The values of the training rows, sorted by code unit; an empty one stands for missing values. */
  readonly values: readonly string[];
  /** What becomes of a missing value; among texts `"mean"` means none of the values. */
  readonly gaps: MissingValueRule;
}

/** A column that features are made of. */
export type TableColumn = NumberColumn | CategoryColumn | LevelColumn;

/** All that is needed to make a network's inputs of a row, and to read its outputs. It is plain JSON. */
export interface TableDescription {
  /** The version of this form: 2 if a column needs what version 1 has not. */
  readonly version: 1 | 2;
  /** The columns that features are made of, in their order. */
  readonly columns: readonly TableColumn[];
  /** What is predicted. */
  readonly target: ClassTarget | QuantityTarget;
}

/** How many features a column becomes. */
export function widthOf(column: TableColumn): number {
  if (column.kind === "number") return column.indicator ? 2 : 1;
  return column.kind === "level" ? 1 : column.values.length;
}

/** What a feature is: a measured number, an index of levels, or something between 0 and 1. */
export type FeatureKind = "number" | "level" | "unit";

/** What each feature is. */
export function featureKindsOf({ columns }: Pick<TableDescription, "columns">): FeatureKind[] {
  return columns.flatMap((column): FeatureKind[] => {
    if (column.kind === "number") return column.indicator ? ["number", "unit"] : ["number"];
    return column.kind === "level" ? ["level"] : column.values.map(() => "unit" as const);
  });
}

/** Whether a column needs version 2 of the form. */
export function needsVersion2(column: TableColumn): boolean {
  return column.kind === "level" || column.kind === "number" && column.indicator === true;
}

/** How many features the columns become. */
export function featuresOf({ columns }: Pick<TableDescription, "columns">): number {
  return columns.reduce((sum, column) => sum + widthOf(column), 0);
}

/** A name for each feature, all different: that of a column of numbers, `column=value` of a category. */
export function featureNamesOf({ columns }: Pick<TableDescription, "columns">): string[] {
  const names = columns.flatMap((column) => {
    const { name } = column;
    if (column.kind === "number") return column.indicator ? [name, `${name} is missing`] : [name];
    return column.kind === "level" ? [name] : column.values.map((value) => `${name}=${value}`);
  });
  const taken = new Set<string>();
  return names.map((name, k) => {
    let unique = name;
    while (taken.has(unique)) unique = `${unique} (feature ${k})`;
    taken.add(unique);
    return unique;
  });
}

/** The names of the target's columns. */
export function targetNamesOf(table: Pick<TableDescription, "target">): readonly string[] {
  return rulesOf(table).names;
}

/** By code unit: the same order on every machine and in every language's setting. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
