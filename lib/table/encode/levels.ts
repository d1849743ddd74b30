/**
 * Means of the target for the levels of a column (Micci-Barreca 2001, “A preprocessing scheme for high-cardinality categorical
 * attributes”). They look at the target: each member of an ensemble makes them of the rows that it learns from. @module
 */

import { RandomStream, shuffle } from "../../numerics/random.ts";
import { COMMONEST_LEVELS } from "./tables.ts";

/** The rows of the mean of all that are added to each level. */
const PSEUDO_ROWS = 10;

/** The number of parts: a row that is learned from has the means of the rows that are not in its part. */
const PARTS = 20;

/** The means of levels: what new rows get, and the rows themselves that they were made of. */
export interface LevelMeans {
  /** [levels + 1, width] By the index of a level; 0 stands for others. */
  readonly table: Float32Array;
  /** [rows, width] Of the rows that are learned from, each without its own target. */
  readonly own: Float32Array;
}

interface LevelRows {
  /** [rows] The index of each row's level. */
  readonly indices: ArrayLike<number>;
  /** [rows, width] The target, or 1 for the class of a row. */
  readonly targets: Float64Array;
  readonly levels: number;
  /** How many means a level has. */
  readonly width: number;
  readonly seed: number;
}

/** Means shrunk by ten rows of the mean of all; standardized by those of the rows themselves. */
export function levelMeans({ indices, targets, levels, width, seed }: LevelRows): LevelMeans {
  const rows = indices.length;
  const order = Uint32Array.from({ length: rows }, (_, r) => r);
  shuffle(order, new RandomStream(seed, "levels"));
  const cells = (levels + 1) * width;
  const all = new Sums(cells, width);
  for (let r = 0; r < rows; r++) all.add(indices[r]!, targets, r);
  const own = new Float64Array(rows * width);
  for (let part = 0; part < PARTS; part++) {
    const [start, end] = [part, part + 1].map((k) => Math.floor(k * rows / PARTS));
    const some = new Sums(cells, width);
    for (let k = start!; k < end!; k++) some.add(indices[order[k]!]!, targets, order[k]!);
    for (let k = start!; k < end!; k++) {
      const row = order[k]!;
      for (let j = 0; j < width; j++) own[row * width + j] = all.mean(indices[row]!, j, some);
    }
  }
  const none = new Sums(cells, width);
  const table = new Float64Array(cells);
  for (let level = 0; level <= levels; level++) {
    for (let j = 0; j < width; j++) table[level * width + j] = all.mean(level, j, none);
  }
  const scales = Array.from({ length: width }, (_, j) => scaleOf(own, width, j));
  const scaled = (values: Float64Array) =>
    Float32Array.from(values, (value, k) => {
      const { mean, deviation } = scales[k % width]!;
      return (value - mean) / deviation;
    });
  return { table: scaled(table), own: scaled(own) };
}

/** One-hot of the commonest levels, which does not look at the target: [levels + 1, 20]. */
export function commonestLevels(indices: ArrayLike<number>, levels: number): Float32Array {
  const counts = new Float64Array(levels + 1);
  for (let r = 0; r < indices.length; r++) counts[indices[r]!]!++;
  const order = Array.from({ length: levels }, (_, k) => k + 1)
    .sort((a, b) => counts[b]! - counts[a]! || a - b);
  const table = new Float32Array((levels + 1) * COMMONEST_LEVELS);
  for (const [k, level] of order.slice(0, COMMONEST_LEVELS).entries()) {
    table[level * COMMONEST_LEVELS + k] = 1;
  }
  return table;
}

/** Sums of the targets of each level, and of all. */
class Sums {
  readonly #sums: Float64Array;
  readonly #counts: Float64Array;
  readonly #total: Float64Array;
  readonly #width: number;
  #rows = 0;

  constructor(cells: number, width: number) {
    this.#sums = new Float64Array(cells);
    this.#counts = new Float64Array(cells / width);
    this.#total = new Float64Array(width);
    this.#width = width;
  }

  add(level: number, targets: Float64Array, row: number): void {
    for (let j = 0; j < this.#width; j++) {
      const target = targets[row * this.#width + j]!;
      this.#sums[level * this.#width + j]! += target;
      this.#total[j]! += target;
    }
    this.#counts[level]!++;
    this.#rows++;
  }

  /** The shrunk mean of a level, without the rows of other sums. */
  mean(level: number, j: number, less: Sums): number {
    const rows = this.#rows - less.#rows;
    const prior = rows > 0 ? (this.#total[j]! - less.#total[j]!) / rows : 0;
    const at = level * this.#width + j;
    const sum = this.#sums[at]! - less.#sums[at]!;
    const count = this.#counts[level]! - less.#counts[level]!;
    return (sum + PSEUDO_ROWS * prior) / (count + PSEUDO_ROWS);
  }
}

function scaleOf(
  values: Float64Array,
  width: number,
  j: number,
): { mean: number; deviation: number } {
  const rows = values.length / width;
  let sum = 0;
  for (let r = 0; r < rows; r++) sum += values[r * width + j]!;
  const mean = sum / rows;
  let squares = 0;
  for (let r = 0; r < rows; r++) {
    squares += (values[r * width + j]! - mean) * (values[r * width + j]! - mean);
  }
  return { mean, deviation: Math.sqrt(squares / rows) || 1 };
}
