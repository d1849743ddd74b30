/** Which examples go where when a data set is split. @module */

import type { Defaults } from "../checks/options.ts";
import { RandomStream, shuffle } from "../numerics/random.ts";

/** Options for splitting a data set. */
export interface SplitOptions {
  /** The seed of the shuffle: a whole number from 0 to 2⁵³ − 1. Default: 1. */
  seed?: number;
  /** Whether every part gets its fraction of each class. Default: false. */
  stratify?: boolean;
}

/** What the options are if they are left out. */
export const SPLIT_DEFAULTS = { seed: 1, stratify: false } as const satisfies Defaults<
  SplitOptions
>;

/** How far from 1 fractions may sum to, since 0.7 + 0.2 + 0.1 is not 1 in binary. */
const TOLERANCE = 1e-6;

/**
 * Shuffles examples and deals them out.
 * @param fractions of the examples for each part; together 1
 * @param classOf the class of an example, if every part is to have its fraction of every class
 * @returns the numbers of the examples of each part
 * @throws {RangeError} if the fractions are not above 0 and together 1, or leave a part without an example
 */
export function splitIndices(
  size: number,
  fractions: readonly number[],
  seed: number,
  classOf: ((example: number) => number) | undefined,
): Uint32Array[] {
  const sum = fractions.reduce((total, fraction) => total + fraction, 0);
  if (!(fractions.every((fraction) => fraction > 0) && Math.abs(sum - 1) < TOLERANCE)) {
    throw new RangeError(
      `Cannot split a data set into [${fractions}]: expected fractions above 0, together 1`,
    );
  }
  const order = Uint32Array.from({ length: size }, (_, k) => k);
  shuffle(order, new RandomStream(seed, "split"));
  const position = new Uint32Array(size);
  for (let k = 0; k < size; k++) position[order[k]!] = k;
  if (classOf !== undefined) {
    order.sort((a, b) => classOf(a) - classOf(b) || position[a]! - position[b]!);
  }

  // Each example goes to the part that lacks most of what it should have by then.
  const parts = fractions.map((): number[] => []);
  for (let k = 0; k < size; k++) {
    let neediest = 0;
    let most = -Infinity;
    for (const [part, fraction] of fractions.entries()) {
      const lacks = (k + 1) * fraction - parts[part]!.length;
      if (lacks > most) [neediest, most] = [part, lacks];
    }
    parts[neediest]!.push(order[k]!);
  }
  const empty = parts.findIndex((part) => part.length === 0);
  if (empty !== -1) {
    throw new RangeError(
      `Cannot split ${size} examples into [${fractions}]: part ${empty} would have none`,
    );
  }
  return parts.map((part) => Uint32Array.from(part).sort((a, b) => position[a]! - position[b]!));
}

/** A copy of some rows of an array [rows, columns], in this order. */
export function rowsOf<
  T extends Float32Array | Float64Array | Uint8Array | Uint16Array | Uint32Array,
>(
  values: T,
  columns: number,
  rows: ArrayLike<number>,
): T {
  const copy = new (values.constructor as new (length: number) => T)(rows.length * columns);
  for (let r = 0; r < rows.length; r++) {
    const start = rows[r]! * columns;
    copy.set(values.subarray(start, start + columns), r * columns);
  }
  return copy;
}

/** The share of each class that goes to each part by default: 70 %, 15 %, 15 %. */
export const FRACTIONS: Fractions = [0.7, 0.15, 0.15];

/** The fractions of training, validation and test, together 1. */
export type Fractions = readonly [training: number, validation: number, test: number];

/** The fractions with another part for the test; training and validation share the rest as they do by default. */
export function fractionsWithTest(test: number): Fractions {
  const [training, validation, usual] = FRACTIONS;
  const scaled = (fraction: number) => fraction * (1 - test) / (1 - usual);
  return [scaled(training), scaled(validation), test];
}

/**
 * Checks the fractions of a split.
 * @throws {RangeError} if they are not three above 0, together 1
 */
export function checkFractions(fractions: Fractions): void {
  const sum = fractions.reduce((total, fraction) => total + fraction, 0);
  if (
    fractions.length !== FRACTIONS.length || !fractions.every((fraction) => fraction > 0) ||
    !(Math.abs(sum - 1) < TOLERANCE)
  ) {
    throw new RangeError(
      `Cannot split data into [${fractions}]: expected the fractions of training, validation and test, ` +
        "above 0 and together 1, for example [0.7, 0.15, 0.15]",
    );
  }
}

/** The numbers of the rows whose fold is so. */
export function rowsWhere(foldOf: Uint8Array, is: (fold: number) => boolean): Uint32Array {
  const rows: number[] = [];
  for (let row = 0; row < foldOf.length; row++) if (is(foldOf[row]!)) rows.push(row);
  return Uint32Array.from(rows);
}
