/** The rows of a CSV file with what networks say of each, as CSV: streamed, so that a file may be larger than memory. @module */

import { listed } from "../../lib/dataset/lists.ts";
import { UNFAMILIAR, UNSURE } from "../../lib/evaluate/caution.ts";
import { familiarityIn } from "../../lib/evaluate/familiarity.ts";
import { numberOf } from "../../lib/table/cells.ts";
import { type TableDescription, targetNamesOf } from "../../lib/table/columns.ts";
import { MAX_UNKNOWN } from "../../lib/table/encode.ts";
import { RowAnswers, type RowPrediction } from "../../lib/table_network/answers.ts";
import { unknownCategory } from "../../lib/table_network/remarks.ts";
import type { Committee, NoveltyDetector, PredictionIntervals } from "../../mod.ts";
import { counted } from "../cli/format.ts";
import { readRows, type RowBatch } from "../datasets/csv.ts";
import type { CsvOptions } from "../datasets/csv/table.ts";
import type { OpenNetwork } from "../run/open_network.ts";
import { inFile } from "../run/run_folder.ts";
import { widest } from "./answers.ts";
import { CAUTION, classCells, classColumns, lineOf } from "./csv.ts";

/** So many warnings of a kind are told one by one, and of the others how many there are. */
const TOLD = 5;

/** The networks and what they know of the table that they learned from. */
export interface TableCommittee {
  readonly committee: Committee;
  readonly description: TableDescription;
  /** How the table was read, where the config says it. */
  readonly dialect: CsvOptions;
  /** Of the first; none in an older file. */
  readonly detector: NoveltyDetector | undefined;
  /** The widest of the networks'; none of classes, in an older file, or where validation was too small. */
  readonly intervals: PredictionIntervals | undefined;
}

/** What a run of predictions counts. */
interface Counts {
  rows: number;
  /** Without a prediction. */
  without: number;
  /** Predicted all the same. */
  missing: number;
  unsure: number;
  unfamiliar: number;
  /** Those of them that are too far from what the network learned from. */
  far: number;
  /** Texts that are none of the categories. */
  unknown: number;
}

/**
 * Finds what networks know of their table.
 *
 * @param path of the rows, for the error
 * @throws {Error} if they did not learn from a table, or from different ones
 */
export function tableCommitteeOf(
  opened: readonly OpenNetwork[],
  committee: Committee,
  path: string,
): TableCommittee {
  const [first] = opened;
  const other = opened.find(({ metadata }) => metadata["table"] !== first!.metadata["table"]);
  const without = opened.find(({ table }) => table === undefined);
  if (without !== undefined) {
    throw new Error(
      `Cannot predict ${path} with ${without.run}, which did not learn from a table; nor is it a PNG or JPEG file`,
    );
  }
  if (other !== undefined) {
    throw new Error(
      `Cannot predict rows with ${
        first!.run
      } and ${other.run} together: they learned from other columns or ` +
        "rows; train them on the same table with the same splitSeed",
    );
  }
  const known = opened.map(({ path, metadata, network }) =>
    inFile(path, () => familiarityIn(metadata, network))
  );
  return {
    committee,
    description: first!.table!,
    dialect: dialectOf(first!),
    detector: known[0]!.detector,
    intervals: widest(known.map(({ intervals }) => intervals)),
  };
}

/** What the config of a network says of how its table is read. */
function dialectOf({ dataset }: OpenNetwork): CsvOptions {
  if (typeof dataset !== "object") return {};
  const { delimiter, header } = dataset;
  return { delimiter, header };
}

/**
 * Predicts the rows of a table.
 *
 * @param tell takes what a user should know, in sentences
 * @returns lines of CSV, some at a time: the file's columns, those of the prediction, and what to be careful
 * about, written as the file is: its delimiter, its line ends, its byte-order mark, its decimal commas
 * @throws {Error} if a column is missing, or the file is no table; the message names the line
 */
export async function* predictTable(
  networks: TableCommittee,
  path: string,
  { tell, signal }: { tell: (sentence: string) => void; signal: AbortSignal },
): AsyncGenerator<string, void, void> {
  const { committee, description, dialect } = networks;
  const counts: Counts = {
    ...{ rows: 0, without: 0, missing: 0, unsure: 0 },
    ...{ unfamiliar: 0, far: 0, unknown: 0 },
  };
  let answers: RowAnswers | undefined;
  let commas: boolean | undefined;
  for await (const batch of readRows(path, description, dialect)) {
    signal.throwIfAborted();
    const { mark, lineEnd } = batch.writing;
    if (answers === undefined) {
      const { predictsClasses } = committee;
      answers = new RowAnswers({ ...networks, predictsClasses, table: description }, batch.columns);
      if (!batch.header) {
        tell(
          "The first line has no names, so the cells are taken for column 1, column 2 and so on of the table that it learned from",
        );
      }
      tellUnused(description, batch, tell);
      const names = [...batch.columns, ...addedColumns(networks, batch.columns)];
      yield `${mark ? "\ufeff" : ""}${lineOf(names, batch.delimiter)}${lineEnd}`;
    }
    const rows = batch.rows.length;
    if (rows === 0) continue;
    commas ??= haveCommas(description, batch);
    const lines: string[] = [];
    const outputs = committee.feedforward({
      kind: "dense",
      rows,
      columns: committee.features,
      values: batch.inputs,
    });
    const { features } = committee;
    for (let r = 0; r < rows; r++) {
      const row = {
        cells: batch.rows[r]!,
        input: batch.inputs.subarray(r * features, (r + 1) * features),
        outputs: outputs.values.subarray(r * outputs.columns, (r + 1) * outputs.columns),
        problem: batch.problems[r],
      };
      const answer = answers.answer(row, batch.unknown);
      tellRemarks(answer, batch.lines[r]!, counts, tell);
      if (row.problem === undefined && answers.hasMissing(row.cells)) counts.missing++;
      const added = cellsOf(networks, batch, answer, row.outputs);
      const cells = commas ? withCommas(added, description.target.kind) : added;
      lines.push(lineOf([...batch.rows[r]!, ...cells], batch.delimiter) + lineEnd);
    }
    tellUnknown(batch, counts, tell);
    yield lines.join("");
  }
  if (description.target.kind === "quantity" && networks.intervals === undefined) {
    tell("Nothing says between what the quantities are: too few rows validated");
  }
  for (const sentence of summaryOf(counts)) tell(sentence);
}

/** Counts the remarks on a row, and tells those that are not told once for all rows. */
function tellRemarks(
  { remarks }: RowPrediction,
  line: number,
  counts: Counts,
  tell: (sentence: string) => void,
): void {
  counts.rows++;
  const [without, novel, unknown, unsure] =
    (["noPrediction", "novel", "unknownCategory", "unsure"] as const)
      .map((kind) => remarks.find((remark) => remark.kind === kind));
  if (without !== undefined && counts.without++ < TOLD) tell(`Line ${line} has ${without.text}`);
  if (novel !== undefined && counts.far++ < TOLD) tell(`Line ${line}: ${novel.text}`);
  if (novel !== undefined || unknown !== undefined) counts.unfamiliar++;
  if (unsure !== undefined) counts.unsure++;
}

/** Whether the numbers of rows have decimal commas: at least one of them has. */
function haveCommas(
  description: TableDescription,
  { columns, decimalComma, rows }: RowBatch,
): boolean {
  const { target } = description;
  const numbers = [
    ...description.columns.filter(({ kind }) => kind === "number"),
    ...target.kind === "quantity" ? target.quantities : [],
  ];
  const places = numbers.map(({ name }) => columns.indexOf(name)).filter((place) => place !== -1);
  const hasComma = (cell: string) => cell.includes(",") && !Number.isNaN(numberOf(cell, true));
  return decimalComma && rows.some((cells) => places.some((place) => hasComma(cells[place]!)));
}

/** The cells that are added to a row, with decimal commas; a class and what to be careful about stay. */
function withCommas(
  cells: readonly string[],
  kind: TableDescription["target"]["kind"],
): string[] {
  const isText = (k: number) => k === cells.length - 1 || kind === "class" && k === 0;
  return cells.map((cell, k) => isText(k) ? cell : cell.replace(".", ","));
}

/** The cells that are added to a row: a class and its probabilities, or quantities and their intervals; and the caution. */
function cellsOf(
  networks: TableCommittee,
  { columns }: RowBatch,
  { label, values, intervals, remarks, caution }: RowPrediction,
  outputs: Float32Array,
): string[] {
  const { target } = networks.description;
  if (remarks[0]?.kind === "noPrediction") {
    return [...addedColumns(networks, columns).slice(1).fill(""), caution];
  }
  if (target.kind === "class") return [...classCells(label!, outputs), caution];
  const quantities = target.quantities.flatMap(({ name }) => {
    const ends = intervals?.[name];
    return ends === undefined ? [values[name]!] : [values[name]!, ends.low, ends.high];
  });
  return [...quantities.map(shortly), caution];
}

/** A number to seven digits. */
function shortly(value: number): string {
  return String(Number(value.toPrecision(7)));
}

/** The names of the columns that are added; a name that the file has already gets a number. */
function addedColumns(
  { description: { target }, intervals }: TableCommittee,
  columns: readonly string[],
): string[] {
  const several = target.kind === "quantity" && target.quantities.length > 1;
  const names = target.kind === "class"
    ? classColumns(target.classes)
    : target.quantities.flatMap(({ name }) => {
      const suffix = several ? ` ${name}` : "";
      const ends = intervals === undefined ? [] : [`low${suffix}`, `high${suffix}`];
      return [`predicted ${name}`, ...ends];
    });
  return [...names, CAUTION].map((name) => {
    let free = name;
    for (let k = 2; columns.includes(free); k++) free = `${name} ${k}`;
    return free;
  });
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

/** How many warnings were not told, and how many rows there are of each kind. */
function summaryOf(
  { rows, without, missing, unsure, unfamiliar, far, unknown }: Counts,
): string[] {
  const more = (count: number, what: string) =>
    count > TOLD ? [`… and ${count - TOLD} more ${what}`] : [];
  const parts = [
    counted(rows, "row"),
    ...without > 0 ? [`${without} without a prediction`] : [],
    ...missing > 0 ? [`${missing} with missing values`] : [],
    ...unsure > 0 ? [`${unsure} ${UNSURE}`] : [],
    ...unfamiliar > 0 ? [`${unfamiliar} ${UNFAMILIAR}`] : [],
  ];
  return [
    ...more(without, "without a prediction"),
    ...more(far, UNFAMILIAR),
    ...more(unknown, `of no known category${unknown === MAX_UNKNOWN ? ", at least" : ""}`),
    parts.join(", "),
  ];
}
