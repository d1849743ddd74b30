/** How a network's answer changes along one column of a table, while the other columns stay as they are. @module */

import type { TableDescription } from "../table/columns.ts";
import { type Cell, encodeRow } from "../table/encode.ts";
import type { DataRows, Matrix } from "../engine/matrix.ts";

/**
 * The outputs for a row whose cell in one column takes one value after the other: the individual conditional expectation
 * of that row (Goldstein, Kapelner, Bleich and Pitkin 2015, “Peeking Inside the Black Box”).
 *
 * @param row a number or a text for each column
 * @param column the name of the column that changes
 * @param values what its cell becomes
 * @returns [values, outputs]
 * @throws {SyntaxError} if a cell is no number where one is wanted, or a gap where none is possible
 * @throws {RangeError} if there is no such column, or a text that none of the training rows had
 */
export function responseAlong(
  network: { feedforward(inputs: DataRows): Matrix },
  description: TableDescription,
  row: Readonly<Record<string, Cell>>,
  column: string,
  values: readonly Cell[],
): Float32Array[] {
  if (values.length === 0) return [];
  const rows = values.map((value) => encodeRow(description, { ...row, [column]: value }));
  const features = rows[0]!.length;
  const inputs = new Float32Array(rows.length * features);
  for (const [r, encoded] of rows.entries()) inputs.set(encoded, r * features);
  const { columns, values: outputs } = network.feedforward({
    kind: "dense",
    rows: rows.length,
    columns: features,
    values: inputs,
  });
  return rows.map((_, r) => outputs.slice(r * columns, (r + 1) * columns));
}
