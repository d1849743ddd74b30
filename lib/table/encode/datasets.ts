/** A table made into data sets, in three passes over its rows: what it is, how its numbers are scaled, and their features. @module */

import { Dataset } from "../../dataset.ts";
import { quoted } from "../../checks/texts.ts";
import { CellValues } from "../columns/cell_values.ts";
import type { Leak, TableDescription } from "../columns/columns.ts";
import { featureNamesOf } from "../columns/features.ts";
import { type Described, describeTable } from "../columns/describe.ts";
import {
  type CellValue,
  type ColumnDistribution,
  evenly,
} from "../../measure/drift/distribution.ts";
import { distributionsOfColumns } from "./distributions.ts";
import { countDuplicates, duplicatesNotes } from "../columns/duplicates.ts";
import { ROW_RULES } from "../columns/dropped_rows.ts";
import { RowEncoder } from "./encode.ts";
import { PanelSearch, type RowTimes } from "./panel.ts";
import { checkSomeCount, weightOf } from "../columns/row_weights.ts";
import { scanTable, type TableScan } from "../columns/scan.ts";
import type { TableOptions } from "../columns/options.ts";
import { type ColumnProfile, profilesOf } from "../columns/profile.ts";
import { sentencesOf } from "../cells/rule.ts";
import { hasAllRowsInFolds } from "../../config/recipe.ts";
import { leaksIn } from "../relations/leaks.ts";
import type { RelationTarget } from "../relations/columns.ts";
import type { TableSource } from "../cells/source.ts";
import { type Part, PARTS } from "../split/split.ts";
import { type TargetPart, targetReader } from "../columns/target.ts";

/** How many rows a table has, and what became of them. */
export interface TableCounts {
  /** All rows. */
  readonly rows: number;
  /** Rows that train. */
  readonly training: number;
  /** Rows that validate; with folds those that train. */
  readonly validation: number;
  /** Rows that test. */
  readonly test: number;
  /** Rows that are left out, since they have no target. */
  readonly withoutTarget: number;
  /** Rows that are left out, since they have missing values. */
  readonly withMissingValues: number;
  /** Test rows that have the same inputs as a training row. */
  readonly duplicates: number;
}

/** The data sets of a table. */
export interface TableDatasets {
  /** What stands in the model file. */
  readonly description: TableDescription;
  /** The rows that train. Each part has the weights of its rows, if there are any. */
  readonly training: Dataset;
  /** The rows that choices are made on; with folds the same data set as `training`. */
  readonly validation: Dataset;
  /** The rows for reporting only. */
  readonly test: Dataset;
  /** How the values of each column are distributed in the training rows. */
  readonly distributions: readonly ColumnDistribution[];
  /** The columns of texts that name units, such as stores, by the third recipe: these do not make a row novel. */
  readonly unitColumns: readonly string[];
  /** [repeats][training rows] The fold of each row, from 0; empty without folds. */
  readonly folds: readonly Uint8Array[];
  /** The version of the recipe. */
  readonly recipe: number;
  /** [rows] The weight of each row of a part, if a column has them. */
  readonly weights: Readonly<Record<Part, Float32Array>> | undefined;
  /** [rows] The line of the file that each row of a part begins on, from 1. */
  readonly lines: Readonly<Record<Part, Uint32Array>>;
  /** [rows] The time of each row of a part, if rows are split by time. */
  readonly times: RowTimes | undefined;
  /** How many rows there are, and what became of them. */
  readonly counts: TableCounts;
  /** What the target is and why, to be printed: `"species" is a class, since it has texts`. */
  readonly found: string;
  /** A printable sentence on the split of groups or times; `undefined` if rows are split one by one. */
  readonly splitFound: string | undefined;
  /** How columns are read, each in a sentence with an example: `"price" is read as numbers: "€143.04" is 143.04`. */
  readonly read: readonly string[];
  /** Why nothing is learned from a column, by its name. It does not list the columns of `without`. */
  readonly leftOut: ReadonlyMap<string, string>;
  /** What the columns are, in the order of the header. */
  readonly profile: readonly ColumnProfile[];
  /** Warnings for the user: sentences without a full stop. */
  readonly warnings: readonly string[];
}

interface PartRows {
  readonly inputs: Float32Array<ArrayBuffer>;
  readonly target: TargetPart;
  readonly weights: Float32Array;
  readonly lines: Uint32Array;
  /** [rows] What each row is split by; empty if rows are split one by one. */
  readonly dealtBy: Float64Array;
  size: number;
}

/**
 * Makes data sets of a table. Besides the features it takes a few bytes of memory per row.
 * @throws {RangeError} if an option names what is not there, or there are too few rows, groups or times for as many folds
 * @throws {SyntaxError} if nothing can be learned from the table, or a cell is not what it should be
 */
export async function tableDatasets(
  given: TableSource,
  options: TableOptions,
): Promise<TableDatasets> {
  const scan = await scanTable(given, options);
  const { source } = scan;
  const described = await describeTable(source, scan);
  const encoder = new RowEncoder(described.description, source);
  const { parts, search, distributions, leaks, units: unitColumns } = await fill(
    source,
    scan,
    described,
    encoder,
  );
  const { weights: weightsAt } = scan.options;
  const weighted = weightsAt !== undefined;
  const description = {
    ...described.description,
    ...leaks.length > 0 && { leaks },
    ...weighted && { weights: source.columns[weightsAt]! },
  };
  if (weighted) checkWeights(source, source.columns[weightsAt]!, parts, described.folds);
  const units = scan.dealing.units?.unitsOf(parts.map(({ dealtBy }) => dealtBy));
  const [training, own, test] = parts.map(({ inputs, target, weights }, k) =>
    new Dataset({
      inputs,
      features: encoder.features,
      featureNames: featureNamesOf(description),
      weights: weighted ? weights : undefined,
      units: units?.[k],
      ...target.answers,
    })
  ) as [Dataset, Dataset, Dataset];
  const duplicates = countDuplicates(parts[0]!.inputs, parts[2]!.inputs, encoder.features);
  const pooled = scan.isFolded;
  const validation = pooled ? training : own;
  const eachNumber = <T>(of: (part: number) => T) =>
    Object.fromEntries(
      PARTS.map((name, k) => [name, of(pooled && k === 1 ? 0 : k)]),
    ) as Record<Part, T>;
  const each = <T>(of: (part: PartRows) => T) => eachNumber((k) => of(parts[k]!));
  return {
    description,
    training,
    validation,
    test,
    distributions,
    unitColumns,
    folds: described.folds,
    recipe: scan.options.recipe,
    weights: weighted ? each(({ weights }) => weights) : undefined,
    lines: each(({ lines }) => lines),
    times: search &&
      {
        ...each(({ dealtBy }) => dealtBy),
        panel: search.panel(parts[0]!.dealtBy, (of) => eachNumber(of)),
      },
    counts: {
      rows: scan.rows,
      training: training.size,
      validation: validation.size,
      test: test.size,
      withoutTarget: scan.withoutTarget,
      withMissingValues: scan.options.gaps === "drop" ? described.missing.rows : 0,
      duplicates,
    },
    found: scan.plan.target.found,
    splitFound: scan.dealing.units?.found(),
    read: described.read,
    leftOut: described.leftOut,
    profile: profilesOf(
      { ...scan.plan, leftOut: described.leftOut },
      scan.facts,
      scan.options,
      description,
    ),
    warnings: [
      ...scan.markNotes,
      ...scan.plan.warnings,
      ...sentencesOf(ROW_RULES, {
        ...scan,
        missingNote: scan.plan.target.missingNote,
        missing: described.missing,
        gaps: scan.options.gaps,
        option: scan.options.optionText,
      }),
      ...scan.splitWarnings,
      ...duplicatesNotes({
        duplicates,
        test: test.size,
        rows: scan.rows,
        inputs: scan.plan.columns.map(({ index }) => scan.facts.statistics[index]!),
      }),
      ...described.warnings,
      ...unknownOf(encoder),
    ],
  };
}

/** The third pass: features and targets, into the memory that they stay in. */
async function fill(
  source: TableSource,
  { options, dealing }: TableScan,
  { description, sizes, parts: partsOf }: Described,
  encoder: RowEncoder,
): Promise<{
  parts: PartRows[];
  /** If rows are split by time. */
  search: PanelSearch | undefined;
  distributions: ColumnDistribution[];
  leaks: Leak[];
  units: readonly string[];
}> {
  const { features } = encoder;
  const values = new CellValues(description, source);
  const chosen = evenly(sizes[0]!);
  const counted: CellValue[][] = []; // of these training rows
  const targetOf = targetReader(description, source);
  const parts = sizes.map((size): PartRows => ({
    inputs: new Float32Array(size * features),
    target: targetOf(size),
    weights: new Float32Array(options.weights === undefined ? 0 : size),
    lines: new Uint32Array(size),
    dealtBy: new Float64Array(dealing.units === undefined ? 0 : size),
    size: 0,
  }));
  const { splitAfter } = options;
  const search = splitAfter === undefined
    ? undefined
    : new PanelSearch(description.columns, source.columns);
  let number = 0;
  for await (const { rows, lines } of source.open()) {
    for (let r = 0; r < rows.length; r++) {
      const partNumber = partsOf.at(number++);
      const part = parts[partNumber];
      if (part === undefined) continue;
      const [cells, line, row] = [rows[r]!, lines[r]!, part.size++];
      const problem = encoder.encode(cells, line, part.inputs, row * features);
      if (problem !== undefined) throw new SyntaxError(problem.message);
      if (part === parts[0] && row === chosen[counted.length]) {
        counted.push(values.ofCells(cells));
      }
      part.target.read(row, cells, line);
      if (options.weights !== undefined) {
        part.weights[row] = weightOf(source, options.weights, cells, line);
      }
      part.lines[row] = line;
      search?.add(partNumber, cells);
      if (dealing.units !== undefined) part.dealtBy[row] = dealing.valueOf(cells, line);
    }
  }
  const areAll = counted.length === sizes[0];
  // Near times have near targets: that is not a leak of the column that rows are split after.
  const after = typeof splitAfter === "number" ? source.columns[splitAfter] : undefined;
  const times = splitAfter === undefined ? undefined : chosen.map((row) => parts[0]!.dealtBy[row]!);
  const answers = targetAt(parts[0]!.target, chosen);
  const { leaks, units } = leaksIn(description.columns, counted, answers, times);
  return {
    parts,
    search,
    distributions: distributionsOfColumns(description, counted, areAll),
    leaks: leaks.filter(({ name, kind }) => name !== after || kind === "filled"),
    units: hasAllRowsInFolds(options.recipe) ? units : [],
  };
}

/** @throws {SyntaxError} if all rows of a part, or of a fold, have the weight 0 */
function checkWeights(
  source: TableSource,
  column: string,
  parts: readonly PartRows[],
  folds: readonly Uint8Array[],
): void {
  const filled = [...parts.entries()].filter(([, { size }]) => size > 0);
  checkSomeCount(source, column, filled.flatMap(([, { weights }]) => [...weights]));
  for (const [k, { weights }] of filled) {
    checkSomeCount(source, column, weights, `the ${PARTS[k]} part`);
  }
  for (const foldOf of folds) {
    for (const fold of new Set(foldOf)) {
      const own = parts[0]!.weights.filter((_, row) => foldOf[row] === fold);
      checkSomeCount(source, column, own, `fold ${fold + 1}`);
    }
  }
}

/** What is predicted in some rows of a part. */
function targetAt({ answers }: TargetPart, rows: readonly number[]): Omit<RelationTarget, "name"> {
  if ("labels" in answers) {
    return {
      isRanked: false,
      values: [Float64Array.from(rows, (row) => Number(answers.labels[row]))],
    };
  }
  const { targets, outputs = 1 } = answers;
  return {
    isRanked: true,
    values: Array.from(
      { length: outputs },
      (_, j) =>
        Float64Array.from(rows, (row) => Number((targets as Float32Array)[row * outputs + j])),
    ),
  };
}

/** A warning for each of the first few texts that no training row has. */
function unknownOf({ unknown }: RowEncoder): string[] {
  return unknown.slice(0, 5).map(({ column, value, line }) =>
    `No training row has ${quoted(value)} in the column ${quoted(column)}, as line ${line} ` +
    "has: it is none of the categories"
  );
}
