/** Predictions of rows, examples and pictures, and as JSON. @module */

import { decideLabels } from "../../../lib/table/decide/mod.ts";
import {
  type Doubts,
  doubtsOf,
  doubtsText,
  type NoveltyDetector,
} from "../../../lib/evaluate/mod.ts";
import type { Answer } from "../../../lib/problem/mod.ts";
import type { Explanation, RowPrediction } from "../../../lib/table/mod.ts";
import type { RowBatch } from "../../data/table.ts";
import { predictionFormats } from "../problem/predictions.ts";
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
  readonly predictions?: readonly (RowPrediction | { readonly error: string })[];
  /** Why each row was answered so, if that was asked for; nothing of rows without a prediction. */
  readonly explanations?: readonly (Explanation | undefined)[];
}

/** The result of an input that is no row of a table. */
export function resultOf(
  input: Float32Array,
  outputs: Float32Array,
  { answers, detector }: {
    readonly answers: Answers;
    readonly detector: Pick<NoveltyDetector, "isNovel">;
  },
): RowResult {
  if (outputs.some(Number.isNaN)) return { error: "the network answers NaN" };
  const answer = decideLabels(answers.problem.answer(outputs, answers), answers.decision);
  const caution = doubtsOf(answer.probabilities, input, detector);
  return { answer, ...caution, caution: doubtsText(caution) };
}

/** The pieces of one JSON object: facts of all rows, and `rows` with a line for each. It is never in memory as a whole. */
export async function* asJson(
  runs: readonly string[],
  batches: AsyncIterable<ResultBatch>,
  answers: Answers,
): AsyncGenerator<string, void, void> {
  const head = { runs, ...predictionFormats[answers.problem.name].head(answers) };
  const start = `${JSON.stringify(head).slice(0, -1)},"rows":[\n`;
  let before = start;
  for await (const { results, keyOf, predictions, explanations } of batches) {
    if (results.length === 0) continue;
    const rows = results.map((result, r) => {
      const prediction = predictions?.[r];
      const remarks = prediction && "remarks" in prediction ? prediction.remarks : undefined;
      return JSON.stringify({
        ...keyOf(r),
        ...inJson(result, answers),
        remarks,
        explanation: explanations?.[r],
      });
    });
    yield before + rows.join(",\n");
    before = ",\n";
  }
  yield before === start ? `${start}]}\n` : "\n]}\n";
}

/** The library's answer to each row as a line of JSON. */
export async function* asJsonLines(
  batches: AsyncIterable<ResultBatch>,
): AsyncGenerator<string, void, void> {
  for await (const { predictions = [], explanations } of batches) {
    if (predictions.length === 0) continue;
    const lines = predictions.map((prediction, r) =>
      JSON.stringify({ ...prediction, caution: undefined, explanation: explanations?.[r] })
    );
    yield `${lines.join("\n")}\n`;
  }
}

export function inJson(result: RowResult, answers: Answers): Readonly<Record<string, unknown>> {
  if ("error" in result) return { error: result.error };
  const { answer, unsure, unfamiliar, unfamiliarColumn } = result;
  const fields = predictionFormats[answers.problem.name].fields(answer, answers);
  return { ...fields, unsure, unfamiliar, unfamiliarColumn };
}
