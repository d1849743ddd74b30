/** A table as a CSV file: its names, and the canonical texts of its cells. @module */

import type { TableSource } from "../../../lib/table/cells/source.ts";

/** What no plain cell has: quotes, line ends, spaces around it, and whatever may be taken for a delimiter. */
const NOT_PLAIN = /[",;|\t\r\n]|^ | $/;

/**
 * The lines of a CSV file in UTF-8, some at a time. It is read as the table that it is written from: commas separate cells,
 * and semicolons where numbers may have decimal commas.
 */
export async function* csvTextOf(
  table: Pick<TableSource, "columns" | "decimalComma" | "open">,
): AsyncGenerator<string, void, void> {
  const delimiter = table.decimalComma ? ";" : ",";
  const line = (cells: readonly string[]) => `${cells.map(written).join(delimiter) || '""'}\n`;
  yield line(table.columns);
  for await (const { rows } of table.open()) yield rows.map(line).join("");
}

function written(cell: string): string {
  return NOT_PLAIN.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
