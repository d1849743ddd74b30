/** What each column of a table is worth to a network, in a time that a report may take. @module */

import { parameterCount } from "../../lib/network/parameters.ts";
import { type TableDescription, widthOf } from "../../lib/table/columns.ts";
import { type Dataset, type Importances, type Network, permutationImportance } from "../../mod.ts";

/** How often the values of a column are dealt out anew. */
export const REPEATS = 10;

/** So many multiplications take some seconds at most. */
const MULTIPLICATIONS = 4e9;

/** Fewer rows than this say little, and more than that nothing new. */
const [LEAST_ROWS, MOST_ROWS] = [200, 5000];

/** Nobody reads of more columns. */
const MAX_COLUMNS = 500;

/** The permutation importance of the columns; `undefined` where there are very many, or none is of use. */
export function columnImportance(
  network: Network,
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
  const affordable = MULTIPLICATIONS / (parameterCount(network.sizes) * columns.length * REPEATS);
  const examples = Math.floor(Math.max(LEAST_ROWS, Math.min(MOST_ROWS, affordable)));
  try {
    return permutationImportance(network, data, ranges, { repeats: REPEATS, examples });
  } catch (error) {
    if (error instanceof RangeError) return undefined; // the targets of the split are all the same
    throw error;
  }
}
