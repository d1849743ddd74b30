/** The first pass over a table: what its columns are, and which rows go where. @module */

import { byCodeUnit } from "../../checks/texts.ts";
import { MAX_CLASSES } from "../../dataset/source.ts";
import { isMissing, numberOf, quoted } from "../cells/cells.ts";
import { dealingOf, type RowDealing } from "../split/dealing.ts";
import { foldsFor } from "../split/folds.ts";
import { planTable, statisticsFor, type TablePlan } from "./guess.ts";
import type { TableFacts } from "./guess/planned.ts";
import { type ResolvedOptions, resolveOptions, type TableOptions } from "./options.ts";
import { suggestion } from "../../checks/meant.ts";
import { RowList } from "../cells/row_list.ts";
import type { TableSource } from "../cells/source.ts";
import { PART_NAMES, partNamed, PARTS } from "../split/split.ts";
import { type ColumnStatistics, lasting } from "../cells/statistics.ts";
import { targetKinds } from "./target/contract.ts";
import { type ColumnReading, keepNones, plainCell, TableReadings } from "../values/readings.ts";

/** What the first pass found. */
export interface TableScan {
  readonly options: ResolvedOptions;
  readonly plan: TablePlan;
  /** Of each column, of all rows. */
  readonly statistics: readonly ColumnStatistics[];
  readonly facts: TableFacts;
  readonly rows: number;
  readonly withoutTarget: number;
  /**
   * Begins to deal the rows out. The function returns the part of one row after the other, or −1 for a row without a target;
   * every row has to be asked for once.
   */
  parts(): (cells: readonly string[], line: number) => number;
  /** How many folds the rows of training and validation are dealt to, which are one part then; 0 for none. */
  readonly folds: number;
  readonly isFolded: boolean;
  readonly dealing: RowDealing;
  /** What was decided of parts and folds, in sentences. */
  readonly splitWarnings: readonly string[];
  /** The number of a row's class in the order of their names; 0 for quantities. */
  classOf(cells: readonly string[]): number;
}

const [TRAINING, VALIDATION] = [0, 1] as const;

/**
 * Reads a table once, and decides what its columns are and which rows train, validate and test.
 * @throws {RangeError} if an option names what is not there
 * @throws {SyntaxError} if nothing can be learned from the table, or a cell is not what it should be
 */
export async function scanTable(source: TableSource, asked: TableOptions): Promise<TableScan> {
  const options = resolveOptions(source, asked);
  const statistics = statisticsFor(source, options);
  const found = new TableReadings(source, options);
  const mayBeClasses = options.targets.length === 1 &&
    (options.kind === undefined || targetKinds[options.kind].isStratified);
  const dealing = dealingOf(source, options, mayBeClasses);
  const { planner } = dealing;
  const groups = new Map<string, number>();
  const target = options.targets[0]!;
  const named = [0, 0, 0]; // rows by the part that a column names
  let rows = 0;
  let withoutTarget = 0;
  let hasNone = false; // whether None is a class, as is known after the last row
  const nones = { rows: 0, named: [0, 0, 0], values: new Map<string, RowList>() };
  const lacksTarget = (cells: readonly string[]) =>
    options.targets.some((index) => isMissing(cells[index]!, hasNone));
  const gather = (cells: readonly string[], line: number) =>
    planner.add(dealing.valueOf(cells, line), mayBeClasses ? groupOf(groups, cells[target]!) : 0);

  for await (const { rows: some, lines } of source.open()) {
    for (let r = 0; r < some.length; r++) {
      const cells = some[r]!;
      const line = lines[r]!;
      rows++;
      for (let c = 0; c < statistics.length; c++) statistics[c]!.add(cells[c]!, line);
      found.add(cells);
      if (options.weights !== undefined) weightOf(source, options.weights, cells, line);
      const part = options.split === undefined
        ? undefined
        : partOf(source, options.split, cells, line);
      const label = cells[target]!;
      const isNone = mayBeClasses && isMissing(label) && !isMissing(label, true);
      if (isNone) nones.rows++;
      else if (lacksTarget(cells)) {
        withoutTarget++;
        continue;
      }
      if (part !== undefined) (isNone ? nones.named : named)[part]!++;
      if (part !== undefined && part !== TRAINING) continue;
      if (dealing.scan !== undefined) dealing.scan(cells);
      else if (!isNone) gather(cells, line);
      else {
        const values = nones.values.get(label) ?? new RowList(Float64Array);
        nones.values.set(lasting(label), values).get(label)!.add(dealing.valueOf(cells, line));
      }
    }
  }
  const readings = found.readings();
  keepNones(statistics, found, readings, options.splitBy);
  hasNone = mayBeClasses && statistics[target]!.hasNone;
  if (!hasNone) withoutTarget += nones.rows;
  else {
    for (const [part, rows] of nones.named.entries()) named[part]! += rows;
    for (const [label, values] of nones.values) {
      const group = groupOf(groups, label);
      for (const value of values.toArray()) planner.add(value, group);
    }
  }
  if (dealing.scan !== undefined) {
    for await (const { rows, lines } of source.open()) {
      for (const [r, cells] of rows.entries()) {
        if (!lacksTarget(cells)) gather(cells, lines[r]!);
      }
    }
  }

  const plain = await plainStatistics(source, options, statistics, readings);
  const facts = { statistics, plain, readings, guesses: found.guesses };
  const plan = planTable(source, facts, options);
  const { isStratified } = targetKinds[plan.target.kind];
  const order = [...groups].toSorted(([a], [b]) => byCodeUnit(a, b)).map(([, group]) => group);
  const fractions = options.split === undefined ? options.fractions : fractionsLeft(source, named);
  const assigner = planner.plan(fractions, isStratified && order.length > 0 ? order : undefined);
  const { folds, notes } = planFolds(
    options,
    named,
    planner.counts,
    isStratified,
    dealing.units?.beforeTest(),
  );
  const isFolded = folds > 0;
  const pooled = isFolded ? TRAINING : VALIDATION;
  const classes = isStratified
    ? new Map([...statistics[target]!.values!.keys()].sort(byCodeUnit).map((name, k) => [name, k]))
    : undefined;
  return {
    options,
    folds,
    isFolded,
    dealing,
    splitWarnings: [...dealing.units?.warnings(statistics, isFolded) ?? [], ...notes],
    classOf: (cells) => classes?.get(cells[target]!) ?? 0,
    plan,
    facts,
    statistics,
    rows,
    withoutTarget,
    parts() {
      const assign = assigner();
      return (cells, line) => {
        if (lacksTarget(cells)) return -1;
        if (options.split !== undefined) {
          const part = partOf(source, options.split, cells, line);
          if (part !== TRAINING) return part === VALIDATION ? pooled : part;
        }
        const part = assign(
          dealing.valueOf(cells, line),
          isStratified ? groups.get(cells[target]!)! : 0,
        );
        return part === VALIDATION ? pooled : part;
      };
    },
  };
}

/** How many folds there are, and what the user reads of it. */
function planFolds(
  { folds, split }: ResolvedOptions,
  named: readonly number[],
  counts: readonly (readonly number[])[],
  isStratified: boolean,
  units: number | undefined,
): { readonly folds: number; readonly notes: readonly string[] } {
  const validating = split === undefined ? 0 : named[VALIDATION]!;
  if (folds !== "auto") {
    const note = `The ${validating} rows that the split names for validation train in other folds`;
    return { folds, notes: folds > 0 && validating > 0 ? [note] : [] };
  }
  if (validating > 0) {
    const note = `There are no folds: the split names ${validating} rows for validation`;
    return { folds: 0, notes: [note] };
  }
  const classCounts = counts.map(([training, validation]) => training! + validation!);
  const rows = classCounts.reduce((sum, count) => sum + count, 0);
  const found = foldsFor({
    rows,
    classCounts: isStratified ? classCounts : undefined,
    units,
  });
  return { folds: found.folds, notes: found.why === undefined ? [] : [found.why] };
}

/** The statistics of columns whose numbers have a format, as if they were written in decimal: by one more pass if there are any. */
export async function plainStatistics(
  source: TableSource,
  options: ResolvedOptions,
  statistics: readonly ColumnStatistics[],
  readings: ReadonlyMap<number, ColumnReading>,
): Promise<ColumnStatistics[]> {
  const numbers = [...readings].filter(([, { kind }]) => kind === "number");
  const plain = [...statistics];
  if (numbers.length === 0) return plain;
  const anew = statisticsFor({ name: source.name, columns: source.columns }, options);
  for (const [index] of numbers) plain[index] = anew[index]!;
  for await (const { rows, lines } of source.open()) {
    for (let r = 0; r < rows.length; r++) {
      for (const [index, reading] of numbers) {
        plain[index]!.add(plainCell(rows[r]![index]!, reading), lines[r]!);
      }
    }
  }
  return plain;
}

/** The number of a class. Beyond the most classes any will do: the target is no class then. */
function groupOf(groups: Map<string, number>, cell: string): number {
  const group = groups.get(cell);
  if (group !== undefined) return group;
  if (groups.size === MAX_CLASSES) return 0;
  groups.set(lasting(cell), groups.size);
  return groups.size - 1;
}

/** How the rows that a column names as training are dealt out: some validate if it names none for that. */
function fractionsLeft({ name }: TableSource, named: readonly number[]): readonly number[] {
  const missing = PARTS.filter((_, part) => named[part] === 0 && part !== VALIDATION);
  if (missing.length > 0) {
    throw new SyntaxError(
      `Cannot split ${name} by its column: no row is for ${missing.join(", nor for ")}`,
    );
  }
  return named[VALIDATION] === 0 ? [0.85, 0.15, 0] : [1, 0, 0];
}

/** @throws {SyntaxError} if a cell names no part */
function partOf(
  { name, columns }: TableSource,
  index: number,
  cells: readonly string[],
  line: number,
): number {
  const part = partNamed(cells[index]!);
  if (part !== undefined) return part;
  const cell = cells[index]!;
  throw new SyntaxError(
    `Cannot split ${name}: ${quoted(cell)} on line ${line}, column ` +
      `${quoted(columns[index]!)}, is none ` +
      `of ${PARTS.join(", ")}${suggestion(cell.trim().slice(0, 20), PART_NAMES)}`,
  );
}

/**
 * The weight of a row.
 * @throws {SyntaxError} if it is not a number from 0 up
 */
export function weightOf(
  { name, columns, decimalComma }: TableSource,
  index: number,
  cells: readonly string[],
  line: number,
): number {
  const weight = Math.fround(numberOf(cells[index]!, decimalComma));
  if (weight >= 0 && weight < Infinity) return weight;
  throw new SyntaxError(
    `Cannot use ${name}: the weight ${quoted(cells[index]!)} on line ${line}, column ` +
      `${quoted(columns[index]!)}, is no number from 0 up`,
  );
}
