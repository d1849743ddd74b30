/** By what rows are dealt to parts and folds: by themselves, by their groups, or by their times. @module */

import { isMissing, numberOf, quoted } from "../cells/cells.ts";
import type { TableHead, TableSource } from "../cells/source.ts";
import type { ColumnStatistics } from "../cells/statistics.ts";
import type { ResolvedOptions } from "../columns/options.ts";
import { readDate } from "../values/dates.ts";
import { CellGuess, plainCell, readingOf } from "../values/readings.ts";
import { dealFolds, type Dealing, dealRows } from "./folds.ts";
import { type PartPlanner, RowRanks, SplitPlanner } from "./split.ts";
import { byGroup, byTime, foldsOfTime, NO_TIME, UnitPlanner } from "./units.ts";

export interface RowDealing {
  readonly planner: PartPlanner;
  /** The groups or times; `undefined` if rows are dealt by themselves. */
  readonly units?: DealtUnits;
  /** Takes the next row of a pass that has to come before; `undefined` if none has to. */
  readonly scan?: (cells: readonly string[]) => void;
  /**
   * What a row is dealt by, the same for rows that are equal, or of one group or time.
   * @throws {SyntaxError} if a cell is not what it should be
   */
  valueOf(cells: readonly string[], line: number): number;
  /**
   * @returns [rows] the fold of each row, from 0
   * @throws {RangeError} if too few rows may be parted
   */
  folds(values: Float64Array, classes: Uint16Array, dealing: Dealing): Uint8Array;
}

/** The groups or times that rows are dealt by, once the parts are planned. */
interface DealtUnits {
  /** How many the parts before the test part have. */
  beforeTest(): number;
  /** How they are dealt, a sentence. */
  found(): string;
  warnings(statistics: readonly ColumnStatistics[], isFolded: boolean): string[];
}

/** The way that the options ask for. */
export function dealingOf(source: TableSource, options: ResolvedOptions): RowDealing {
  if (options.splitBy !== undefined) return dealingByGroup(source, options, options.splitBy);
  if (options.splitAfter !== undefined) return dealingByTime(source, options, options.splitAfter);
  const ranks = new RowRanks(options.splitSeed);
  return {
    planner: new SplitPlanner(),
    valueOf: (cells) => ranks.rank(cells),
    folds: dealRows,
  };
}

function dealingByGroup(
  { name, columns }: TableSource,
  options: ResolvedOptions,
  index: number,
): RowDealing {
  const ranks = new RowRanks(options.splitSeed);
  const folds = askedFolds(options);
  const column = quoted(columns[index]!);
  const planner = new UnitPlanner(
    `Cannot split ${name} by the groups of ${column}${partsText(folds)}`,
    byGroup(folds),
  );
  return {
    planner,
    // A row without a group is one of its own.
    valueOf: (cells) => ranks.rank(isMissing(cells[index]!) ? cells : [cells[index]!.trim()]),
    folds: dealFolds,
    units: dealtUnits(planner, column, {
      found: (groups, test) =>
        `Rows of an equal ${column} stay together: of ${groups} groups ${test} test`,
      missing: (statistics) => statistics[index]!.missing,
      readAs: ["it is a group of its own", "each is a group of its own"],
      withFolds: [
        "Intervals take rows of one group as independent: where they are alike, intervals are too narrow",
      ],
    }),
  };
}

function dealingByTime(source: TableSource, options: ResolvedOptions, index: number): RowDealing {
  const { name, columns } = source;
  const folds = askedFolds(options);
  const column = quoted(columns[index]!);
  const planner = new UnitPlanner(
    `Cannot split ${name} after ${column}${partsText(folds)}`,
    byTime([Math.max(1, folds - 1), 1, 1]),
  );
  return {
    planner,
    ...timesOf(source, index, options),
    folds: (times, _, { folds }) => foldsOfTime(times, folds, `Cannot deal the rows of ${name}`),
    units: dealtUnits(planner, column, {
      found: (times, test) =>
        `Rows are split after ${column}: of ${times} times the latest ${test} test`,
      missing: () => planner.untimed,
      always: [
        "Rows are not forecast from the rows before them: for that, add columns of earlier values, such as " +
        `${quoted(columns[options.targets[0]!]!)} one day before`,
      ],
      readAs: ["it counts as the earliest", "they count as the earliest"],
      withFolds: [
        "Out-of-fold results look inside the past, where later rows train too; only the test part lies ahead of the rows that train",
        "Answers that are clipped to the range of the training rows cannot follow a trend beyond it",
      ],
    }),
  };
}

function askedFolds({ folds }: ResolvedOptions): number {
  return folds === "auto" ? 0 : folds;
}

/** The parts that a number of folds asks for, for an error. */
function partsText(folds: number): string {
  return folds > 0 ? ` into ${folds} folds and a test part` : "";
}

/** What the user reads of groups or times. */
interface UnitTexts {
  /** How they are dealt. */
  found(all: number, test: number): string;
  /** How many rows have none. */
  missing(statistics: readonly ColumnStatistics[]): number;
  /** What else there is to know. */
  readonly always?: readonly string[];
  /** How such rows are dealt, of one and of several. */
  readonly readAs: readonly [one: string, several: string];
  /** What the results of folds are then. */
  readonly withFolds: readonly string[];
}

function dealtUnits(
  planner: UnitPlanner,
  column: string,
  { found, missing, always = [], readAs: [one, several], withFolds }: UnitTexts,
): DealtUnits {
  const beforeTest = () => planner.units[0]! + planner.units[1]!;
  return {
    beforeTest,
    found: () => found(beforeTest() + planner.units[2]!, planner.units[2]!),
    warnings(statistics, isFolded) {
      const rows = missing(statistics);
      const [have, readAs] = rows === 1 ? ["row has", one] : ["rows have", several];
      return [
        ...rows === 0 ? [] : [`${rows} ${have} no value in ${column}: ${readAs}`],
        ...always,
        ...isFolded ? withFolds : [],
      ];
    },
  };
}

/**
 * Finds out how the times of a column are written, and then reads them: a number, or the seconds since 1970 of a date;
 * {@linkcode NO_TIME} of a missing value, and of what is none among dates.
 */
function timesOf(
  { name, columns, decimalComma }: TableHead,
  index: number,
  { as }: ResolvedOptions,
): Pick<RowDealing, "scan" | "valueOf"> {
  const stated = as?.get(index);
  const isOrdered = stated !== "text" && stated !== "words" && stated !== "out";
  const kind = isOrdered ? stated : undefined;
  const guess = new CellGuess(kind);
  let read: ((cell: string) => number) | undefined; // once all were seen
  const reader = (): (cell: string) => number => {
    const reading = readingOf(guess, kind, undefined, decimalComma === true ? "," : ".", false);
    if (reading?.kind !== "date") return (cell) => numberOf(plainCell(cell, reading), decimalComma);
    return (cell) => {
      const time = readDate(cell, reading.order);
      return time === time ? time : NO_TIME;
    };
  };
  return {
    scan: (cells) => guess.add(cells[index]!),
    valueOf(cells, line) {
      const cell = cells[index]!;
      if (isMissing(cell)) return NO_TIME;
      read ??= reader();
      const time = read(cell);
      if (time === time) return time;
      throw new SyntaxError(
        `Cannot split ${name} after ${quoted(columns[index]!)}: ${quoted(cell)} on line ` +
          `${line} is no number, and fewer than 90 % of the rows have dates`,
      );
    },
  };
}
