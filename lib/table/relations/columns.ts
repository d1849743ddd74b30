/** The columns of a table as the search for related rows takes them. @module */

import { RandomStream, shuffle } from "../../numerics/random.ts";

const { floor, imul, max, min } = Math;

/** A column of a table, the target apart. */
export interface RelationColumn {
  /** Its name in the table. */
  readonly name: string;
  /** How its cells are read. */
  readonly kind: "number" | "date" | "text";
  /** [rows] Numbers, seconds since 1970, or the index of each text; NaN is a missing value. */
  readonly values: Float64Array;
  /** Whether the model learns from it. */
  readonly isInput: boolean;
}

/** What is predicted. */
export interface RelationTarget {
  /** Its name, for sentences. */
  readonly name: string;
  /** Whether its values are quantities, which are compared by their ranks; otherwise classes. */
  readonly isRanked: boolean;
  /** [columns][rows] The index of each class, or quantities; a class has one column. */
  readonly values: readonly Float64Array[];
}

/** A level for each row, numbered from 0. */
export interface Levels {
  /** [rows] */
  readonly codes: Uint32Array;
  /** [levels] How many rows each level has. */
  readonly sizes: Uint32Array;
}

/** Numbers the values of a column; a missing value is one of them. */
export function levelsOf(values: ArrayLike<number>): Levels {
  const numbers = new Map<number, number>(); // which takes NaN for equal to NaN
  const codes = new Uint32Array(values.length);
  for (let row = 0; row < codes.length; row++) {
    const value = values[row]!;
    let code = numbers.get(value);
    if (code === undefined) numbers.set(value, code = numbers.size);
    codes[row] = code;
  }
  return { codes, sizes: sizesOf(codes, numbers.size) };
}

/** Numbers the groups of a column, of which a row without a value is one by itself. */
export function groupsOf(values: ArrayLike<number>): Levels {
  const { codes, sizes } = levelsOf(values);
  let next = sizes.length;
  let hasMissing = false;
  for (let row = 0; row < codes.length; row++) {
    if (!Number.isNaN(values[row]!)) continue;
    if (hasMissing) codes[row] = next++; // the first keeps the number of them all
    hasMissing = true;
  }
  return { codes, sizes: sizesOf(codes, next) };
}

/** The pairs of values that two columns have in a row, as levels. */
export function jointLevels(a: Levels, b: Levels): Levels {
  return levelsOf(Float64Array.from(a.codes, (code, row) => code * b.sizes.length + b.codes[row]!));
}

/** The levels of some rows, numbered anew. */
export function levelsAt({ codes }: Levels, rows: Uint32Array): Levels {
  return levelsOf(rows.map((row) => codes[row]!));
}

function sizesOf(codes: Uint32Array, levels: number): Uint32Array {
  const sizes = new Uint32Array(levels);
  for (const code of codes) sizes[code]!++;
  return sizes;
}

/** The share of rows whose level has another row. */
export function repeatedShare({ sizes }: Levels): number {
  let [repeated, rows] = [0, 0];
  for (const size of sizes) {
    rows += size;
    if (size > 1) repeated += size;
  }
  return repeated / rows;
}

/** Two columns have so many more pairs of values than values at most if each names the same levels; otherwise they are a key. */
export const MAX_MORE_PAIRS = 1.05;

/** Whether two columns name the same levels by other values. */
export function areRenamed(a: Levels, b: Levels): boolean {
  const most = max(a.sizes.length, b.sizes.length);
  if (min(a.sizes.length, b.sizes.length) < 0.9 * most) return false;
  return jointLevels(a, b).sizes.length <= MAX_MORE_PAIRS * most;
}

/** The share of rows that have the commonest value of `b` in their level of `a`: 1 where `a` decides `b`. */
export function determinedShare(a: Levels, b: Levels): number {
  const joint = jointLevels(a, b);
  const most = new Uint32Array(a.sizes.length);
  joint.codes.forEach((code, row) => {
    const level = a.codes[row]!;
    most[level] = max(most[level]!, joint.sizes[code]!);
  });
  return most.reduce((sum, size) => sum + size, 0) / a.codes.length;
}

/** The random numbers of a check, which its name decides: equal tables get equal results. */
export function streamOf(check: string): RandomStream {
  let hash = 0x811c9dc5 | 0; // FNV-1a
  for (let k = 0; k < check.length; k++) hash = imul(hash ^ check.charCodeAt(k), 0x01000193);
  return new RandomStream(1, "relations", hash >>> 0);
}

/** The numbers from 0 in a random order. */
export function randomOrder(count: number, check: string): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, k) => k);
  shuffle(order, streamOf(check));
  return order;
}

/** Rows of a level beyond these are not needed to see whether they predict each other. */
const MAX_LEVEL_ROWS = 40;

/**
 * Chooses rows so that levels stay whole: levels at random, each with its rows, of which the largest levels give some. If
 * there are few levels, each gives as many rows.
 * @returns in increasing order
 */
export function rowsOfWholeLevels({ codes, sizes }: Levels, most: number): Uint32Array {
  const all = codes.length;
  if (all <= most) return Uint32Array.from(codes, (_, row) => row);
  const limit = max(MAX_LEVEL_ROWS, floor(most / sizes.length));
  const taken = new Uint32Array(sizes.length);
  let left = most;
  for (const level of randomOrder(sizes.length, "levels of a sample")) {
    taken[level] = min(sizes[level]!, limit, left);
    left -= taken[level]!;
  }
  const chosen: number[] = [];
  for (const row of randomOrder(all, "rows of a sample")) {
    if (taken[codes[row]!]! === 0) continue;
    taken[codes[row]!]!--;
    chosen.push(row);
  }
  return Uint32Array.from(chosen).sort();
}

/** Rows that follow each other, in ten runs of equal length and distance. */
export function rowsInRuns(all: number, most: number): Uint32Array {
  if (all <= most) return Uint32Array.from({ length: all }, (_, row) => row);
  const length = floor(most / RUNS);
  const distance = (all - length) / (RUNS - 1);
  return Uint32Array.from(
    { length: RUNS * length },
    (_, k) => floor(floor(k / length) * distance) + k % length,
  );
}

const RUNS = 10;

/**
 * How much of the target levels predict: R² out of fold of each level's mean, shrunk by one row of the mean of all.
 * @param targets [columns][rows]
 */
export function levelShare(
  { codes, sizes }: Levels,
  targets: readonly ArrayLike<number>[],
): number {
  const order = randomOrder(codes.length, "folds of levels");
  const foldOf = new Uint8Array(codes.length);
  order.forEach((row, k) => foldOf[row] = k % FOLDS);
  let [error, base] = [0, 0];
  for (const values of targets) {
    const folds = Array.from({ length: FOLDS }, () => new Sums(sizes.length));
    const all = new Sums(sizes.length);
    for (let row = 0; row < codes.length; row++) {
      all.add(codes[row]!, values[row]!);
      folds[foldOf[row]!]!.add(codes[row]!, values[row]!);
    }
    const mean = all.sum / all.rows;
    for (let row = 0; row < codes.length; row++) {
      const [fold, code] = [folds[foldOf[row]!]!, codes[row]!];
      const others = (all.sum - fold.sum) / (all.rows - fold.rows);
      const answer = (all.sums[code]! - fold.sums[code]! + others) /
        (all.counts[code]! - fold.counts[code]! + 1);
      error += (values[row]! - answer) * (values[row]! - answer);
      base += (values[row]! - mean) * (values[row]! - mean);
    }
  }
  return base === 0 ? 0 : 1 - error / base;
}

const FOLDS = 5;

/** Sums of a target by level. */
export class Sums {
  /** Σ of the target, over all levels. */
  sum = 0;
  /** The number of rows. */
  rows = 0;
  /** [levels] */
  readonly sums: Float64Array;
  /** [levels] */
  readonly counts: Uint32Array;

  constructor(levels: number) {
    this.sums = new Float64Array(levels);
    this.counts = new Uint32Array(levels);
  }

  /** Adds a row of a level. */
  add(level: number, value: number): void {
    this.sums[level]! += value;
    this.counts[level]!++;
    this.sum += value;
    this.rows++;
  }
}
