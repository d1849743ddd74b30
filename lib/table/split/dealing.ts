/** By what rows are split into parts and folds: by themselves, by their groups, or by their times. @module */

import { quoted } from "../../checks/texts.ts";
import { isMissing, numberOf } from "../cells/cells.ts";
import type { TableHead, TableSource } from "../cells/source.ts";
import type { ReadAs } from "../../options/table.ts";
import type { ColumnStatistics } from "../cells/statistics.ts";
import type { ResolvedOptions } from "../columns/options.ts";
import { readDate } from "../values/dates.ts";
import { CellGuess, orderOf, plainCell, readingOf } from "../values/readings.ts";
import { dealFolds, type Dealing, dealRows } from "./folds.ts";
import { type PartPlanner, RowRanks, SplitPlanner } from "./split.ts";
import {
  byGroup,
  byTime,
  foldsOfTime,
  groupUnits,
  NO_TIME,
  timeText,
  timeUnits,
  UnitPlanner,
} from "./units.ts";

export interface RowDealing {
  readonly planner: PartPlanner;
  /** The groups or times; `undefined` if rows are split one by one. */
  readonly units?: DealtUnits;
  /** Takes the next row of a pass that has to come before; `undefined` if none has to. */
  readonly scan?: (cells: readonly string[]) => void;
  /**
   * What a row is split by, the same for rows that are equal, or of one group or time.
   * @throws {SyntaxError} if a cell is not what it should be
   */
  valueOf(cells: readonly string[], line: number): number;
  /**
   * @returns [rows] the fold of each row, from 0
   * @throws {RangeError} if too few rows may be parted
   */
  folds(values: Float64Array, classes: Uint16Array, dealing: Dealing): Uint8Array;
}

/** The groups or times that rows are split by, once the parts are planned. */
interface DealtUnits {
  /** How many the parts before the test part have. */
  beforeTest(): number;
  /** How they are split, a sentence. */
  found(): string;
  warnings(statistics: readonly ColumnStatistics[], isFolded: boolean): string[];
  /**
   * A number for each row, equal where rows belong together: of a group, or of a block of time.
   * @param values [parts][rows] what each row is split by
   */
  unitsOf(values: readonly Float64Array[]): Uint32Array[];
}

/** The way that the options ask for. */
export function dealingOf(source: TableSource, options: ResolvedOptions): RowDealing {
  if (options.splitBy.length > 0) return dealingByGroup(source, options);
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
): RowDealing {
  const ranks = new RowRanks(options.splitSeed);
  const folds = askedFolds(options);
  const { splitBy } = options;
  const column = splitBy.map((index) => quoted(columns[index]!)).join(" and ");
  const use = options.groups === undefined ? "" : `; ${column} is not an input`;
  const planner = new UnitPlanner(
    `Cannot split ${name} by the groups of ${column}${partsText(folds, options.hasTest)}`,
    byGroup(folds),
  );
  return {
    planner,
    valueOf(cells) {
      const group = splitBy.map((index) => cells[index]!);
      // A row without a group is one of its own.
      const hasNone = group.some((cell) => isMissing(cell));
      return ranks.rank(hasNone ? cells : group.map((cell) => cell.trim()));
    },
    folds: dealFolds,
    units: dealtUnits(planner, {
      found: (groups, test) =>
        test === 0
          ? `Rows with the same ${column} stay together in a fold: there are ${groups} groups${use}`
          : `Rows with the same ${column} stay together: the test part has ${test} of ${groups} groups${use}`,
      missing: (statistics) =>
        splitBy.map((index) => [columns[index]!, statistics[index]!.missing]),
      readAs: ["it is a group of its own", "each is a group of its own"],
      alone: [`No two rows have the same ${column}, so grouping changes nothing`],
      withFolds: [],
      unitsOf: groupUnits,
    }),
  };
}

function dealingByTime(
  source: TableSource,
  options: ResolvedOptions,
  index: number | true,
): RowDealing {
  const { name, columns } = source;
  const folds = askedFolds(options);
  const time = index === true ? true : columns[index]!;
  const planner = new UnitPlanner(
    `Cannot split ${name} after ${timeText(time)}${partsText(folds, true)}`,
    byTime([Math.max(1, folds - 1), 1, 1]),
  );
  return {
    planner,
    ...index === true ? LINES : timesOf(source, index, options.as?.get(index)),
    folds: (times, _, { folds }) => foldsOfTime(times, folds, `Cannot split the rows of ${name}`),
    units: dealtUnits(planner, {
      found: (times, test) =>
        time === true
          ? `Rows are split in the order of the table: the test part has the last ${test} of ${times} rows`
          : `Rows are split after ${
            quoted(time)
          }: the test part has the latest ${test} of ${times} times`,
      missing: () => time === true ? [] : [[time, planner.untimed]],
      always: [
        "Earlier rows are not used to forecast later ones: for that, add columns of earlier values, such as " +
        `${quoted(columns[options.targets[0]!]!)} one day before`,
      ],
      readAs: ["it counts as the earliest", "they count as the earliest"],
      withFolds: [
        "Predictions clipped to the range of the training rows cannot follow a trend beyond it",
      ],
      unitsOf: timeUnits,
    }),
  };
}

/** Lines grow from row to row, over several files too. */
const LINES: Pick<RowDealing, "valueOf"> = { valueOf: (_, line) => line };

function askedFolds({ folds }: ResolvedOptions): number {
  return folds === "auto" ? 0 : folds;
}

/** The parts that a number of folds asks for, for an error. */
function partsText(folds: number, hasTest: boolean): string {
  return folds > 0 ? ` into ${folds} folds${hasTest ? " and a test part" : ""}` : "";
}

/** What the user reads of groups or times, and how they are numbered. */
interface UnitTexts extends Pick<DealtUnits, "unitsOf"> {
  /** How they are split. */
  found(all: number, test: number): string;
  /** How many rows have none, by the columns that they come from. */
  missing(
    statistics: readonly ColumnStatistics[],
  ): readonly (readonly [column: string, rows: number])[];
  /** What else there is to know. */
  readonly always?: readonly string[];
  /** How such rows are split, of one and of several. */
  readonly readAs: readonly [one: string, several: string];
  /** What it means that no two rows are equal. */
  readonly alone?: readonly string[];
  /** What the results of folds are then. */
  readonly withFolds: readonly string[];
}

/** By how much the test part may differ from its fraction before that is reported. */
const MAX_OFF = 0.1;

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

function dealtUnits(
  planner: UnitPlanner,
  { found, missing, always = [], readAs: [one, several], alone = [], withFolds, unitsOf }:
    UnitTexts,
): DealtUnits {
  const beforeTest = () => planner.units[0]! + planner.units[1]!;
  return {
    beforeTest,
    unitsOf,
    found: () => found(beforeTest() + planner.units[2]!, planner.units[2]!),
    warnings(statistics, isFolded) {
      const without = missing(statistics).filter(([, rows]) => rows > 0).map(([column, rows]) => {
        const [have, readAs] = rows === 1 ? ["row has", one] : ["rows have", several];
        return `${rows} ${have} no value in ${quoted(column)}: ${readAs}`;
      });
      const [share, fraction] = planner.testing;
      const isOff = Math.abs(share - fraction) > MAX_OFF;
      return [
        ...without,
        ...beforeTest() + planner.units[2]! === planner.rows ? alone : [],
        ...isOff
          ? [
            `The test part has ${percent(share)} of the rows, not ${
              percent(fraction)
            }, since rows with equal values stay together`,
          ]
          : [],
        ...always,
        ...isFolded ? withFolds : [],
      ];
    },
  };
}

/**
 * Finds out how the times of a column are written, and then reads them: a number, or the seconds since 1970 of a date;
 * {@linkcode NO_TIME} of a missing value, and of what is none among dates.
 * @param stated how the column is read, if the user stated it
 */
export function timesOf(
  { name, columns, decimalComma }: TableHead,
  index: number,
  stated: ReadAs | undefined,
): Pick<RowDealing, "scan" | "valueOf"> {
  const isOrdered = stated !== "text" && stated !== "words" && stated !== "out";
  const kind = isOrdered ? stated : undefined;
  const guess = new CellGuess(kind);
  let read: ((cell: string) => number) | undefined; // once all were seen
  const reader = (): (cell: string) => number => {
    const reading = readingOf(guess, kind, undefined, decimalComma === true ? "," : ".", false);
    const order = orderOf(reading);
    if (order === undefined) return (cell) => numberOf(plainCell(cell, reading), decimalComma);
    return (cell) => {
      const time = readDate(cell, order);
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
          `${line} is not a number, and fewer than 90 % of the rows have dates`,
      );
    },
  };
}
