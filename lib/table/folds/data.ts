/** The rows of a table, ready for members to learn from. @module */

import type { TableDatasets } from "../encode/datasets.ts";
import { areLevelMeans, encodingTablesOf } from "../encode/tables.ts";
import type { FoldedData } from "./members.ts";

/** The rows that are dealt to folds; `undefined` if there are no folds. */
export function foldedDataOf(
  { description, training, folds }: Pick<TableDatasets, "description" | "training" | "folds">,
): FoldedData | undefined {
  if (folds.length === 0) return undefined;
  const tables = encodingTablesOf(description, training);
  return { training, folds, tables, levelMeans: areLevelMeans(description) };
}

export function countFolds({ folds: [first] }: Pick<FoldedData, "folds">): number {
  return first!.reduce((most, fold) => Math.max(most, fold), 0) + 1;
}
