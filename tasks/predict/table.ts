/** The rows of a CSV file with what networks say of each: streamed, so that a file may be larger than memory. @module */

import { listed } from "../../lib/dataset/lists.ts";
import { parseMetadata } from "../../lib/evaluate/metadata.ts";
import { type TableDescription, targetNamesOf } from "../../lib/table/columns.ts";
import { RowAnswers, type RowPrediction } from "../../lib/table_network/answers.ts";
import { unfamiliarIn, unknownCategory, unsure } from "../../lib/table_network/remarks.ts";
import type { Ensemble, NoveltyDetector } from "../../mod.ts";
import { readRows, type RowBatch } from "../datasets/csv.ts";
import type { CsvOptions } from "../datasets/csv/table.ts";
import type { OpenNetwork } from "../run/open_network.ts";
import { inFile } from "../run/run_folder.ts";
import { type Answers, answersOf } from "./answers.ts";
import { type Counts, summaryOf, TOLD } from "./counts.ts";
import type { AnsweredResult, ResultBatch, RowResult } from "./rows.ts";

/** The networks and what they know of the table that they learned from. */
export interface TableEnsemble {
  readonly ensemble: Ensemble;
  readonly answers: Answers;
  readonly description: TableDescription;
  /** How the table was read, where the config says it. */
  readonly dialect: CsvOptions;
  /** Of the first; none in an older file. */
  readonly detector: NoveltyDetector | undefined;
}

/**
 * Finds what networks know of their table.
 *
 * @param path of the rows, for the error
 * @throws {Error} if they did not learn from a table, or from different ones
 */
export function tableEnsembleOf(
  opened: readonly OpenNetwork[],
  ensemble: Ensemble,
  path: string,
): TableEnsemble {
  const [first] = opened as [OpenNetwork];
  const other = opened.find(({ metadata }) => metadata["table"] !== first.metadata["table"]);
  const without = opened.find(({ table }) => table === undefined);
  if (without !== undefined) {
    throw new Error(
      `Cannot predict ${path} with ${without.run}, which did not learn from a table; nor is it a PNG or JPEG file`,
    );
  }
  if (other !== undefined) {
    throw new Error(
      `Cannot predict rows with ${first.run} and ${other.run} together: they learned from other columns or ` +
        "rows; train them on the same table with the same splitSeed",
    );
  }
  return {
    ensemble,
    answers: answersOf(opened, ensemble),
    description: first.table!,
    dialect: dialectOf(first),
    detector: inFile(first.path, () => parseMetadata(first.metadata, first.network)).detector,
  };
}

/** What the config of a network says of how its table is read. */
function dialectOf({ dataset }: OpenNetwork): CsvOptions {
  if (typeof dataset !== "object") return {};
  const { delimiter, header } = dataset;
  return { delimiter, header };
}

/** Rows that were read, and what is said of each. */
export interface PredictedBatch extends ResultBatch {
  readonly batch: RowBatch;
}

/**
 * Predicts the rows of a table.
 *
 * @param tell takes what a user should know, in sentences
 * @returns some rows at a time with what is said of them; at least once, also where there are none
 * @throws {Error} if a column is missing, or the file is no table; the message names the line
 */
export async function* predictTable(
  networks: TableEnsemble,
  path: string,
  { tell, signal }: { tell: (sentence: string) => void; signal: AbortSignal },
): AsyncGenerator<PredictedBatch, void, void> {
  const { ensemble, answers, description, dialect, detector } = networks;
  const { features } = ensemble;
  const { areProbabilities, intervals, problem } = answers;
  const counts: Counts = {
    ...{ rows: 0, without: 0, missing: 0, unsure: 0 },
    ...{ unfamiliar: 0, far: 0, unknown: 0 },
  };
  let rowAnswers: RowAnswers | undefined;
  for await (const batch of readRows(path, description, dialect)) {
    signal.throwIfAborted();
    if (rowAnswers === undefined) {
      const model = { table: description, areProbabilities, detector, intervals };
      rowAnswers = new RowAnswers(model, batch.columns);
      if (!batch.header) {
        tell(
          "The first line has no names, so the cells are taken for column 1, column 2 and so on of the table that it learned from",
        );
      }
      tellUnused(description, batch, tell);
    }
    const rows = batch.rows.length;
    const results: RowResult[] = [];
    if (rows > 0) {
      const { values, columns } = ensemble.feedforward({
        kind: "dense",
        rows,
        columns: features,
        values: batch.inputs,
      });
      for (let r = 0; r < rows; r++) {
        const row = {
          cells: batch.rows[r]!,
          input: batch.inputs.subarray(r * features, (r + 1) * features),
          outputs: values.subarray(r * columns, (r + 1) * columns),
          problem: batch.problems[r],
        };
        const said = rowAnswers.answer(row, batch.unknown);
        tellRemarks(said, batch.lines[r]!, counts, tell);
        if (row.problem === undefined && rowAnswers.hasMissing(row.cells)) counts.missing++;
        const why = rowAnswers.problemOf(row);
        results.push(
          why === undefined
            ? { answer: problem.answer(row.outputs, answers), ...carefulOf(said) }
            : { error: why.reason },
        );
      }
      tellUnknown(batch, counts, tell);
    }
    yield { batch, results, keys: batch.rows.map((cells, r) => keyOf(batch, cells, r)) };
  }
  if (!problem.hasAccuracy && intervals === undefined) {
    tell("Nothing says between what the quantities are: too few rows validated");
  }
  for (const sentence of summaryOf(counts)) tell(sentence);
}

/** A row in JSON: its line in the file, and its cells by the names of their columns. */
function keyOf({ lines, columns }: RowBatch, cells: readonly string[], r: number): object {
  return { line: lines[r], row: Object.fromEntries(columns.map((name, c) => [name, cells[c]])) };
}

/** What to be careful about. */
function carefulOf({ remarks, caution }: RowPrediction): Omit<AnsweredResult, "answer"> {
  const strange = unfamiliarIn(remarks);
  return {
    caution,
    unsure: remarks.includes(unsure),
    unfamiliar: strange !== undefined,
    unfamiliarColumn: strange?.column,
  };
}

/** Counts the remarks on a row, and tells those that are not told once for all rows. */
function tellRemarks(
  { remarks }: RowPrediction,
  line: number,
  counts: Counts,
  tell: (sentence: string) => void,
): void {
  counts.rows++;
  const [without, novel] = (["noPrediction", "novel"] as const)
    .map((kind) => remarks.find((remark) => remark.kind === kind));
  if (without !== undefined && counts.without++ < TOLD) tell(`Line ${line} has ${without.text}`);
  if (novel !== undefined && counts.far++ < TOLD) tell(`Line ${line}: ${novel.text}`);
  if (unfamiliarIn(remarks) !== undefined) counts.unfamiliar++;
  if (remarks.includes(unsure)) counts.unsure++;
}

/** Tells which columns make no difference; the target may be among them. */
function tellUnused(
  description: TableDescription,
  { unused }: RowBatch,
  tell: (sentence: string) => void,
): void {
  const targets = targetNamesOf(description);
  const strange = unused.filter((name) => !targets.includes(name));
  if (strange.length > 0) tell(`Columns that the network did not learn from: ${listed(strange)}`);
}

/** Tells which texts are new, each once. */
function tellUnknown(
  { unknown }: RowBatch,
  counts: Counts,
  tell: (sentence: string) => void,
): void {
  for (const category of unknown.slice(counts.unknown, TOLD)) {
    tell(`Line ${category.line}: ${unknownCategory(category).text}`);
  }
  counts.unknown = unknown.length;
}
