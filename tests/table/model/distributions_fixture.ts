/** How the columns of rows are distributed. */

import type { Distributions } from "../../../lib/measure/drift/distributions.ts";
import { CellValues } from "../../../lib/table/columns/cell_values.ts";
import type { TableDescription } from "../../../lib/table/columns/columns.ts";
import { evenly } from "../../../lib/measure/drift/distribution.ts";
import { distributionsOfColumns } from "../../../lib/table/encode/distributions.ts";
import type { Row } from "../../../lib/table/model/row_cells.ts";

/** What a model file holds of its training rows, but for their answers. */
export function distributionsOf(table: TableDescription, rows: readonly Row[]): Distributions {
  const values = new CellValues(table);
  const chosen = evenly(rows.length).map((r) => values.ofRow(rows[r]!));
  const columns = distributionsOfColumns(table, chosen, chosen.length === rows.length);
  return { version: 1, rows: rows.length, columns, answered: 0, answers: [] };
}
