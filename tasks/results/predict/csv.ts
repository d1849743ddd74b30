/** Predictions as CSV, written as their rows are: to stdout, or into a file that is there whole or not at all. @module */

import { printRows } from "../../cli/print.ts";
import { csvLine } from "../../cli/table.ts";
import { firstBytes } from "../../images/images.ts";
import { predictionFormats } from "../problem/predictions.ts";
import { checkEnding, checkOut } from "../../run/out_file.ts";
import { writeOutput } from "../../system/files.ts";
import type { Answers } from "./answers.ts";
import type { CsvRows, ResultBatch } from "./rows.ts";

/** The name of the last column. */
export const CAUTION = "caution";

/** The name of the column before it, where answers are explained. */
const REASONS = "reasons";

/** Rows with a cell each, in a file of our own. */
export function csvRows(column: string, cells: readonly string[]): CsvRows {
  return {
    columns: [column],
    rows: cells.map((cell) => [cell]),
    delimiter: ",",
    decimalComma: false,
    writing: { mark: false, lineEnd: "\n" },
  };
}

/** Rows, and what is added to them. */
type CsvBatch = Pick<ResultBatch, "csv" | "results" | "reasons">;

/** What is answered, and how the numbers of rows are written. */
export interface AnsweredRows {
  readonly answers: Answers;
  /** Whether numbers have a comma in some rows, so that those of answers have one too. Default: none have */
  readonly hasDecimalCommas?: (rows: CsvRows) => boolean;
}

/** Lines of CSV, some at a time: the columns of the rows, the prediction, the reasons if they are given, and `caution`. */
export async function* predictionsCsv(
  { answers, hasDecimalCommas }: AnsweredRows,
  batches: AsyncIterable<CsvBatch> | Iterable<CsvBatch>,
): AsyncGenerator<string, void, void> {
  const { texts: textsOf, columns: namesOf, cells: cellsOf } =
    predictionFormats[answers.problem.name];
  const predicted = namesOf(answers);
  const texts = textsOf(answers);
  let added: string[] | undefined;
  let commas: boolean | undefined;
  for await (const { csv, results, reasons } of batches) {
    const { columns, rows, delimiter, writing } = csv;
    const names = [...predicted, ...reasons ? [REASONS] : [], CAUTION];
    if (added === undefined) {
      added = names.map((name) => freeName(name, columns));
      const line = csvLine([...columns, ...added], delimiter);
      yield `${writing.mark ? "\ufeff" : ""}${line}${writing.lineEnd}`;
    }
    if (results.length === 0) continue;
    commas ??= hasDecimalCommas?.(csv) ?? false;
    const written = (cell: string, k: number) =>
      commas && k >= texts ? cell.replace(".", ",") : cell; // the first `texts` cells are not numbers
    const reasonsOf = (r: number) => {
      const reason = reasons?.[r];
      return reason === undefined ? [] : [reason];
    };
    const lines = results.map((result, r) => {
      // Without a prediction only the last cell has text: the reason.
      const own = "error" in result
        ? [...names.slice(1).fill(""), `no prediction: ${result.error}`]
        : [...cellsOf(result.answer, answers).map(written), ...reasonsOf(r), result.caution];
      return csvLine([...rows[r]!, ...own], delimiter) + writing.lineEnd;
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

/** The start of a file that shows whether it holds predictions, in bytes. */
const HEADER_BYTES = 65_536;

/**
 * Checks that predictions may go into a file.
 * @param predicted the files that are predicted
 * @param force whether any file may be written over that is not a run's, nor predicted
 * @throws {Error} if something would be lost
 */
export async function checkPredictionsFile(
  path: string,
  predicted: readonly string[],
  force: boolean,
): Promise<void> {
  checkEnding(path, {
    endings: [".csv"],
    isOther: (ending) => /^\.(xlsx?|ods|json|jsonl|parquet|png|jpe?g|gz)$/.test(ending),
    instead: () => undefined,
  });
  const real = (path: string) => Deno.realPath(path).catch(() => undefined);
  const there = await real(path);
  for (const file of there === undefined ? [] : predicted) {
    if (there !== await real(file)) continue;
    throw new Error(`Cannot write ${path}: it is the file to predict; --out names another file`);
  }
  await checkOut(path, {
    isOurs: hasPredictions,
    otherwise: "it does not hold predictions",
    force,
  });
}

/** Whether the first line of a file is that of predictions. */
async function hasPredictions(path: string): Promise<boolean> {
  const bytes = await firstBytes(path, HEADER_BYTES);
  const [header = ""] = new TextDecoder().decode(bytes).split(/\r?\n/);
  // Where spaces separate cells, names with a space are quoted; elsewhere a name that ends in it is no sign.
  const spaced = new RegExp(
    ` (?:prediction|"predict(?:ion|ed)) .* (?:${CAUTION}|"${CAUTION} \\d+")$`,
  );
  return new RegExp(`[^\\w ]${CAUTION}( \\d+)?$`).test(header) || spaced.test(header);
}

/** Writes lines to a file, or to stdout if there is none. */
export async function writeLines(
  lines: Iterable<string> | AsyncIterable<string>,
  path: string | undefined,
): Promise<void> {
  if (path === undefined) await printRows(lines);
  else await writeOutput(path, ReadableStream.from(lines).pipeThrough(new TextEncoderStream()));
}
