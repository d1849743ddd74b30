/** Remarks on the answer to a row of a table. @module */

import { NOVEL_TEXT, UNSURE_TEXT } from "../../measure/confidence.ts";
import { quoted } from "../../checks/texts.ts";
import type { RowProblem, UnknownCategory } from "../encode/encode.ts";

/** A remark on a row. They come in the order of their kinds. */
export interface RowRemark {
  /**
   * - `noPrediction`: a value is missing that the model file does not replace, a cell is not a number, or the network answers NaN
   * - `novel`: the row is unlike the training data, most by this column
   * - `unknownCategory`: no training row had this text; the network sees none of the column's categories
   * - `unreadDate`: the text is not a date, and counts as a missing value
   * - `unsure`: no class is clearly ahead
   * - `missingColumn`: the row lacks this column, which counts as a missing value
   * - `unknownColumn`: the model does not know this column, which was not in the training table
   */
  readonly kind:
    | "noPrediction"
    | "novel"
    | "unknownCategory"
    | "unreadDate"
    | "unsure"
    | "missingColumn"
    | "unknownColumn";
  /** The name of the column; `undefined` of a remark on the whole row. */
  readonly column: string | undefined;
  /** The remark in words, as `deno task predict` prints it after the line's number. */
  readonly text: string;
}

/** That there is no prediction. */
export function noPrediction({ column, reason }: RowProblem): RowRemark {
  return { kind: "noPrediction", column, text: `no prediction: ${reason}` };
}

/** Why there is none where an output is NaN. */
export const NAN_PROBLEM: RowProblem = { column: undefined, reason: "the network answers NaN" };

/** That no training row had a text. */
export function unknownCategory(
  { column, value, suggestion }: Omit<UnknownCategory, "line">,
): RowRemark {
  const text = `${quoted(value)} in ${quoted(column)} is none of the categories that it learned ` +
    `from${suggestion}`;
  return { kind: "unknownCategory", column, text };
}

/** That a text is not a date. */
export function unreadDate(column: string, value: string): RowRemark {
  const text = `${quoted(value)} in ${quoted(column)} is not a date: it counts as a missing value`;
  return { kind: "unreadDate", column, text };
}

/** That a row lacks a column. */
export function missingColumn(name: string): RowRemark {
  const text = `${quoted(name)} is not in the row: it counts as a missing value`;
  return { kind: "missingColumn", column: name, text };
}

/** The remark that there is no such column. */
export function unknownColumn(name: string, suggestion: string): RowRemark {
  const text = `${quoted(name)} is none of the columns that it learned from${suggestion}`;
  return { kind: "unknownColumn", column: name, text };
}

/** That no class is clearly ahead. */
export const unsure: RowRemark = { kind: "unsure", column: undefined, text: UNSURE_TEXT };

/** The remark that a row is unlike the training data, or has a text that no training row had; `undefined` of most rows. */
export function unfamiliarIn(remarks: readonly RowRemark[]): RowRemark | undefined {
  return remarks.find(({ kind }) => kind === "novel" || kind === "unknownCategory");
}

/** The remarks in a few words, for a column of a table; empty if there are none. */
export function remarksText(remarks: readonly RowRemark[]): string {
  const novel = unfamiliarIn(remarks);
  return [
    ...novel === undefined
      ? []
      : [novel.column === undefined ? NOVEL_TEXT : `${NOVEL_TEXT}: ${quoted(novel.column)}`],
    ...remarks.includes(unsure) ? [UNSURE_TEXT] : [],
  ].join(", ");
}
