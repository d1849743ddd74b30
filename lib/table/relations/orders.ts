/** Whether rows that follow each other, in time or in the file, predict each other. @module */

import {
  type Levels,
  levelsOf,
  randomOrder,
  type RelationColumn,
  type RelationTarget,
} from "./columns.ts";
import type { Feature } from "./features.ts";
import { HeldOut, type HeldOutResult } from "./held_out.ts";
import { isSure, MIN_LATE_T, MIN_LATE_Z, MIN_NAMED, MIN_SPLIT, MIN_Z } from "./thresholds.ts";

const { floor, max, sqrt } = Math;

/** How often times are shuffled, to see how the latest rows are answered by chance. */
const SHUFFLES = 19;

/** The numbers of blocks that an order is cut into: of times, and of a file's rows. */
const [TIME_BLOCKS, FILE_BLOCKS] = [25, 100];

/** Fewer blocks cannot be held out. */
const MIN_BLOCKS = 10;

/** A result, and whether it is enough to split by. */
export interface OrderResult extends HeldOutResult {
  readonly isSplit: boolean;
}

/** The largest step of a running number that is not whole, as a multiple of the mean step. */
const MAX_STEP = 2;

/**
 * Whether a column numbers the rows in their order: each number is above the one before it, and numbers are whole or in about
 * equal steps. Others are quantities that a file is sorted by.
 */
export function isRunningNumber({ kind, values }: RelationColumn): boolean {
  if (kind !== "number" || values.length < 2 || !values.every(Number.isFinite)) return false;
  const isWhole = values.every(Number.isInteger);
  const step = (values.at(-1)! - values[0]!) / (values.length - 1);
  return values.every((value, row) => {
    const own = row === 0 ? step : value - values[row - 1]!;
    return own > 0 && (isWhole || own <= MAX_STEP * step);
  });
}

/** Whether no value is below the one before it, and not all are equal. */
export function isRising(values: Float64Array): boolean {
  return values.every((value, row) => row === 0 || value >= values[row - 1]!) &&
    values[0]! < values.at(-1)!;
}

/** The share of steps one way from which a target counts as sorted. */
const SORTED = 0.95;

/** Whether the rows of a file are in the order of the target, or its classes in a few runs. */
export function isSortedByTarget({ isRanked, values }: RelationTarget): boolean {
  const [column] = values;
  let [up, down] = [0, 0];
  for (let row = 1; row < column!.length; row++) {
    if (column![row]! > column![row - 1]!) up++;
    else if (column![row]! < column![row - 1]!) down++;
  }
  const steps = up + down;
  if (steps === 0 || max(up, down) >= SORTED * steps) return true;
  return !isRanked && steps + 1 <= 3 * levelsOf(column!).sizes.length;
}

/** Blocks of rows that follow each other, of about equal size; rows of one time are in one block. */
export function blocksOf(order: ArrayLike<number>, blocks: number): Levels {
  const sorted = Uint32Array.from(order, (_, row) => row).sort((a, b) => order[a]! - order[b]!);
  const size = max(2, floor(sorted.length / blocks));
  const block = new Float64Array(sorted.length);
  let start = 0;
  sorted.forEach((row, k) => {
    if (order[row] !== order[sorted[start]!]) start = k;
    block[row] = floor(start / size);
  });
  return levelsOf(block);
}

/**
 * Looks whether a random split promises more than holds for later rows.
 * @param order [rows]
 * @param features of the rows, and of the column of times
 */
export function resultOfTime(
  all: HeldOut,
  order: Float64Array,
  features: readonly Feature[],
  column: string,
): OrderResult | undefined {
  if (blocksOf(order, TIME_BLOCKS).sizes.length < MIN_BLOCKS) return undefined;
  const late = all.latest(order, MIN_SPLIT);
  const isLate = late !== undefined && late.drop >= MIN_SPLIT && late.z > 0 &&
    isBeyondShuffled(all, order, features, column, late);
  const sure = (count: number) => {
    const held = all.compare(blocksOf(order, count), `${count} blocks of ${column}`, MIN_NAMED);
    return isSure(held, "order") && held.drop >= MIN_NAMED ? held : undefined;
  };
  // If the latest rows are answered worse, blocks that are too few to be sure of are looked at again in more parts.
  const held = sure(TIME_BLOCKS) ?? (isLate ? sure(FILE_BLOCKS) : undefined);
  if (isLate) {
    const drop = max(late.drop, held?.drop ?? 0);
    if (held === undefined && !isLateWithout(all, order, features, column, late)) return undefined;
    return { ...late, drop, isSplit: held !== undefined };
  }
  return held && { ...held, isSplit: held.drop >= MIN_SPLIT };
}

/**
 * Whether the latest rows are answered worse all along, and without the column of times too: a chance run at the end of the
 * times would answer all later rows.
 */
function isLateWithout(
  all: HeldOut,
  order: Float64Array,
  features: readonly Feature[],
  column: string,
  { t }: HeldOutResult,
): boolean {
  if (t < MIN_LATE_T) return false;
  const others = features.filter((feature) => feature.column !== column);
  const late = new HeldOut(others, all.targets, `without ${column}`).latest(order, 0);
  return late !== undefined && late.z >= MIN_LATE_Z;
}

/**
 * Whether later rows are answered worse for their time, and not since fewer of them are of known units: new ones are answered
 * worse than other new ones, or known ones worse than at any time.
 */
export function isOfTime(
  { targets }: HeldOut,
  order: Float64Array,
  features: readonly Feature[],
  { columns, levels }: { readonly columns: readonly string[]; readonly levels: Levels },
): boolean {
  const check = columns.join(" and ");
  const others = features.filter(({ column }) => !columns.includes(column));
  const late = new HeldOut(others, targets, `new ${check}`)
    .latestOfNew(order, levels, check, MIN_NAMED) ??
    new HeldOut(features, targets, `known ${check}`).latest(order, MIN_NAMED, levels);
  return late !== undefined && late.drop >= MIN_NAMED && late.t >= MIN_LATE_T;
}

/** Whether the latest rows are answered worse than whatever rows shuffled times make the latest. */
function isBeyondShuffled(
  all: HeldOut,
  order: Float64Array,
  features: readonly Feature[],
  column: string,
  { random, heldOut }: HeldOutResult,
): boolean {
  const others = features.filter((feature) => feature.column !== column);
  const times = [...features.keys()].filter((k) => features[k]!.column === column);
  const reference = new HeldOut(others, all.targets, `without ${column}`);
  const difference = random.r2 - heldOut.r2;
  const chance: number[] = [];
  while (chance.length < SHUFFLES) {
    const shuffled = randomOrder(all.rows, `times of ${column} ${chance.length}`);
    chance.push(all.latestOfShuffled(order, shuffled, times, reference));
    if (chance.at(-1)! >= difference) return false;
  }
  const mean = chance.reduce((sum, value) => sum + value, 0) / SHUFFLES;
  const squares = chance.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  const z = (difference - mean) / (sqrt(squares / (SHUFFLES - 1)) + 1e-4);
  return z >= MIN_Z;
}

/** The correlation of residuals from which on neighbors in the file are alike, beyond that along any feature. */
const MIN_LAG = 0.15;

/** The latest rows of a file are compared by the chance of partitions alone, so that they have to be further out. */
const MIN_FILE_Z = 5;

/**
 * Looks whether rows that are near each other in the file predict each other. If only the latest rows are answered worse, the
 * target may have drifted while rows are independent: that is only named.
 */
export function resultOfFile(
  all: HeldOut,
  features: readonly Feature[],
): OrderResult | undefined {
  const order = Float64Array.from({ length: all.rows }, (_, row) => row);
  const held = [all.compare(blocksOf(order, FILE_BLOCKS), "hundredths of the file", MIN_NAMED)];
  const areAlike = areNeighborsAlike(all, features);
  if (areAlike) {
    held.push(all.compare(blocksOf(order, TIME_BLOCKS), "blocks of the file", MIN_NAMED));
  }
  const sure = held.filter((result) => isSure(result, "order") && result.drop >= MIN_NAMED);
  const late = areAlike ? all.latest(order, MIN_SPLIT) : undefined;
  const isLate = late !== undefined && late.z >= MIN_FILE_Z && late.drop >= MIN_SPLIT;
  const [shown] = [...sure, ...isLate ? [late] : []].sort((a, b) => b.drop - a.drop);
  return shown && { ...shown, isSplit: sure.length > 0 && shown.drop >= MIN_SPLIT };
}

/** Whether neighbors in the file err alike, more than neighbors along any feature. */
function areNeighborsAlike(all: HeldOut, features: readonly Feature[]): boolean {
  const residuals = all.residuals();
  const own = lagCorrelation(residuals, Uint32Array.from({ length: all.rows }, (_, row) => row));
  const least = max(MIN_LAG, 5 / sqrt(all.rows));
  if (own < least) return false;
  const ties = randomOrder(all.rows, "ties of features");
  return features.every(({ bins, levels }) => {
    const values: ArrayLike<number> = levels?.codes ?? bins;
    const order = ties.slice().sort((a, b) => values[a]! - values[b]!);
    return own - lagCorrelation(residuals, order) >= least;
  });
}

/** The correlation of residuals of rows that follow each other. */
function lagCorrelation(residuals: readonly Float64Array[], order: Uint32Array): number {
  let [products, squares] = [0, 1e-12];
  for (const values of residuals) {
    for (let k = 0; k < order.length; k++) {
      const value = values[order[k]!]!;
      squares += value * value;
      if (k > 0) products += value * values[order[k - 1]!]!;
    }
  }
  return products / squares;
}

/** The order of rows by a column; those without a time come first, as in a split by time. */
export function orderOf(values: Float64Array, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => Number.isNaN(values[row]!) ? -Infinity : values[row]!);
}
