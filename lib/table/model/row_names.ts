/** The names in a row: which columns it lacks, and which the model does not know. @module */

import { suggestion } from "../../checks/meant.ts";
import { joinNames } from "../../checks/texts.ts";
import { MAX_UNKNOWN } from "../cells/limits.ts";
import { missingColumn, type RowRemark, unknownColumn } from "./remarks.ts";
import { cellOf } from "./row_cells.ts";

/** The remarks on the names of a row, or why it cannot be answered: it has none of the model's columns. */
export type NameCheck = (row: object) => RowRemark[] | string;

/**
 * Makes what looks at the names of rows. A column is missing where its cell is undefined, as in JSON.
 * @param columns those of the model
 * @param others that a row may have without a remark: the target's, and those that training left out
 * @param hintFor which of the missing columns was probably meant by a name, as the end of a sentence
 */
export function nameCheckOf(
  columns: readonly string[],
  others: readonly string[],
  hintFor: (name: string, missing: readonly string[]) => string = suggestion,
): NameCheck {
  const known = new Set([...columns, ...others]);
  return (row) => {
    const isMissing = (name: string) => cellOf(row, name) === undefined;
    const missing = columns.filter(isMissing);
    if (missing.length === columns.length) {
      return `it has none of the columns ${joinNames(columns)}`;
    }
    const remarks = missing.map(missingColumn);
    const names = Object.keys(row);
    if (names.length + missing.length === columns.length) return remarks; // the usual case
    const unknown = names.filter((name) => !known.has(name) && !isMissing(name));
    return remarks.concat(
      unknown.slice(0, MAX_UNKNOWN).map((name) => unknownColumn(name, hintFor(name, missing))),
    );
  };
}
