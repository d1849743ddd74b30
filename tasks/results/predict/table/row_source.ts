/** Rows of a table, from a file, standard input or the command line, and the answers to them. @module */

import { quote } from "../../../../lib/checks/texts.ts";
import { RowReader } from "../../../../lib/table/model/rows.ts";
import { UsageError } from "../../../cli/arguments.ts";
import { count, counted, duration } from "../../../cli/format.ts";
import { printNote } from "../../../cli/print.ts";
import { readRows, type RowBatch } from "../../../data/table.ts";
import { objectBatches, readRowStream } from "../../../data/table/row_stream.ts";
import { type JsonRow, rowOfLine } from "../../../data/tables/json_rows.ts";
import { STANDARD_INPUT } from "../operands.ts";
import { type Asked, printBatches } from "../print.ts";
import type { ResultBatch } from "../rows.ts";
import { predictTable, type TableEnsemble, tableEnsembleOf, TimedExplainer } from "../table.ts";

/**
 * The rows of `--row`.
 * @throws {UsageError} if one is not an object of JSON
 */
export function rowsOfOption(texts: readonly string[]): JsonRow[] {
  return texts.map((text, k) => {
    const row = rowOfLine({ text, line: k + 1 });
    if (/^\s*\{/.test(text) && row.error === undefined) return row;
    throw new UsageError(
      `Cannot read --row ${quote(text.slice(0, 60))}: expected an object of JSON such as ` +
        `'{"width":3.5}'`,
    );
  });
}

/**
 * Reads rows for networks that learned from a table.
 * @param source the path of a file, `-` for standard input, or the rows themselves
 * @param signal ends the wait for more of standard input
 * @throws {Error} if one of the rows themselves has no column of the model
 */
function openRows(
  source: string | readonly JsonRow[],
  { description, dialect }: TableEnsemble,
  signal: AbortSignal,
): AsyncIterable<RowBatch> {
  if (typeof source !== "string") {
    const reader = new RowReader(description);
    for (const { value, line } of source) {
      const checked = reader.check(value);
      if (!("fault" in checked) || checked.fault !== "columns") continue;
      throw new Error(`Cannot predict row ${line} of --row: ${checked.reason}`);
    }
    return objectBatches([{ rows: source, unit: "row" }], description, "--row");
  }
  if (source !== STANDARD_INPUT) return readRows(source, description, dialect);
  const stream = Deno.stdin.readable.pipeThrough(new TransformStream(), { signal });
  return readRowStream(stream, description, dialect);
}

/**
 * Predicts rows, and prints or writes the answers.
 * @param source the path of a file, `-` for standard input, or the rows themselves
 */
export async function predictTableRows(
  source: string | readonly JsonRow[],
  asked: Asked,
): Promise<void> {
  const { opened, ensemble, options, signal } = asked;
  const isFile = typeof source === "string" && source !== STANDARD_INPUT;
  const networks = tableEnsembleOf(opened, ensemble, isFile ? source : undefined, options);
  const explainer = options.explain ? new TimedExplainer(networks) : undefined;
  const rows = openRows(source, networks, signal);
  const progress = new StreamProgress();
  const batches = predictTable(networks, rows, { note: printNote, signal, explainer });
  await printBatches(networks, progress.watch(batches), asked);
  if (explainer !== undefined) printNote(explainer.note);
  if (!isFile) progress.report(printNote);
}

/** The fewest rows whose speed is noted. */
const MIN_TIMED_ROWS = 1000;

/** Counts the rows of a stream while they pass. */
class StreamProgress {
  readonly #start = performance.now();
  #rows = 0;
  #refused = 0;

  async *watch(batches: AsyncIterable<ResultBatch>): AsyncGenerator<ResultBatch, void, void> {
    for await (const batch of batches) {
      this.#rows += batch.results.length;
      this.#refused += batch.predictions?.filter((answer) => "error" in answer).length ?? 0;
      yield batch;
    }
  }

  /**
   * Notes the speed, the wait for the rows included.
   * @throws {Error} if rows could not be read
   */
  report(note: (sentence: string) => void): void {
    const seconds = (performance.now() - this.#start) / 1000;
    if (this.#rows >= MIN_TIMED_ROWS) {
      const speed = count(Math.round(this.#rows / seconds));
      note(`${counted(this.#rows, "row")} in ${duration(seconds, 1)}: ${speed} a second`);
    }
    if (this.#refused === 0) return;
    throw new Error(`${count(this.#refused)} of ${counted(this.#rows, "row")} could not be read`);
  }
}
