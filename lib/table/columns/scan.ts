/** The first pass over a table: what its columns are, and which rows go where. @module */

import { byCodeUnit, joinNames, quoted } from "../../checks/texts.ts";
import { hasAllRowsInFolds } from "../../config/recipe.ts";
import { MAX_CLASSES } from "../../dataset/source.ts";
import { fractionsWithTest } from "../../dataset/split.ts";
import { isMissing } from "../cells/cells.ts";
import { dealingOf, type RowDealing } from "../split/dealing.ts";
import { type FoldFacts, foldsFor } from "../split/folds.ts";
import { statedReading } from "./kinds.ts";
import { planTable, statisticsFor, type TablePlan } from "./guess.ts";
import type { TableFacts } from "./guess/planned.ts";
import {
  type FoundMarks,
  joinedMarks,
  type Marks,
  namedMarks,
  usualMarks,
  withoutMarks,
} from "./missing_values.ts";
import { type ResolvedOptions, resolveOptions, type TableOptions } from "./options.ts";
import { weightOf } from "./row_weights.ts";
import { suggestion } from "../../checks/meant.ts";
import type { TableSource } from "../cells/source.ts";
import { PART_NAMES, partNamed, type PartPlanner, PARTS } from "../split/split.ts";
import { type ColumnStatistics, lasting } from "../cells/statistics.ts";
import { targetKinds } from "./target.ts";
import {
  CellGuess,
  type ColumnReading,
  formatOf,
  plainCell,
  readingOf,
} from "../values/readings.ts";

export interface TableScan {
  /** The table, whose marks for missing values are empty cells. */
  readonly source: TableSource;
  /** The marks of each column. */
  readonly marks: Marks;
  /** Sentences on the usual marks that were found. */
  readonly markNotes: readonly string[];
  readonly options: ResolvedOptions;
  readonly plan: TablePlan;
  /** Of all rows. */
  readonly facts: TableFacts;
  readonly rows: number;
  readonly withoutTarget: number;
  /**
   * Begins to deal the rows out. The function returns the part of one row after the other, or −1 for a row without a target;
   * every row has to be asked for once.
   */
  parts(): (cells: readonly string[], line: number) => number;
  /** How many folds the rows of training and validation are split into, which are one part then; 0 for none. */
  readonly folds: number;
  readonly isFolded: boolean;
  /** Whether there is a test part. */
  readonly hasTest: boolean;
  readonly dealing: RowDealing;
  /** What was decided of parts and folds, in sentences. */
  readonly splitWarnings: readonly string[];
  /** The number of a row's class in the order of their names; 0 for quantities. */
  classOf(cells: readonly string[]): number;
}

const [TRAINING, VALIDATION, TEST] = [0, 1, 2] as const;

/** Gathers what a table's columns are guessed from, row by row. */
export class FirstPass {
  readonly #source: TableSource;
  readonly #options: ResolvedOptions;
  readonly #statistics: readonly ColumnStatistics[];
  /** By column, those that something may be learned of; none where plain numbers and categories alone are read. */
  readonly #guesses: ReadonlyMap<number, CellGuess>;

  constructor(source: TableSource, options: ResolvedOptions) {
    const { as, weights, split, without } = options;
    this.#source = source;
    this.#options = options;
    this.#statistics = statisticsFor(source, options);
    const candidates = as === undefined
      ? []
      : [...source.columns.keys()].filter((index) =>
        index !== weights && index !== split && !without.has(index)
      );
    this.#guesses = new Map(candidates.map((index) => [index, new CellGuess(as!.get(index))]));
  }

  add(cells: readonly string[], line: number): void {
    for (let c = 0; c < cells.length; c++) this.#statistics[c]!.add(cells[c]!, line);
    for (const [index, guess] of this.#guesses) guess.add(cells[index]!);
  }

  /** What was found after the last row; by one more pass if numbers have a format. */
  async facts(): Promise<TableFacts> {
    const [statistics, guesses] = [this.#statistics, this.#guesses];
    const readings = this.#readings();
    for (const [index, { isProse }] of guesses) {
      const { kind = "category" } = readings.get(index) ?? {};
      const mayBe = kind === "category" && index !== this.#options.groups && !isProse;
      // Beside words None is a word; version 0.1 took it for a missing value.
      if (mayBe && statistics[index]!.isMostlyWords) statistics[index]!.keepNone();
    }
    const numbers = [...readings].filter(([, reading]) => formatOf(reading) !== undefined);
    const plain = [...statistics];
    if (numbers.length > 0) {
      const { name, columns } = this.#source;
      const anew = statisticsFor({ name, columns }, this.#options);
      for (const [index] of numbers) plain[index] = anew[index]!;
      for await (const { rows, lines } of this.#source.open()) {
        for (let r = 0; r < rows.length; r++) {
          for (const [index, reading] of numbers) {
            plain[index]!.add(plainCell(rows[r]![index]!, reading), lines[r]!);
          }
        }
      }
    }
    return { statistics, plain, readings, guesses };
  }

  /** The readings by column, where cells are not read as they stand. */
  #readings(): Map<number, ColumnReading> {
    const { as, targets } = this.#options;
    const marks = new Set([...this.#guesses.values()].map(({ numbers }) => numbers.decimalMark));
    marks.delete(undefined);
    const [mark] = marks.size === 1 ? marks : [undefined];
    const usual = this.#source.decimalComma === true ? "," : ".";
    const readings = new Map<number, ColumnReading>();
    for (const [index, guess] of this.#guesses) {
      const stated = as!.get(index);
      const reading = statedReading(stated) ??
        readingOf(guess, stated, mark, usual, targets.includes(index));
      if (reading !== undefined) readings.set(index, reading);
    }
    return readings;
  }
}

/**
 * Reads a table once, and decides what its columns are and which rows train, validate and test.
 * @throws {RangeError} if an option names what is not there
 * @throws {SyntaxError} if nothing can be learned from the table, or a cell is not what it should be
 */
export async function scanTable(source: TableSource, asked: TableOptions): Promise<TableScan> {
  if (asked.target.length === 0) {
    throw new RangeError(
      `Cannot read ${source.name} without a target: expected one of its columns, ` +
        joinNames(source.columns),
    );
  }
  const options = resolveOptions(source, asked);
  const named = namedMarks(source, options);
  const scan = await scanMarked(withoutMarks(source, named), options, named);
  if (!("notesOf" in scan)) return scan;
  const marks = joinedMarks(named, scan.marks);
  const again = await scanMarked(withoutMarks(source, marks), { ...options, marked: [] }, marks);
  return { ...again as TableScan, markNotes: source.columns.flatMap((_, c) => scan.notesOf(c)) };
}

/** Scans a table whose marks are empty cells; returns usual marks instead if it finds some. */
async function scanMarked(
  source: TableSource,
  options: ResolvedOptions,
  marks: Marks,
): Promise<TableScan | FoundMarks> {
  const pass = new FirstPass(source, options);
  const mayBeClasses = options.targets.length === 1 &&
    (options.kind === undefined || targetKinds[options.kind].isStratified);
  const dealing = dealingOf(source, options);
  const { planner } = dealing;
  const groups = new Map<string, number>();
  const target = options.targets[0]!;
  const named = [0, 0, 0]; // rows by the part that a column names
  let [rows, withoutTarget, nones] = [0, 0, 0];
  let hasNone = false; // whether None is a class, as is known after the last row
  const isNone = (cells: readonly string[]) =>
    mayBeClasses && isMissing(cells[target]!) && !isMissing(cells[target]!, true);
  const lacksTarget = (cells: readonly string[]) =>
    options.targets.some((index) => isMissing(cells[index]!, hasNone));
  const gather = (cells: readonly string[], line: number, part: number) => {
    named[part]!++;
    if (part !== TRAINING) return;
    planner.add(dealing.valueOf(cells, line), mayBeClasses ? groupOf(groups, cells[target]!) : 0);
  };

  for await (const { rows: some, lines } of source.open()) {
    for (let r = 0; r < some.length; r++) {
      const [cells, line] = [some[r]!, lines[r]!];
      rows++;
      pass.add(cells, line);
      if (options.weights !== undefined) weightOf(source, options.weights, cells, line);
      const part = partOf(source, options.split, cells, line);
      if (isNone(cells)) nones++;
      else if (lacksTarget(cells)) {
        withoutTarget++;
        continue;
      }
      if (dealing.scan !== undefined) dealing.scan(cells);
      else if (!isNone(cells)) gather(cells, line, part);
    }
  }
  const facts = await pass.facts();
  const { statistics } = facts;
  const found = await usualMarks(source, facts, options);
  if (found !== undefined) return found;
  hasNone = mayBeClasses && statistics[target]!.hasNone;
  if (!hasNone) withoutTarget += nones;
  if (dealing.scan !== undefined || hasNone) {
    for await (const { rows, lines } of source.open()) {
      for (const [r, cells] of rows.entries()) {
        if (dealing.scan === undefined ? !isNone(cells) : lacksTarget(cells)) continue;
        gather(cells, lines[r]!, partOf(source, options.split, cells, lines[r]!));
      }
    }
  }

  const plan = planTable(source, facts, options);
  const { isStratified } = targetKinds[plan.target.kind];
  const order = [...groups].toSorted(([a], [b]) => byCodeUnit(a, b)).map(([, group]) => group);
  const all = foldsOfAllRows(options, planner, isStratified);
  const isNamed = options.split !== undefined;
  const mayPool = hasAllRowsInFolds(options.recipe) && options.folds !== 0;
  const hasTest = isNamed ? !mayPool || named[TEST]! > 0 : all === undefined || all.folds === 0;
  if (hasTest && options.test === 0) {
    throw new RangeError(
      `Cannot leave out the test part of ${source.name} without folds: ` +
        `${all?.notes[0] ?? "the folds are 0"}; expected a fraction above 0`,
    );
  }
  const fractions = isNamed
    ? fractionsLeft(source, named, hasTest)
    : hasTest
    ? options.fractions
    : fractionsWithTest(0);
  const assigner = planner.plan(fractions, isStratified && order.length > 0 ? order : undefined);
  const { folds, notes } = all ?? planFolds(
    options,
    named,
    planner.counts,
    isStratified,
    dealing.units?.beforeTest(),
  );
  const isFolded = folds > 0;
  if (!isFolded && !hasTest) checkNamed(source, named, true);
  const pooled = isFolded ? TRAINING : VALIDATION;
  const classes = isStratified
    ? new Map([...statistics[target]!.values!.keys()].sort(byCodeUnit).map((name, k) => [name, k]))
    : undefined;
  return {
    source,
    marks,
    markNotes: [],
    options,
    folds,
    isFolded,
    hasTest,
    dealing,
    splitWarnings: [...dealing.units?.warnings(statistics, isFolded) ?? [], ...notes],
    classOf: (cells) => classes?.get(cells[target]!) ?? 0,
    plan,
    facts,
    rows,
    withoutTarget,
    parts() {
      const assign = assigner();
      return (cells, line) => {
        if (lacksTarget(cells)) return -1;
        let part = partOf(source, options.split, cells, line);
        if (part === TRAINING) {
          const group = isStratified ? groups.get(cells[target]!)! : 0;
          part = assign(dealing.valueOf(cells, line), group);
        }
        return part === VALIDATION ? pooled : part;
      };
    },
  };
}

/** Folds, and what the user reads of them. */
interface PlannedFolds {
  readonly folds: number;
  readonly notes: readonly string[];
}

/** The folds of all rows; `undefined` where there is a test part besides. */
function foldsOfAllRows(
  { folds, hasTest }: ResolvedOptions,
  planner: PartPlanner,
  isStratified: boolean,
): PlannedFolds | undefined {
  if (hasTest) return undefined;
  if (folds !== "auto") return { folds, notes: [] };
  const { classCounts, units } = planner.sizes();
  const rows = classCounts.reduce((sum, count) => sum + count, 0);
  return autoFolds({ rows, classCounts: isStratified ? classCounts : undefined, units });
}

/** How many folds there are, and what the user reads of it. */
function planFolds(
  { folds, split, recipe, optionText }: ResolvedOptions,
  named: readonly number[],
  counts: readonly (readonly number[])[],
  isStratified: boolean,
  units: number | undefined,
): PlannedFolds {
  const validating = split === undefined ? 0 : named[VALIDATION]!;
  const pools = hasAllRowsInFolds(recipe);
  if (folds !== "auto") {
    const note = `The ${validating} rows that the split names for validation train in other folds`;
    return { folds, notes: folds > 0 && validating > 0 ? [note] : [] };
  }
  if (validating > 0 && !pools) {
    const note = `There are no folds: the split names ${validating} rows for validation`;
    return { folds: 0, notes: [note] };
  }
  const classCounts = counts.map(([training, validation]) => training! + validation!);
  const rows = classCounts.reduce((sum, count) => sum + count, validating);
  const found = autoFolds({
    rows,
    classCounts: isStratified ? classCounts : undefined,
    units,
    isBesidesTest: true,
  });
  if (found.folds === 0 || validating === 0) return found;
  const note = `The ${validating} rows that the split names for validation are in the folds; ${
    optionText("folds", "0")
  } keeps them for validation`;
  return { ...found, notes: [...found.notes, note] };
}

function autoFolds(facts: FoldFacts): PlannedFolds {
  const { folds, why } = foldsFor(facts);
  return { folds, notes: why === undefined ? [] : [why] };
}

/** The number of a class. Beyond the most classes any will do: the target is no class then. */
function groupOf(groups: Map<string, number>, cell: string): number {
  const group = groups.get(cell);
  if (group !== undefined) return group;
  if (groups.size === MAX_CLASSES) return 0;
  groups.set(lasting(cell), groups.size);
  return groups.size - 1;
}

/** How the rows that a column names as training are split: some validate if it names none for that. */
function fractionsLeft(
  source: TableSource,
  named: readonly number[],
  needsTest: boolean,
): readonly number[] {
  checkNamed(source, named, needsTest);
  return named[VALIDATION] === 0 ? [0.85, 0.15, 0] : [1, 0, 0];
}

/** @throws {SyntaxError} if a column of parts names no row of one that is needed */
function checkNamed({ name }: TableSource, named: readonly number[], needsTest: boolean): void {
  const missing = PARTS.filter((_, part) =>
    named[part] === 0 && (part === TRAINING || needsTest && part === TEST)
  );
  if (missing.length > 0) {
    throw new SyntaxError(
      `Cannot split ${name} by its column: no row is for ${missing.join(", nor for ")}`,
    );
  }
}

/**
 * The part that a column names for a row: training where there is no such column.
 * @throws {SyntaxError} if its cell names no part
 */
function partOf(
  { name, columns }: TableSource,
  index: number | undefined,
  cells: readonly string[],
  line: number,
): number {
  if (index === undefined) return TRAINING;
  const cell = cells[index]!;
  const part = partNamed(cell);
  if (part !== undefined) return part;
  throw new SyntaxError(
    `Cannot split ${name}: ${quoted(cell)} on line ${line}, column ` +
      `${quoted(columns[index]!)}, is none ` +
      `of ${PARTS.join(", ")}${suggestion(cell.trim().slice(0, 20), PART_NAMES)}`,
  );
}
