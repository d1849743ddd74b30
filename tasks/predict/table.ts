/** Predictions for the rows of a CSV file, streamed, so that a file may be larger than memory. @module */

import { joinNames } from "../../lib/checks/mod.ts";
import type { Ensemble } from "../../lib/ensemble/mod.ts";
import { NOVEL_TEXT, parseMetadata, UNSURE_TEXT } from "../../lib/evaluate/mod.ts";
import type { NoveltyDetector } from "../../lib/evaluate/mod.ts";
import {
  MAX_UNKNOWN,
  RowAnswers,
  targetNamesOf,
  unfamiliarIn,
  unknownCategory,
  unsure,
} from "../../lib/table/mod.ts";
import type { RowPrediction, TableDescription } from "../../lib/table/mod.ts";
import { counted } from "../cli/format.ts";
import { readRows, type RowBatch } from "../datasets/csv.ts";
import type { CsvOptions } from "../datasets/csv/table.ts";
import type { OpenNetwork } from "../run/open_network.ts";
import { inFile } from "../run/run_folder.ts";
import { type Answers, answersOf } from "./answers.ts";
import type { AnsweredResult, ResultBatch, RowResult } from "./rows.ts";

/** Networks and the table that they learned from. */
export interface TableEnsemble {
  readonly ensemble: Ensemble;
  readonly answers: Answers;
  readonly description: TableDescription;
  /** How the table was read, if the config states it. */
  readonly dialect: CsvOptions;
  /** The detector of the first network; older files have none. */
  readonly detector: NoveltyDetector | undefined;
}

/**
 * Finds the table that networks learned from.
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
      `Cannot predict ${path} with ${without.run}: the run did not learn from a table, and the file is no PNG or JPEG`,
    );
  }
  if (other !== undefined) {
    throw new Error(
      `Cannot predict rows with ${first.run} and ${other.run} together: they learned from different columns ` +
        "or rows; train them on the same table with the same splitSeed",
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

/** How the table of a network is read, by its config. */
function dialectOf({ dataset }: OpenNetwork): CsvOptions {
  if (typeof dataset !== "object") return {};
  const { delimiter, header } = dataset;
  return { delimiter, header };
}

export interface PredictedBatch extends ResultBatch {
  readonly batch: RowBatch;
}

/**
 * Predicts the rows of a table.
 * @param note gets warnings and counts, as sentences
 * @returns some rows at a time with their predictions; at least one batch, even without rows
 * @throws {Error} if a column is missing, or the file is no table; the message names the line
 */
export async function* predictTable(
  networks: TableEnsemble,
  path: string,
  { note, signal }: { note: (sentence: string) => void; signal: AbortSignal },
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
        note(
          "The first line has no names: the cells are taken for the first, second… column of the training table",
        );
      }
      noteUnused(description, batch, note);
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
        const prediction = rowAnswers.answer(row, batch.unknown);
        noteRemarks(prediction, batch.lines[r]!, counts, note);
        if (row.problem === undefined && rowAnswers.hasMissing(row.cells)) counts.missing++;
        const failure = rowAnswers.problemOf(row);
        results.push(
          failure === undefined
            ? { answer: problem.answer(row.outputs, answers), ...doubtsIn(prediction) }
            : { error: failure.reason },
        );
      }
      noteUnknown(batch, counts, note);
    }
    yield { batch, results, keys: batch.rows.map((cells, r) => keyOf(batch, cells, r)) };
  }
  if (!problem.hasAccuracy && intervals === undefined) {
    note("The quantities have no intervals: validation had too few rows");
  }
  for (const sentence of summaryOf(counts)) note(sentence);
}

/** A row's key in JSON: its line in the file, and its cells by the names of their columns. */
function keyOf({ lines, columns }: RowBatch, cells: readonly string[], r: number): object {
  return { line: lines[r], row: Object.fromEntries(columns.map((name, c) => [name, cells[c]])) };
}

function doubtsIn({ remarks, caution }: RowPrediction): Omit<AnsweredResult, "answer"> {
  const unfamiliar = unfamiliarIn(remarks);
  return {
    caution,
    unsure: remarks.includes(unsure),
    unfamiliar: unfamiliar !== undefined,
    unfamiliarColumn: unfamiliar?.column,
  };
}

/** Counts the remarks on a row, and prints the first of those that name a line. */
function noteRemarks(
  { remarks }: RowPrediction,
  line: number,
  counts: Counts,
  note: (sentence: string) => void,
): void {
  counts.rows++;
  const [without, novel] = (["noPrediction", "novel"] as const)
    .map((kind) => remarks.find((remark) => remark.kind === kind));
  if (without !== undefined && counts.without++ < MAX_WARNINGS) {
    note(`Line ${line} has ${without.text}`);
  }
  if (novel !== undefined && counts.far++ < MAX_WARNINGS) note(`Line ${line}: ${novel.text}`);
  if (unfamiliarIn(remarks) !== undefined) counts.unfamiliar++;
  if (remarks.includes(unsure)) counts.unsure++;
}

/** Prints which columns the network does not use, without the target. */
function noteUnused(
  description: TableDescription,
  { unused }: RowBatch,
  note: (sentence: string) => void,
): void {
  const targets = targetNamesOf(description);
  const others = unused.filter((name) => !targets.includes(name));
  if (others.length > 0) note(`Columns that the network did not learn from: ${joinNames(others)}`);
}

/** Prints which texts are in no category, each once. */
function noteUnknown(
  { unknown }: RowBatch,
  counts: Counts,
  note: (sentence: string) => void,
): void {
  for (const category of unknown.slice(counts.unknown, MAX_WARNINGS)) {
    note(`Line ${category.line}: ${unknownCategory(category).text}`);
  }
  counts.unknown = unknown.length;
}

/** The most warnings of a kind that are printed one by one; the others are only counted. */
const MAX_WARNINGS = 5;

/** Numbers of rows, for warnings. */
interface Counts {
  rows: number;
  without: number;
  /** Predicted in spite of missing values. */
  missing: number;
  unsure: number;
  unfamiliar: number;
  /** Those of the unfamiliar that are too far from the training data. */
  far: number;
  /** Texts, not rows, that are in no category. */
  unknown: number;
}

/** How many warnings were not printed, and how many rows there are of each kind. */
function summaryOf({ rows, without, missing, unsure, unfamiliar, far, unknown }: Counts): string[] {
  const more = (count: number, what: string) =>
    count > MAX_WARNINGS ? [`… and ${count - MAX_WARNINGS} more ${what}`] : [];
  const parts = [
    counted(rows, "row"),
    ...without > 0 ? [`${without} without a prediction`] : [],
    ...missing > 0 ? [`${missing} with missing values`] : [],
    ...unsure > 0 ? [`${unsure} ${UNSURE_TEXT}`] : [],
    ...unfamiliar > 0 ? [`${unfamiliar} ${NOVEL_TEXT}`] : [],
  ];
  return [
    ...more(without, "without a prediction"),
    ...more(far, NOVEL_TEXT),
    ...more(unknown, `of no known category${unknown === MAX_UNKNOWN ? ", at least" : ""}`),
    parts.join(", "),
  ];
}
