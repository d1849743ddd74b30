/** Predicted rows as CSV, in the dialect of their file: delimiter, line ends, byte-order mark, decimal commas. @module */

import { numberOf } from "../../lib/table/mod.ts";
import type { RowBatch } from "../datasets/csv.ts";
import { predictionFormats } from "../problem/predictions.ts";
import { lineOf } from "./csv.ts";
import { cellsOf, columnsOf } from "./rows.ts";
import type { PredictedBatch, TableEnsemble } from "./table.ts";

/** Lines of CSV, some at a time: the file's columns, those of the prediction, and `caution`. */
export async function* tableCsv(
  networks: TableEnsemble,
  batches: AsyncIterable<PredictedBatch>,
): AsyncGenerator<string, void, void> {
  const { answers } = networks;
  const { texts } = predictionFormats[answers.problem.name];
  let added: string[] | undefined;
  let commas: boolean | undefined;
  for await (const { batch, results } of batches) {
    const { mark, lineEnd } = batch.writing;
    if (added === undefined) {
      added = columnsOf(answers).map((name) => freeName(name, batch.columns));
      const names = [...batch.columns, ...added];
      yield `${mark ? "\ufeff" : ""}${lineOf(names, batch.delimiter)}${lineEnd}`;
    }
    if (results.length === 0) continue;
    commas ??= haveCommas(networks, batch);
    const lines = results.map((result, r) => {
      const own = cellsOf(result, answers);
      const cells = commas ? withCommas(own, texts) : own;
      return lineOf([...batch.rows[r]!, ...cells], batch.delimiter) + lineEnd;
    });
    yield lines.join("");
  }
}

/** Whether numbers in the rows have decimal commas. */
function haveCommas(
  { description, answers: { quantities = [] } }: TableEnsemble,
  { columns, decimalComma, rows }: RowBatch,
): boolean {
  const numbers = [...description.columns.filter(({ kind }) => kind === "number"), ...quantities];
  const indices = numbers.map(({ name }) => columns.indexOf(name)).filter((index) => index !== -1);
  const hasComma = (cell: string) => cell.includes(",") && !Number.isNaN(numberOf(cell, true));
  return decimalComma && rows.some((cells) => indices.some((index) => hasComma(cells[index]!)));
}

/** The cells that are added to a row, with decimal commas; the first `texts` and `caution` stay. */
function withCommas(cells: readonly string[], texts: number): string[] {
  const isText = (k: number) => k < texts || k === cells.length - 1;
  return cells.map((cell, k) => isText(k) ? cell : cell.replace(".", ","));
}

/** The name, with a number if a column has it. */
function freeName(name: string, columns: readonly string[]): string {
  let free = name;
  for (let k = 2; columns.includes(free); k++) free = `${name} ${k}`;
  return free;
}
