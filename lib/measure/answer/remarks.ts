/** Remarks on an answer: to a row of a table, or to another input. @module */

import { NOVEL_TEXT, UNSURE_TEXT } from "../confidence.ts";
import { quoted } from "../../checks/texts.ts";

/** Why there is no prediction. */
export interface RowProblem {
  /** The name of the column; `undefined` if it is of none. */
  readonly column: string | undefined;
  /** What is wrong there, such as `"age" is missing`. */
  readonly reason: string;
}

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
