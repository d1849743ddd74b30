/** By what rows are dealt to parts and folds: by themselves, by their groups, or by their times. @module */

import { isMissing, quoted } from "../cells/cells.ts";
import { dealFolds, type Dealing, dealRows } from "./folds.ts";
import { GroupPlanner, ROWS_OF_GROUPS } from "./group_split.ts";
import type { ResolvedOptions } from "../columns/options.ts";
import type { TableSource } from "../cells/source.ts";
import { type PartPlanner, RowRanks, SplitPlanner } from "./split.ts";
import type { ColumnStatistics } from "../cells/statistics.ts";
import { CLIPPED_TREND, FOLDS_OF_THE_PAST, foldsOfTime, TimePlanner } from "./time_split.ts";
import { TimeReader } from "./times.ts";

const { max } = Math;

/** A way to deal rows. */
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
   * Deals rows to folds.
   * @param values [rows]
   * @param classes [rows]
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
  /** Warnings for the user, in sentences. */
  warnings(statistics: readonly ColumnStatistics[], isFolded: boolean): string[];
}

/**
 * The way that the options ask for.
 * @param hasClasses whether the rows may be of classes
 */
export function dealingOf(
  source: TableSource,
  options: ResolvedOptions,
  hasClasses: boolean,
): RowDealing {
  if (options.splitBy !== undefined) return dealingByGroup(source, options, options.splitBy);
  if (options.splitAfter !== undefined) return dealingByTime(source, options, options.splitAfter);
  const ranks = new RowRanks(options.splitSeed);
  return {
    planner: new SplitPlanner(hasClasses),
    valueOf: (cells) => ranks.rank(cells),
    folds: dealRows,
  };
}

/** The parts that a number of folds asks for, for an error. */
function partsText(folds: number): string {
  return folds > 0 ? ` into ${folds} folds and a test part` : "";
}

function dealingByGroup(
  { name, columns }: TableSource,
  options: ResolvedOptions,
  index: number,
): RowDealing {
  const ranks = new RowRanks(options.splitSeed);
  const folds = options.folds === "auto" ? 0 : options.folds;
  const column = quoted(columns[index]!);
  const what = `Cannot split ${name} by the groups of ${column}${partsText(folds)}`;
  const planner = new GroupPlanner(what, folds);
  return {
    planner,
    // A row without a group is one of its own.
    valueOf: (cells) => ranks.rank(isMissing(cells[index]!) ? cells : [cells[index]!.trim()]),
    folds: dealFolds,
    units: {
      beforeTest: () => planner.groups[0]! + planner.groups[1]!,
      found: () =>
        `Rows of an equal ${column} stay together: of ${sum(planner.groups)} groups ` +
        `${planner.groups[2]} test`,
      warnings(statistics, isFolded) {
        const { missing } = statistics[index]!;
        const [have, each] = missing === 1 ? ["row has", "it"] : ["rows have", "each"];
        const without = `${missing} ${have} no value in ${column}: ${each} is a group of its own`;
        return [
          ...missing === 0 ? [] : [without],
          ...isFolded ? [ROWS_OF_GROUPS] : [],
        ];
      },
    },
  };
}

function dealingByTime(
  source: TableSource,
  options: ResolvedOptions,
  index: number,
): RowDealing {
  const { name, columns } = source;
  const times = new TimeReader(source, index, options);
  const folds = options.folds === "auto" ? 0 : options.folds;
  const column = quoted(columns[index]!);
  const what = `Cannot split ${name} after ${column}${partsText(folds)}`;
  const planner = new TimePlanner(what, [max(1, folds - 1), 1, 1]);
  return {
    planner,
    scan: (cells) => times.scan(cells),
    valueOf: (cells, line) => times.timeOf(cells, line),
    folds: (times, _, { folds }) => foldsOfTime(times, folds, `Cannot deal the rows of ${name}`),
    units: {
      beforeTest: () => planner.times[0]! + planner.times[1]!,
      found: () =>
        `Rows are split after ${column}: of ${sum(planner.times)} times the latest ` +
        `${planner.times[2]} test`,
      warnings(_, isFolded) {
        const missing = planner.untimed;
        const [have, they] = missing === 1 ? ["row has", "it counts"] : ["rows have", "they count"];
        const without = `${missing} ${have} no value in ${column}: ${they} as the earliest`;
        return [
          ...missing === 0 ? [] : [without],
          ...isFolded ? [FOLDS_OF_THE_PAST, CLIPPED_TREND] : [],
        ];
      },
    },
  };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
