/** The permutation importance of a table's columns, within the time that a report may take. @module */

import type { Classifier, Dataset } from "../../mod.ts";
import { type Importances, permutationImportance } from "../../lib/evaluate/mod.ts";
import { type TableDescription, widthOf } from "../../lib/table/mod.ts";

/** How often each column is shuffled. */
export const REPEATS = 10;

/** The most multiplications: they take a few seconds. */
const MAX_MULTIPLICATIONS = 4e9;

/** Fewer rows are too noisy, and more rows change nothing. */
const [MIN_ROWS, MAX_ROWS] = [200, 5000];

/** The most columns: a longer table would not be read. */
const MAX_COLUMNS = 500;

/**
 * The permutation importance of the columns.
 * @param parameters the number of the network's parameters, to which the time is proportional
 * @returns `undefined` if there are too many columns, or the targets are all the same
 */
export function columnImportance(
  network: Classifier,
  parameters: number,
  data: Dataset,
  { columns }: Pick<TableDescription, "columns">,
): Importances | undefined {
  if (columns.length > MAX_COLUMNS) return undefined;
  let start = 0;
  const ranges = columns.map((column) => {
    const range = { start, width: widthOf(column) };
    start += range.width;
    return range;
  });
  const affordable = MAX_MULTIPLICATIONS / (parameters * columns.length * REPEATS);
  const examples = Math.floor(Math.max(MIN_ROWS, Math.min(MAX_ROWS, affordable)));
  try {
    return permutationImportance(network, data, ranges, { repeats: REPEATS, examples });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The columns of a table, and how much accuracy or R² falls without each, the most important first. */
export function columnsByWorth(
  { table, importance }: {
    readonly table: TableDescription | undefined;
    readonly importance: Importances | undefined;
  },
) {
  if (table === undefined || importance === undefined) return [];
  return importance.columns
    .map(({ mean, deviation }, k) => ({ name: table.columns[k]!.name, mean, deviation }))
    .sort((a, b) => b.mean - a.mean);
}
