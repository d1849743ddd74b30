/** The column of weights: how much each row counts. @module */

import { quoted } from "../../checks/texts.ts";
import { isMissing, numberOf } from "../cells/cells.ts";
import type { TableHead } from "../cells/source.ts";

/** @throws {SyntaxError} if the weight of a row is not a number from 0 up */
export function weightOf(
  { name, columns, decimalComma }: TableHead,
  index: number,
  cells: readonly string[],
  line: number,
): number {
  const cell = cells[index]!;
  const weight = Math.fround(numberOf(cell, decimalComma));
  if (weight >= 0 && weight < Infinity) return weight;
  const where = `on line ${line}, column ${quoted(columns[index]!)}`;
  throw new SyntaxError(
    isMissing(cell)
      ? `Cannot use ${name}: the weight ${where}, is missing: expected a number from 0 up, got ${
        quoted(cell)
      }`
      : `Cannot use ${name}: the weight ${quoted(cell)} ${where}, is not a number from 0 up`,
  );
}

/**
 * Checks that some of the weights are above 0.
 * @param what the rows are, as messages name them. Default: all of the table
 * @throws {SyntaxError} if all are 0: nothing is learned or measured of these rows
 */
export function checkSomeCount(
  { name }: Pick<TableHead, "name">,
  column: string,
  weights: ArrayLike<number>,
  what?: string,
): void {
  for (let row = 0; row < weights.length; row++) if (weights[row]! > 0) return;
  const which = what === undefined
    ? `all weights in the column ${quoted(column)} are 0`
    : `all rows of ${what} have the weight 0 in the column ${quoted(column)}`;
  throw new SyntaxError(`Cannot use ${name}: ${which}, expected some above 0`);
}
