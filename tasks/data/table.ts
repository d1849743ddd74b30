/** Tables in files: data sets to train on, rows to predict, and single rows to show. @module */

import { leakSentences } from "../../lib/table/columns/profile.ts";
import { featureRolesOf } from "../../lib/table/encode/distributions.ts";
import { quote, quoted } from "../../lib/checks/texts.ts";
import type { DataFacts } from "../../lib/config.ts";
import { pathsOf, type UserDataset, userDatasetOf } from "../../lib/config/user_data.ts";
import type { TargetKind } from "../../lib/options/table.ts";
import { isMissing } from "../../lib/table/cells/cells.ts";
import type { TableRows } from "../../lib/table/cells/source.ts";
import { type TableDescription, targetNamesOf } from "../../lib/table/columns/columns.ts";
import type { OptionText, TableOptions } from "../../lib/table/columns/options.ts";
import { rulesOf } from "../../lib/table/columns/target.ts";
import { type TableDatasets, tableDatasets } from "../../lib/table/encode/datasets.ts";
import type { RowProblem } from "../../lib/measure/answer/remarks.ts";
import { RowEncoder, type UnknownCategory } from "../../lib/table/encode/encode.ts";
import type { RowRemark } from "../../lib/measure/answer/remarks.ts";
import type { Fractions } from "../../lib/dataset/split.ts";
import { inputsOf } from "../../lib/table/encode/input_encoding.ts";
import { countFolds } from "../../lib/ensemble/trained_model.ts";
import { foldedDataOf } from "../../lib/table/folds/data.ts";
import type { FoldedData } from "../../lib/table/folds/members.ts";
import { CELLS_HASH } from "./names.ts";
import type { ExampleLocations, Source } from "./source.ts";
import { filesOf, openTable, type OpenTableOptions } from "./tables/open_table.ts";
import type { TableFile } from "./tables/table_file.ts";

/** How a file of a table is read. */
export type ReadingOptions = Omit<OpenTableOptions, "known">;

export interface ReadTableOptions extends TableOptions, ReadingOptions {}

/** A table made into data sets. */
export interface ReadTable
  extends TableDatasets, Pick<TableFile, "delimiter" | "header" | "notes" | "files"> {
  /** The SHA-256 of the columns' names and all cells, whatever the file's format and compression. */
  readonly sha256: string;
}

/**
 * Reads a table into data sets. It is read three times, as a stream if its format allows that:
 *
 * 1. the kinds of the columns, and the part of each row;
 * 2. means, deviations and categories of the training rows;
 * 3. the features.
 *
 * @param path the file, or files and patterns that are one table
 * @throws {RangeError} if an option names a column that is missing
 * @throws {SyntaxError} if the file is not a table, or nothing can be learned from it; the message names the line
 * @throws {Error} if the file changes while it is read
 */
export async function readTable(
  path: string | readonly string[],
  options: ReadTableOptions,
): Promise<ReadTable> {
  const file = await openTable(path, { ...options, known: [options.target].flat() });
  const datasets = await tableDatasets(file, { ...options, optionText: optionOfTerminal });
  return {
    ...datasets,
    warnings: [...file.warnings, ...ignored(file, options), ...datasets.warnings],
    sha256: file.sha256!,
    ...file.files !== undefined && { files: file.files },
    delimiter: file.delimiter,
    header: file.header,
    notes: file.notes,
  };
}

/** How a table of a config is read. */
export type TableConfig =
  & Pick<TableOptions, "folds" | "repeat" | "recipe">
  & { readonly splitSeed: number };

/** The options by which the table of a data set is read. */
export function tableOptionsOf(
  dataset: UserDataset,
  { splitSeed, folds, repeat, recipe = 1 }: TableConfig,
): ReadTableOptions {
  const { target, split, kind, gaps, without, weights, as, splitBy, splitAfter, missingValues } =
    dataset;
  const { delimiter, header, encoding, sheet, query, test } = dataset;
  return {
    target: target ?? [],
    // The config's schema allows no others.
    split: split as string | Fractions | undefined,
    test,
    splitAfter: splitAfter as string | true | undefined,
    splitBy,
    splitSeed,
    folds,
    repeat,
    recipe,
    delimiter,
    header,
    encoding,
    sheet,
    query,
    gaps,
    without,
    weights,
    as,
    missingValues,
    kind: kind as TargetKind | undefined, // the config's schema refuses others of a table
  };
}

export const table: Source = {
  async open(config, _, learned) {
    const dataset = userDatasetOf(config.dataset)!;
    const path = pathsOf(dataset);
    const { seed, splitSeed } = config;
    const read = await readTable(path, {
      ...tableOptionsOf(dataset, { ...config, splitSeed: splitSeed ?? seed }),
      marked: learned && markedIn(learned),
    });
    const { training, validation, test, description, lines, sha256, files, warnings } = read;
    const known = [...description.columns.map(({ name }) => name), ...targetNamesOf(description)];
    const folded = foldedDataOf(read);
    return {
      training,
      validation,
      test,
      warnings,
      classes: training.classNames,
      hashes: { [CELLS_HASH]: sha256, ...files },
      table: description,
      distributions: read.distributions,
      profile: read.profile,
      folded,
      facts: folded && factsOverFolds(folded),
      times: read.times,
      target: rulesOf(description),
      leaks: leakSentences(description),
      roles: featureRolesOf(description, read.distributions, read.unitColumns),
      quantities: rulesOf(description).quantities,
      locate: (split) => rowLocations(path, { lines: lines[split], options: dataset, known }),
      splitFound: read.splitFound,
      found: [...read.notes, read.found, ...[read.splitFound ?? []].flat(), ...read.read],
    };
  },
  async hashes(dataset, table) {
    const { delimiter, header, encoding, sheet, query } = userDatasetOf(dataset)!;
    const known = table === undefined ? [] : [...targetNamesOf(table)];
    const options = { delimiter, header, encoding, sheet, query, known };
    const file = await openTable(pathsOf(dataset), options);
    for await (const _ of file.open()); // the hash is there at the end
    return { [CELLS_HASH]: file.sha256! };
  },
  files: (dataset) => filesOf(pathsOf(dataset)),
};

/** What completes a config over folds: sizes are those of the first family, whose inputs are piecewise linear. */
function factsOverFolds(folded: FoldedData): DataFacts {
  const { outputs, size: trainingSize, problem: { kind } } = folded.training;
  const features = inputsOf("piecewise", folded.tables);
  return { features, outputs, kind, trainingSize, folds: countFolds(folded) };
}

/** Where rows come from: the lines that they begin on, from 1. */
export function rowLocations(
  path: readonly string[],
  { lines, options, known }: {
    readonly lines: ArrayLike<number>;
    readonly options: ReadingOptions;
    /** Names of columns: a first record that has one of them is a header. */
    readonly known: readonly string[];
  },
): ExampleLocations {
  return {
    whereIs: (example) => `line ${lines[example]}`,
    async rowsOf(examples) {
      const linesOf = examples.map((example) => lines[example]!);
      const { columns, rows } = await rowsAt(path, linesOf, options, known);
      return { columns, rows: linesOf.map((line) => rows.get(line) ?? []) };
    },
  };
}

/** The columns whose description has texts that are missing values. */
function markedIn(table: TableDescription): string[] {
  const { quantities = [] } = rulesOf(table);
  return [...table.columns, ...quantities]
    .filter(({ missingValues }) => missingValues !== undefined).map(({ name }) => name);
}

/** A sentence on each option of another format. */
function ignored({ name, format }: TableFile, { sheet, query }: ReadingOptions): string[] {
  const given = [["sheet", "XLSX", sheet], ["query", "SQLite", query]] as const;
  return given.flatMap(([option, its, value]) =>
    value === undefined || format === its
      ? []
      : [`The ${option} ${quoted(value)} is ignored: it is for ${its}, and ${name} is ${format}`]
  );
}

/** `split-by` of `splitBy`. */
const nameOf = (option: string) =>
  option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** An option as on the command line: `--without sex --without year`. */
export const optionOfTerminal: OptionText = (option, ...values) =>
  option === "header"
    ? `--set dataset.header=${values[0]}`
    : option === "as"
    ? `--as ${values.map(quote).join(" ")}`
    : values.map((value) => `--${nameOf(option)} ${quote(value)}`).join(" ");

/** Rows of a file, and the inputs that a network takes of them. */
export interface RowBatch
  extends
    TableRows,
    Pick<TableFile, "columns" | "header" | "delimiter" | "decimalComma" | "writing" | "notes"> {
  /** [rows, features] */
  readonly inputs: Float32Array;
  /** For each row why there can be no prediction; its inputs have no meaning then. */
  readonly problems: readonly (RowProblem | undefined)[];
  /** For each row the columns whose cell is odd, by their indices in the description. */
  readonly odd: readonly (readonly number[] | undefined)[];
  /** Columns of the file that the network does not use. */
  readonly unused: readonly string[];
  /** Categories so far that the network has not learned, at most `MAX_UNKNOWN`. */
  readonly unknown: readonly UnknownCategory[];
  /** For each row the remarks on the names of its cells; none where all rows have the same. */
  readonly remarks?: readonly (readonly RowRemark[])[];
  /** What the numbers of rows count: the lines of a file, or the rows of a list. Default: line */
  readonly unit?: "line" | "row";
  /** For each row why it cannot be read, as a sentence; its inputs have no meaning then. */
  readonly errors?: readonly (string | undefined)[];
}

/** A table whose columns are known, and how it is written. */
type OpenRows = Pick<
  TableFile,
  "name" | "columns" | "header" | "delimiter" | "decimalComma" | "writing" | "notes"
>;

/**
 * Reads the rows of a file for a network that learned from a table like it, as a stream. The columns may be in another
 * order, with others between them.
 * @param options how the table that the network learned from was read; the file may be written in another way
 * @throws {SyntaxError} if the file is not a table or a column is missing; the message names the line
 * @throws {SyntaxError} if it has no names of columns, and the target's column holds something else
 */
export async function* readRows(
  path: string | readonly string[],
  description: TableDescription,
  options: ReadingOptions = {},
): AsyncGenerator<RowBatch, void, void> {
  const file = await openLike((options) => openTable(path, options), options, description);
  yield* rowBatches(file, file.open(), description);
}

/**
 * Makes rows the inputs of a network.
 * @throws {SyntaxError} as `readRows`
 */
export async function* rowBatches(
  file: OpenRows,
  batches: AsyncIterable<TableRows>,
  description: TableDescription,
): AsyncGenerator<RowBatch, void, void> {
  const { columns, header, delimiter, decimalComma, writing, notes } = file;
  const encoder = new RowEncoder(description, file);
  const batchOf = (rows: RowBatch["rows"], lines: RowBatch["lines"]): RowBatch => {
    const inputs = new Float32Array(rows.length * encoder.features);
    const odd: RowBatch["odd"][number][] = [];
    const problems = rows.map((cells, r) => {
      const problem = encoder.encode(cells, lines[r]!, inputs, r * encoder.features);
      odd.push(encoder.odd);
      return problem;
    });
    const { unused, unknown } = encoder;
    return {
      columns,
      header,
      delimiter,
      decimalComma,
      writing,
      notes,
      rows,
      lines,
      inputs,
      problems,
      odd,
      unused,
      unknown,
    };
  };
  let none = true;
  for await (const { rows, lines } of batches) {
    if (none && !header) checkTargetColumn(file, description, rows[0]!, lines[0]!);
    none = false;
    yield batchOf(rows, lines);
  }
  if (none) yield batchOf([], []); // the columns' names are needed even so
}

/** Opens a file with the options of another table if that gives its columns; otherwise without options. */
export async function openLike<Table extends Pick<TableFile, "columns">>(
  open: (options: OpenTableOptions) => Promise<Table>,
  { delimiter, header: given, ...reading }: ReadingOptions,
  { columns }: TableDescription,
): Promise<Table> {
  const names = columns.map(({ name }) => name);
  // Rows of texts alone look like a header.
  const isOfTexts = columns.every(({ kind, name }) =>
    kind === "category" && /^column \d+$/.test(name)
  );
  const header = given ?? (isOfTexts ? false : undefined);
  const isGiven = delimiter !== undefined || header !== undefined;
  // A file for a table without a header may have one, as predictions do.
  for (const options of isGiven ? [{ delimiter }, { delimiter, header }] : []) {
    try {
      const file = await open({ ...options, ...reading, known: names });
      if (names.every((name) => file.columns.includes(name))) return file;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return await open({ ...reading, known: names });
}

/**
 * Checks that a file without names of columns has the target's column, if other columns follow it. Without it each later cell
 * would be taken for the column before.
 * @throws {SyntaxError} if the cell of the first row is none of the classes
 */
function checkTargetColumn(
  { name: file, columns: header }: OpenRows,
  { columns, target }: TableDescription,
  cells: readonly string[],
  line: number,
): void {
  const { names: [name], outputNames, problem } = rulesOf({ target });
  if (!problem.isOneHot) return;
  const index = header.indexOf(name!);
  const cell = cells[index];
  if (cell === undefined || isMissing(cell) || outputNames.includes(cell)) return;
  if (columns.every(({ name }) => header.indexOf(name) < index)) return;
  throw new SyntaxError(
    `Cannot use ${file}: it has no names of columns, and ${
      quoted(cell)
    } on line ${line} is in the ` +
      `column of the target ${quoted(name!)}, but is none of its classes; leave that cell empty, ` +
      "or write the names on the first line",
  );
}

/**
 * Reads the rows that begin on these lines, from 1; the file is read up to the last of them.
 * @param known names of columns: a first record that has one of them is a header
 * @throws {SyntaxError} if the file is not a table
 */
export async function rowsAt(
  path: string | readonly string[],
  lines: Iterable<number>,
  options: ReadingOptions = {},
  known: readonly string[] = [],
): Promise<{ columns: readonly string[]; rows: ReadonlyMap<number, readonly string[]> }> {
  const file = await openTable(path, { ...options, known });
  const missing = new Set(lines);
  const found = new Map<number, readonly string[]>();
  for await (const { rows, lines } of missing.size === 0 ? [] : file.open()) {
    for (let r = 0; r < rows.length; r++) {
      if (missing.delete(lines[r]!)) found.set(lines[r]!, rows[r]!);
    }
    if (missing.size === 0) break;
  }
  return { columns: file.columns, rows: found };
}
