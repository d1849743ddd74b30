/** How the columns of a table are distributed in the training rows, and what follows for its features. @module */

import {
  type CellValue,
  type ColumnDistribution,
  numbersOf,
  textsOf,
} from "../../measure/drift/distribution.ts";
import type { OutputMeaning } from "../../measure/drift/distributions.ts";
import type { TableDescription } from "../columns/columns.ts";
import { kindOf } from "../columns/kinds.ts";
import { rulesOf } from "../columns/target.ts";

/** @param rows the values of evenly chosen training rows; `areAll` if these are all of them */
export function distributionsOfColumns(
  { columns }: Pick<TableDescription, "columns">,
  rows: readonly (readonly CellValue[])[],
  areAll: boolean,
): ColumnDistribution[] {
  return columns.map((column, c) => {
    const { name } = column;
    const { values: kind, isLater } = kindOf(column);
    const values = rows.map((row) => row[c]!);
    return kind === "category"
      ? textsOf(name, values, areAll)
      : numbersOf(name, kind, values, isLater);
  });
}

/**
 * The features that are measured numbers; and those of which later rows have other values: of dates, running numbers, and the
 * names of groups that rows were split by.
 * @param units columns that name units, such as stores: a store of few rows is not unlike the others
 */
export function featureRolesOf(
  { columns }: Pick<TableDescription, "columns">,
  distributions: readonly ColumnDistribution[],
  units: readonly string[],
): { readonly measured: readonly number[]; readonly later: readonly number[] } {
  const laterNames = new Set(
    distributions.filter(({ range }) => range !== undefined).map(({ name }) => name),
  );
  const [measured, later]: [number[], number[]] = [[], []];
  let start = 0;
  for (const column of columns) {
    const { name, ofGroup } = column;
    const features = kindOf(column).features(column);
    const isLater = kindOf(column).isLater || laterNames.has(name) || ofGroup ||
      units.includes(name);
    for (const { kind } of features) {
      if (isLater) later.push(start);
      else if (kind === "number") measured.push(start);
      start++;
    }
  }
  return { measured, later };
}

/** What the outputs of a table's model stand for. */
export function meaningOf(table: Pick<TableDescription, "target">): OutputMeaning {
  const { names: [target], outputNames, quantities } = rulesOf(table);
  return { target, names: outputNames, quantities };
}
