/** Columns that give the target away. @module */

import type { CellValue } from "../../measure/drift/distribution.ts";
import type { Leak, TableColumn } from "../columns/columns.ts";
import {
  levelShare,
  levelsOf,
  randomOrder,
  type RelationColumn,
  type RelationTarget,
} from "./columns.ts";
import { BinnedNumbers, targetsAt } from "./features.ts";
import { namesUnits } from "./recurrence.ts";

const { max } = Math;

/** A share from which on a column gives the answer, whatever the others give. */
const ANSWER = 0.98;

/** A share that is named where the next column has so much less: for classes, and for quantities, where it is common. */
const [ALONE_OF_CLASSES, ALONE_OF_QUANTITIES, LEAD] = [0.5, 0.6, 0.2];

/** A share of being filled that is named where the next column has so much less. */
const [FILLED, FILLED_LEAD] = [0.25, 0.1];

/** The numbers of bins by which a column of numbers answers: the best counts. */
const BINS = [64, 16];

/** Fewer rows show nothing. */
const MIN_ROWS = 30;

/** The most rows that are looked at. */
const MAX_ROWS = 4000;

/** A column to look at: what {@linkcode RelationColumn} has of one that the model learns from. */
type LeakColumn = Omit<RelationColumn, "isInput">;

/** What is predicted, which needs no name. */
type LeakTarget = Omit<RelationTarget, "name">;

/**
 * The columns that name units, such as stores, which the next rows are of too.
 * @param times [rows] If rows are split after times. Default: those of a column of dates
 */
export function unitsAmong(columns: readonly LeakColumn[], times?: Float64Array): LeakColumn[] {
  const known = times ?? columns.find(({ kind }) => kind === "date")?.values;
  return columns.filter((column) =>
    column.kind !== "date" && namesUnits(column, levelsOf(column.values), known)
  );
}

/**
 * Looks for leaks among the columns that the model learns from. A column that names units, such as stores, may predict much.
 * @param units those that name units
 */
export function leaksAmong(
  columns: readonly LeakColumn[],
  target: LeakTarget,
  units: readonly LeakColumn[] = unitsAmong(columns),
): Leak[] {
  const rows = Uint32Array.from(target.values[0] ?? [], (_, row) => row);
  if (rows.length < MIN_ROWS) return [];
  const targets = targetsAt(target, rows).columns;
  const shares = columns.map((column) => {
    const { name, kind, values } = column;
    const filled = values.map((value) => Number(!Number.isNaN(value)));
    const share = kind === "text"
      ? levelShare(levelsOf(values), targets)
      : max(...BINS.map((count) =>
        levelShare(levelsOf(new BinnedNumbers(values, count).at(rows)), targets)
      ));
    return {
      name,
      isUnit: units.includes(column),
      share,
      filled: filled.includes(0) ? levelShare(levelsOf(filled), targets) : 0,
    };
  });
  const low = target.isRanked ? ALONE_OF_QUANTITIES : ALONE_OF_CLASSES;
  const best = (others: typeof shares) => rounded(max(0, ...others.map(({ share }) => share)));
  return shares.flatMap(({ name, isUnit, share, filled }): Leak[] => {
    const others = shares.filter((other) => other.name !== name);
    const next = best(others);
    // Fields that are filled together, such as a note and its date, do not hide each other.
    const nextFilled = best(others.filter(({ filled }) => filled < FILLED));
    if (share >= ANSWER) return [{ name, kind: "answer", share: rounded(share), next }];
    if (filled >= FILLED && filled - nextFilled >= FILLED_LEAD) {
      return [{ name, kind: "filled", share: rounded(filled), next: nextFilled }];
    }
    if (!isUnit && others.length > 0 && share >= low && share - next >= LEAD) {
      return [{ name, kind: "alone", share: rounded(share), next }];
    }
    return [];
  });
}

function rounded(share: number): number {
  return Number(share.toFixed(4));
}

/** What was found among the columns of training rows. */
interface FoundInRows {
  readonly leaks: Leak[];
  /** The names of the columns of texts that name units. */
  readonly units: readonly string[];
}

/**
 * Looks for leaks and for units in training rows, of which 4,000 at random are enough.
 * @param cells [rows][columns] what the cells are worth
 * @param target of these rows
 * @param times of these rows, if they are split after times
 */
export function leaksIn(
  columns: readonly TableColumn[],
  cells: readonly (readonly CellValue[])[],
  { isRanked, values }: LeakTarget,
  times?: ArrayLike<number>,
): FoundInRows {
  const rows = randomOrder(cells.length, "rows of leaks").slice(0, MAX_ROWS).sort();
  const named = columns.map(({ name, kind }, c): LeakColumn => {
    const texts = new Map<string, number>();
    const values = Float64Array.from(rows, (row) => {
      const value = cells[row]![c];
      if (typeof value !== "string") return value ?? NaN;
      if (!texts.has(value)) texts.set(value, texts.size);
      return texts.get(value)!;
    });
    const isText = kind === "category" || kind === "level";
    return { name, values, kind: isText ? "text" : kind === "date" ? "date" : "number" };
  });
  const of = (column: ArrayLike<number>) => Float64Array.from(rows, (row) => column[row]!);
  const units = unitsAmong(named, times && of(times));
  return {
    leaks: leaksAmong(named, { isRanked, values: values.map(of) }, units),
    units: units.filter(({ kind }) => kind === "text").map(({ name }) => name),
  };
}
