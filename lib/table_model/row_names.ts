/** The names in a row: which columns it lacks, and which the model does not know. @module */

import { suggestion } from "../checks/meant.ts";
import { joinNames } from "../checks/texts.ts";
import { MAX_UNKNOWN } from "../table/limits.ts";
import { missingColumn, type RowRemark, unknownColumn } from "./remarks.ts";
import { cellOf } from "./row_cells.ts";

/**
 * The remarks on the names of a row, or why it cannot be answered: it has none of the model's columns.
 * @param hints of earlier names, which are kept: only so many names are compared with the missing columns
 */
export type NameCheck = (row: object, hints?: Map<string, string>) => RowRemark[] | string;

/**
 * Makes what looks at the names of rows. A column is missing where its cell is undefined, as in JSON.
 * @param columns those of the model
 * @param others which the model knows and does not answer by: the target's, and those that training left out
 */
export function nameCheckOf(columns: readonly string[], others: readonly string[]): NameCheck {
  const known = new Set([...columns, ...others]);
  return (row, hints = new Map()) => {
    const missing = columns.filter((name) => cellOf(row, name) === undefined);
    if (missing.length === columns.length) {
      return `it has none of the model's columns, which are ${joinNames(columns)}`;
    }
    const names = Object.keys(row);
    if (missing.length === 0 && names.length === columns.length) return []; // the usual case
    const hintFor = (name: string) => {
      if (missing.length === 0) return "";
      const key = JSON.stringify([name, missing]);
      if (!hints.has(key) && hints.size < MAX_UNKNOWN) hints.set(key, suggestion(name, missing));
      return hints.get(key) ?? "";
    };
    const unknown = names
      .filter((name) => !known.has(name) && cellOf(row, name) !== undefined)
      .slice(0, MAX_UNKNOWN);
    return [
      ...missing.map(missingColumn),
      ...unknown.map((name) => unknownColumn(name, hintFor(name))),
    ];
  };
}
