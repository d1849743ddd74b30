/** What each column of a table is worth to a network, in a time that a report may take. @module */

import { type TableDescription, widthOf } from "../../lib/table/columns.ts";
import {
  type Classifier,
  type Dataset,
  type Importances,
  permutationImportance,
} from "../../mod.ts";

/** How often the values of a column are dealt out anew. */
export const REPEATS = 10;

/** So many multiplications take some seconds at most. */
const MULTIPLICATIONS = 4e9;

/** Fewer rows than this say little, and more than that nothing new. */
const [LEAST_ROWS, MOST_ROWS] = [200, 5000];

/** Nobody reads of more columns. */
const MAX_COLUMNS = 500;

/**
 * The permutation importance of the columns.
 *
 * @param parameters how many the network has, which says how long it takes
 * @returns `undefined` where there are very many columns, or the targets are all the same
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
  const affordable = MULTIPLICATIONS / (parameters * columns.length * REPEATS);
  const examples = Math.floor(Math.max(LEAST_ROWS, Math.min(MOST_ROWS, affordable)));
  try {
    return permutationImportance(network, data, ranges, { repeats: REPEATS, examples });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A column, and how much accuracy or R² falls without what it says. */
export interface ColumnWorth {
  readonly name: string;
  readonly mean: number;
  readonly deviation: number;
}

/** The columns of a table, those that matter most first; none where that cannot be told. */
export function columnsByWorth(
  { table, importance }: {
    readonly table: TableDescription | undefined;
    readonly importance: Importances | undefined;
  },
): ColumnWorth[] {
  if (table === undefined || importance === undefined) return [];
  return table.columns
    .map(({ name }, k) => ({ name, ...importance.columns[k]! }))
    .sort((a, b) => b.mean - a.mean);
}
