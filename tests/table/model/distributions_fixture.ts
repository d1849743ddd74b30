/** How the columns of rows are distributed. */

import type { Distributions } from "../../../lib/table/drift/distributions.ts";
import { CellValues } from "../../../lib/table/columns/cell_values.ts";
import type { TableDescription } from "../../../lib/table/columns/columns.ts";
import { DistributionCollector } from "../../../lib/table/encode/distributions.ts";
import type { Row } from "../../../lib/table/model/row_cells.ts";

/** What a model file holds of its training rows, but for their answers. */
export function distributionsOf(table: TableDescription, rows: readonly Row[]): Distributions {
  const collector = new DistributionCollector(table, rows.length);
  const values = new CellValues(table);
  for (const row of rows) collector.add(() => values.ofRow(row));
  const { distributions: columns } = collector;
  return { version: 1, rows: rows.length, columns, answered: 0, answers: [] };
}
