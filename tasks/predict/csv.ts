/** Predictions as CSV, written as their file is. @module */

import { numberOf, type TableDescription } from "../../lib/table/mod.ts";
import type { RowBatch } from "../datasets/csv.ts";
import { predictionFormats } from "../problem/predictions.ts";
import type { Answers } from "./answers.ts";
import { cellsOf, columnsOf, type RowResult } from "./rows.ts";

/** The cells before each prediction, the names of their columns, and how they are written. */
export type CsvRows = Pick<
  RowBatch,
  "columns" | "rows" | "delimiter" | "decimalComma" | "writing"
>;

/** Rows with a cell each, in a file of our own. */
export function csvRows(column: string, cells: readonly string[]): CsvRows {
  return {
    ...{ columns: [column], rows: cells.map((cell) => [cell]) },
    ...{ delimiter: ",", decimalComma: false, writing: { mark: false, lineEnd: "\n" } },
  };
}

/** A line (RFC 4180, of any delimiter), without its end. */
export function lineOf(cells: readonly string[], delimiter = ","): string {
  const isPlain = (cell: string) => !/["\r\n]/.test(cell) && !cell.includes(delimiter);
  return cells.map((cell) => isPlain(cell) ? cell : `"${cell.replaceAll('"', '""')}"`)
    .join(delimiter);
}

/** Lines of CSV, some at a time: the columns of the rows, the prediction, and `caution`. */
export async function* predictionsCsv(
  { answers, description }: { readonly answers: Answers; readonly description?: TableDescription },
  batches:
    | AsyncIterable<{ readonly csv: CsvRows; readonly results: readonly RowResult[] }>
    | Iterable<{ readonly csv: CsvRows; readonly results: readonly RowResult[] }>,
): AsyncGenerator<string, void, void> {
  const { texts } = predictionFormats[answers.problem.name];
  const numbers = [
    ...description?.columns.filter(({ kind }) => kind === "number") ?? [],
    ...answers.quantities ?? [],
  ];
  let added: string[] | undefined;
  let commas: boolean | undefined;
  for await (
    const { csv: { columns, rows, delimiter, decimalComma, writing }, results } of batches
  ) {
    if (added === undefined) {
      added = columnsOf(answers).map((name) => freeName(name, columns));
      const line = lineOf([...columns, ...added], delimiter);
      yield `${writing.mark ? "\ufeff" : ""}${line}${writing.lineEnd}`;
    }
    if (results.length === 0) continue;
    commas ??= decimalComma && numbers.some(({ name }) => {
      const index = columns.indexOf(name);
      return rows.some(({ [index]: cell = "" }) =>
        cell.includes(",") && !Number.isNaN(numberOf(cell, true))
      );
    });
    // The first `texts` cells and `caution` are no numbers.
    const written = (cell: string, k: number, { length }: readonly string[]) =>
      commas && k >= texts && k < length - 1 ? cell.replace(".", ",") : cell;
    const lines = results.map((result, r) => {
      const own = cellsOf(result, answers).map(written);
      return lineOf([...rows[r]!, ...own], delimiter) + writing.lineEnd;
    });
    yield lines.join("");
  }
}

/** The name, with a number if a column has it. */
function freeName(name: string, columns: readonly string[]): string {
  let free = name;
  for (let k = 2; columns.includes(free); k++) free = `${name} ${k}`;
  return free;
}
