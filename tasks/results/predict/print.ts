/** Predictions printed or written: as CSV, as one object of JSON, or as a line of JSON for each row. @module */

import { printJsonParts, printNote } from "../../cli/print.ts";
import type { OpenEnsemble } from "../../run/open_ensemble.ts";
import { predictionFormats } from "../problem/predictions.ts";
import type { Answers } from "./answers.ts";
import { type AnsweredRows, predictionsCsv, writeLines } from "./csv.ts";
import type { PredictOptions } from "./operands.ts";
import type { ResultBatch, RowResult } from "./rows.ts";

/** What is asked of networks. */
export interface Asked extends Pick<OpenEnsemble, "opened" | "ensemble"> {
  readonly runs: readonly string[];
  readonly options: PredictOptions;
  readonly signal: AbortSignal;
}

/** Prints or writes predictions as CSV or as JSON, as the options name them. */
export async function printBatches(
  networks: AnsweredRows,
  batches: AsyncIterable<ResultBatch>,
  { runs, options: { out, json, jsonl } }: Asked,
): Promise<void> {
  if (jsonl) await printJsonParts(asJsonLines(batches));
  else if (json) await printJsonParts(asJson(runs, batches, networks.answers));
  else await writeLines(predictionsCsv(networks, batches), out);
  if (out !== undefined) printNote(`Wrote ${out}`);
  const { coverage } = networks.answers.intervals ?? {};
  if (coverage === undefined) return;
  printNote(
    `The range from low to high contains the actual value for ${
      100 * coverage
    } % of rows like the training data, ` +
      "judging by the errors on validation",
  );
}

/** The pieces of one JSON object: facts of all rows, and `rows` with a line for each. It is never in memory as a whole. */
async function* asJson(
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
async function* asJsonLines(
  batches: AsyncIterable<ResultBatch>,
): AsyncGenerator<string, void, void> {
  for await (const { predictions = [], explanations } of batches) {
    if (predictions.length === 0) continue;
    const lines = predictions.map((prediction, r) =>
      JSON.stringify({ ...prediction, explanation: explanations?.[r] })
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
