/** A row of a table that is given by the names of its columns: its cells as texts, and its features. @module */

import { suggestion } from "../../checks/meant.ts";
import { joinNames } from "../../checks/texts.ts";
import { isMissing, quoted } from "../cells/cells.ts";
import { type Cell, cellText } from "../cells/cell_text.ts";
import type { TableDescription } from "../columns/columns.ts";
import { RowEncoder } from "./encode.ts";
import { readDate } from "../values/dates.ts";

/** That there is no column of a name. */
export function noColumn(name: string, header: readonly string[]): RangeError {
  const others = suggestion(name, header) || `: there are ${joinNames(header)}`;
  return new RangeError(`Cannot find the column ${quoted(name)}${others}`);
}

/**
 * The features of a row that is given by the names of its columns, as a page has it.
 * @param row a number or a text for each column; a column that is not there is a missing value
 * @returns [features]
 * @throws {SyntaxError} if a cell of a column of numbers or dates is none, or a value is missing where such rows are left out
 * @throws {RangeError} if there is no such column, or a text that none of the training rows had
 */
export function encodeRow(
  description: TableDescription,
  row: Readonly<Record<string, Cell>>,
): Float32Array {
  const header = description.columns.map(({ name }) => name);
  for (const name of Object.keys(row)) {
    if (header.includes(name)) continue;
    throw noColumn(name, header);
  }
  const encoder = new RowEncoder(description, { name: "the row", columns: header, isRow: true });
  const out = new Float32Array(encoder.features);
  const cells = description.columns.map((column) =>
    Object.hasOwn(row, column.name) ? cellText(row[column.name], column) : ""
  );
  const problem = encoder.encode(cells, 1, out, 0);
  if (problem !== undefined) throw new SyntaxError(problem.message);
  for (const [c, column] of description.columns.entries()) {
    if (column.kind !== "date" || isMissing(cells[c]!)) continue;
    if (!Number.isNaN(readDate(cells[c]!, column.order))) continue;
    throw new SyntaxError(
      `Cannot use the row: ${quoted(cells[c]!)} in the column ${quoted(column.name)} is no date: ` +
        "expected a date such as 2024-01-31",
    );
  }
  const [unknown] = encoder.unknown;
  if (unknown !== undefined) {
    throw new RangeError(
      `Cannot use ${quoted(unknown.value)} for the column ${quoted(unknown.column)}${
        unknown.suggestion || ": no training row had it"
      }`,
    );
  }
  return out;
}
