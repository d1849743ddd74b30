/** The features that the columns of a table become, and what they are. @module */

import type { TableColumn, TableDescription } from "./columns.ts";
import { kindOf } from "./kinds.ts";
import type { FeatureKind } from "./kinds/contract.ts";
import { rulesOf } from "./target.ts";

/** How many features a column becomes. */
export function widthOf(column: TableColumn): number {
  return kindOf(column).width(column);
}

/** What each feature is. */
export function featureKindsOf({ columns }: Pick<TableDescription, "columns">): FeatureKind[] {
  return columns.flatMap((column) => kindOf(column).features(column).map(({ kind }) => kind));
}

/** The first feature of each category, and how many features it has, one for each text. */
export function categoriesIn(
  { columns }: Pick<TableDescription, "columns">,
): [first: number, width: number][] {
  let first = 0;
  return columns.flatMap((column) => {
    const [start, width] = [first, widthOf(column)];
    first += width;
    return kindOf(column).isOneHot ? [[start, width]] : [];
  });
}

/** The feature of each column of numbers that has gaps, and the one which is 1 where the number is missing. */
export function gapsIn(
  { columns }: Pick<TableDescription, "columns">,
): [number: number, indicator: number][] {
  let first = 0;
  return columns.flatMap((column) => {
    const start = first;
    first += widthOf(column);
    return column.kind === "number" && column.indicator ? [[start, start + 1]] : [];
  });
}

function needsVersion2(column: TableColumn): boolean {
  return column.ofGroup === true || column.missingValues !== undefined ||
    kindOf(column).isNew(column);
}

export function versionOf({ columns, target }: Omit<TableDescription, "version">): 1 | 2 {
  const { quantities = [] } = rulesOf({ target });
  const isNew = "missingValues" in target || columns.some(needsVersion2) ||
    quantities.some(({ format, missingValues }) => (format ?? missingValues) !== undefined);
  return isNew ? 2 : 1;
}

/** How many features the columns become. */
export function featuresOf({ columns }: Pick<TableDescription, "columns">): number {
  return columns.reduce((sum, column) => sum + widthOf(column), 0);
}

/** A name for each feature, all different. */
export function featureNamesOf({ columns }: Pick<TableDescription, "columns">): string[] {
  const names = columns.flatMap((column) =>
    kindOf(column).features(column).map(({ name }) => name)
  );
  const taken = new Set<string>();
  return names.map((name, k) => {
    let unique = name;
    while (taken.has(unique)) unique = `${unique} (feature ${k})`;
    taken.add(unique);
    return unique;
  });
}
