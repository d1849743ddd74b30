/** By what rows are dealt to parts and folds: by themselves, by their groups, or by their times. @module */

import { isMissing, quoted } from "./cells.ts";
import { dealFolds, type Dealing } from "./folds.ts";
import { GroupPlanner } from "./group_split.ts";
import type { ResolvedOptions } from "./options.ts";
import type { TableSource } from "./source.ts";
import { type PartPlanner, RowRanks, SplitPlanner } from "./split.ts";
import type { ColumnStatistics } from "./statistics.ts";
import { foldsOfTime, TimePlanner } from "./time_split.ts";
import { timeOf } from "./times.ts";

/** A way to deal rows. */
export interface RowDealing {
  readonly planner: PartPlanner;
  /**
   * What a row is dealt by: rows of the same value stay together in folds.
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
  /** How many values the rows that do not test have, where they are of groups or times; once the parts are planned. */
  readonly units?: () => number;
  /**
   * What was found, in sentences, once the parts are planned.
   * @throws {SyntaxError} if a column has values that cannot be compared
   */
  notes(statistics: readonly ColumnStatistics[]): string[];
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
    folds: dealFolds,
    notes: () => [],
  };
}

/** [parts] How many groups or times each part has to get. */
function leastOf({ folds }: ResolvedOptions): number[] {
  return [typeof folds === "number" && folds > 0 ? folds - 1 : 1, 1, 1];
}

/** The parts that there will be, for an error. */
function partsText({ folds }: ResolvedOptions): string {
  return typeof folds === "number" && folds > 0 ? ` into ${folds} folds and a test part` : "";
}

function dealingByGroup(
  { name, columns }: TableSource,
  options: ResolvedOptions,
  index: number,
): RowDealing {
  const ranks = new RowRanks(options.splitSeed);
  const column = quoted(columns[index]!);
  const what = `Cannot split ${name} by the groups of ${column}${partsText(options)}`;
  const planner = new GroupPlanner(what, leastOf(options));
  return {
    planner,
    // A row without a group is one of its own.
    valueOf: (cells) => ranks.rank(isMissing(cells[index]!) ? cells : [cells[index]!.trim()]),
    folds: dealFolds,
    units: () => planner.groups[0]! + planner.groups[1]!,
    notes(statistics) {
      const { missing } = statistics[index]!;
      return missing === 0 ? [] : [
        missing === 1
          ? `1 row has no value in ${column}, by which rows are split: it is a group of its own`
          : `${missing} rows have no value in ${column}, by which rows are split: each is a group ` +
            "of its own",
      ];
    },
  };
}

function dealingByTime(
  { name, columns, decimalComma }: TableSource,
  options: ResolvedOptions,
  index: number,
): RowDealing {
  const column = quoted(columns[index]!);
  const what = `Cannot split ${name} after ${column}`;
  const planner = new TimePlanner(`${what}${partsText(options)}`, leastOf(options));
  return {
    planner,
    valueOf(cells, line) {
      const cell = cells[index]!;
      if (isMissing(cell)) return -Infinity;
      const time = timeOf(cell, decimalComma);
      if (time === time) return time;
      throw new SyntaxError(
        `${what}: ${quoted(cell)} on line ${line} is no number and no date such as 2026-11-28`,
      );
    },
    folds: (times, _, { folds }) => foldsOfTime(times, folds, `Cannot deal the rows of ${name}`),
    units: () => planner.past,
    notes(statistics) {
      const { missing, numbers, filled } = statistics[index]!;
      if (numbers > 0 && numbers < filled) {
        throw new SyntaxError(`${what}: it has both numbers and dates`);
      }
      const [rows, count] = missing === 1 ? ["row has", "it counts"] : ["rows have", "they count"];
      return missing === 0 ? [] : [
        `${missing} ${rows} no value in ${column}, after which rows are split: ${count} as the earliest`,
      ];
    },
  };
}
