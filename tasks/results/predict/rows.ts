/** What is answered to rows, examples and pictures. @module */

import type { Doubts } from "../../../lib/measure/confidence.ts";
import type { Answer } from "../../../lib/problem/contract.ts";
import { decideLabels } from "../../../lib/measure/decide/decide.ts";
import { remarksText, unfamiliarIn, unsure } from "../../../lib/measure/answer/remarks.ts";
import type { Answered, GivenAnswer } from "../../../lib/measure/answer/answerer.ts";
import type { RowBatch } from "../../data/table.ts";
import type { Answers } from "./answers.ts";

export interface AnsweredResult extends Doubts {
  readonly answer: Answer;
  /** The doubts in a few words, for the column `caution`; empty if there is none. */
  readonly caution: string;
  /** The column of a table by which a row is most unlike the training data. */
  readonly unfamiliarColumn?: string | undefined;
}

/** The result of a row: an answer, or why there is none. */
export type RowResult = AnsweredResult | { readonly error: string };

/** The cells before each prediction, the names of their columns, and how they are written. */
export type CsvRows = Pick<
  RowBatch,
  "columns" | "rows" | "delimiter" | "decimalComma" | "writing"
>;

export interface ResultBatch {
  readonly results: readonly RowResult[];
  /** The key of a row in JSON, such as the number of its line. */
  readonly keyOf: (row: number) => object;
  readonly csv: CsvRows;
  /** What the library answers to each row, or why it cannot be read; absent of arrays. */
  readonly predictions?: readonly (GivenAnswer | { readonly error: string })[];
  /** Why each row was answered so, if that was asked for; nothing of rows without a prediction. */
  readonly explanations?: readonly (object | undefined)[];
  /** The same in a few words. */
  readonly reasons?: readonly (string | undefined)[];
}

/** The result of what was answered to a row, an example or a picture. */
export function resultOf(
  { answer, problem, remarks }: Answered,
  { decision }: Pick<Answers, "decision">,
): RowResult {
  if (answer === undefined) return { error: problem!.reason };
  const unfamiliar = unfamiliarIn(remarks);
  return {
    answer: decideLabels(answer, decision),
    caution: remarksText(remarks),
    unsure: remarks.includes(unsure),
    unfamiliar: unfamiliar !== undefined,
    unfamiliarColumn: unfamiliar?.column,
  };
}
