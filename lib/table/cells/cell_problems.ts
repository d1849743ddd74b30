/** Why a cell of a row makes no feature, in pieces of sentences. @module */

import { isDate, quoted } from "./cells.ts";
import { oddFormOf } from "./unread_numbers.ts";

export interface CellFault {
  /** What is wrong with it, as the end of a sentence; `undefined` of a missing value. */
  readonly is: string | undefined;
  /** What to write instead; empty where there is nothing to advise. */
  readonly instead: string;
}

/** That a column, which needs one, has no value. */
export const MISSING: CellFault = { is: undefined, instead: "" };

export function faultReason(column: string, cell: string, { is }: CellFault): string {
  return is === undefined
    ? `${quoted(column)} is missing`
    : `${quoted(cell)} in ${quoted(column)} ${is}`;
}

export function noNumber(cell: string): CellFault {
  return oddFormOf(cell) ??
    { is: `is ${isDate(cell) ? "a date" : "no number"}`, instead: "expected a number" };
}

export const NO_DATE: CellFault = {
  is: "is no date",
  instead: "expected a date such as 2024-01-31",
};

/** What is wrong with a number that is standardized to one which float32 does not hold. */
export function tooFarFrom(mean: number): CellFault {
  return { is: `is too far from the mean ${mean}`, instead: "" };
}
