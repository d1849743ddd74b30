/** How a network's answer changes along one column of a table, while the other columns stay as they are. @module */

import type { TableDescription } from "../columns/columns.ts";
import { widthOf } from "../columns/features.ts";
import type { Cell } from "../cells/cell_text.ts";
import { encodeRow, noColumn } from "../encode/encode.ts";
import type { DataRows, Matrix } from "../../engine/matrix.ts";

/**
 * The outputs for a row whose cell in one column takes one value after the other: the individual conditional expectation
 * of that row (Goldstein, Kapelner, Bleich and Pitkin 2015, “Peeking Inside the Black Box”).
 * @param row a number or a text for each column
 * @param column the name of the column that changes
 * @param values of its cell, one after the other
 * @returns [values, outputs]
 * @throws {SyntaxError} if a cell of a column of numbers is not a number, or a value is missing that has to be there
 * @throws {RangeError} if there is no such column, or a text that none of the training rows had
 */
export function responseAlong(
  network: { feedforward(inputs: DataRows): Matrix },
  description: TableDescription,
  row: Readonly<Record<string, Cell>>,
  column: string,
  values: readonly Cell[],
): Float32Array[] {
  const start = encodeRow(description, row);
  const found = description.columns.find(({ name }) => name === column);
  if (found === undefined) {
    throw noColumn(column, description.columns.map(({ name }) => name));
  }
  if (values.length === 0) return [];
  const features = start.length;
  const own = { ...description, columns: [found] };
  let offset = 0;
  for (const other of description.columns) {
    if (other === found) break;
    offset += widthOf(other);
  }
  const inputs = inputsAlong(
    start,
    offset,
    values.map((value) => encodeRow(own, { [column]: value })),
  );
  const { columns, values: outputs } = network.feedforward({
    kind: "dense",
    rows: values.length,
    columns: features,
    values: inputs,
  });
  return values.map((_, r) => outputs.slice(r * columns, (r + 1) * columns));
}

/**
 * A row whose features in one column take one value after the other.
 * @param row [features]
 * @param offset of the column's first feature
 * @param values [values][width] the features of each
 * @returns [values, features]
 */
export function inputsAlong(
  row: Float32Array,
  offset: number,
  values: readonly Float32Array[],
): Float32Array {
  const inputs = new Float32Array(values.length * row.length);
  for (const [r, value] of values.entries()) {
    inputs.set(row, r * row.length);
    inputs.set(value, r * row.length + offset);
  }
  return inputs;
}
