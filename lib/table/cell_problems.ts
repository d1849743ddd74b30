/** Why a cell of a row makes no feature, in pieces of sentences. @module */

import { isDate, quoted } from "./cells.ts";
import { oddFormOf } from "./unread_numbers.ts";

/** That a column, which needs one, has no value. */
export function missingReason(column: string): string {
  return `${quoted(column)} is missing`;
}

/** What is wrong with a cell of a column. */
export function cellReason(column: string, cell: string, what: string): string {
  return `${quoted(cell)} in ${quoted(column)} ${what}`;
}

/** What is wrong with a cell among numbers that is none, and what to write instead. */
export function noNumber(cell: string): { readonly is: string; readonly instead: string } {
  return oddFormOf(cell) ??
    { is: `is ${isDate(cell) ? "a date" : "no number"}`, instead: "expected a number" };
}

/** What is wrong with a cell among dates that is none. */
export const NO_DATE = "is no date";

/** What is wrong with a number that is standardized to one which float32 does not hold. */
export function tooFarFrom(mean: number): string {
  return `is too far from the mean ${mean}`;
}
