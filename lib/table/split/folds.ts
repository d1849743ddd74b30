/**
 * Folds: the rows that do not test, split into a few parts of equal size, each of which validates the networks that train on
 * the others (k-fold cross-validation, stratified by class; Kohavi, IJCAI 1995).
 *
 * What may not be torn apart is a unit: copies of a row, or the rows of a group. Units are split in the order of random numbers
 * that come from the seed and from what stands in the rows, so that the order of the file makes no difference. @module
 */

import { MAX_FOLDS, MAX_REPEATS } from "../../options/table.ts";
import { streamKey, threefry } from "../../numerics/random.ts";
import { rankOf } from "./split.ts";

const { floor, min } = Math;

/** The number of folds of a table that has enough rows. */
export const DEFAULT_FOLDS = 5;

/** Below this number of rows there are no folds by default. */
const MIN_ROWS = 30;

/** Above this number of rows there are no folds by default: one validation part is large enough. */
const MAX_ROWS = 100_000;

/**
 * As many equal rows are taken for copies, which have to be in one fold: a network may remember the others. More of them are
 * usual in a table of few columns. There a fold with all rows of one kind would be no sample of the table.
 */
const MAX_COPIES = 10;

/**
 * Checks how rows are split into folds.
 * @throws {RangeError} if there cannot be as many folds, or as many repeats
 */
export function checkFolds(folds: number | "auto", repeat: number): void {
  const isCount = (value: number | "auto", least: number, most: number) =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
  if (folds !== "auto" && (folds === 1 || !isCount(folds, 0, MAX_FOLDS))) {
    throw new RangeError(
      `Cannot split rows into ${folds} folds: expected 0, "auto", or a whole number from 2 to ${MAX_FOLDS}`,
    );
  }
  if (!isCount(repeat, 1, MAX_REPEATS)) {
    throw new RangeError(
      `Cannot repeat the folds ${repeat} times: expected a whole number from 1 to ${MAX_REPEATS}`,
    );
  }
}

/** The rows that are in folds. */
export interface FoldFacts {
  /** How many there are. */
  readonly rows: number;
  /** [classes] The rows of each class; `undefined` for quantities. */
  readonly classCounts?: readonly number[] | undefined;
  /** How many groups or times they are of, if rows are split by them. */
  readonly units?: number | undefined;
  /** Whether there is a test part besides. */
  readonly isBesidesTest?: boolean;
}

function counted(rows: number): string {
  return rows === 1 ? "1 row" : `${rows} rows`;
}

/** How many folds there are by default: 5, or as many as the second-rarest class has rows; 0 for none. */
export function foldsFor(
  { rows, classCounts, units = rows, isBesidesTest = false }: FoldFacts,
): { readonly folds: number; readonly why?: string } {
  const none = (why: string) => ({ folds: 0, why: `There are no folds: ${why}` });
  const start = isBesidesTest ? "besides the test part " : "";
  if (rows < MIN_ROWS) {
    return none(`${start}there are ${counted(rows)}, fewer than ${MIN_ROWS}`);
  }
  if (rows > MAX_ROWS) {
    return none(`${start}there are ${rows} rows, more than ${MAX_ROWS}`);
  }
  const second = classCounts?.toSorted((a, b) => a - b)[1] ?? rows;
  const folds = min(DEFAULT_FOLDS, second, units);
  if (folds === DEFAULT_FOLDS) return { folds };
  const why = second < units
    ? `${start}the second-rarest class has ${counted(second)}`
    : `${start}there are ${units} groups or times`;
  return folds < 2
    ? none(why)
    : { folds, why: `There are ${folds} folds, not ${DEFAULT_FOLDS}: ${why}` };
}

export interface Dealing {
  /** At least 2. */
  readonly folds: number;
  /** A whole number from 0 to 2⁵³ − 1. */
  readonly seed: number;
  /** Which of several such assignments, from 0. */
  readonly repeat: number;
}

/** Deals rows to folds as {@linkcode dealFolds} does. Copies stay together; where more rows are equal, each is a unit. */
export function dealRows(
  ranks: Float64Array,
  classes: Uint16Array,
  dealing: Dealing,
): Uint8Array<ArrayBuffer> {
  return dealFolds(ranks, classes, dealing, MAX_COPIES);
}

/**
 * Deals rows to folds, each unit to the fold that has the fewest rows of its class. Where all rows differ, the sizes of folds
 * differ by at most 1, in each class and in all; otherwise large units come first, so that small ones even out the sizes.
 * @param units [rows] a multiple of 2⁻⁵³ in [0, 1), the same for rows that stay together
 * @param classes [rows] the number of each row's class
 * @param most the most rows that stay together
 * @returns [rows] the fold of each row, from 0
 * @throws {RangeError} if there are fewer units than folds
 */
export function dealFolds(
  units: Float64Array,
  classes: Uint16Array,
  { folds, seed, repeat }: Dealing,
  most = Infinity,
): Uint8Array<ArrayBuffer> {
  const all = unitsIn(ranksOf(units, seed, repeat), classes, most);
  if (all.length < folds) {
    throw new RangeError(
      `Cannot split ${counted(units.length)} into ${folds} folds: expected at least ${folds} ` +
        `that need not stay together, got ${all.length}`,
    );
  }
  const sizes = new Uint32Array(
    classes.reduce((most, group) => group > most ? group : most, 0) + 1,
  );
  for (const group of classes) sizes[group]!++;
  /** [folds][classes] */
  const counts = Array.from({ length: folds }, () => new Uint32Array(sizes.length));
  const totals = new Uint32Array(folds);
  /** How many rows of a unit's classes a fold has, as shares of the classes. */
  const shareOf = (fold: number, { rows, group }: Unit) =>
    group === MIXED
      ? rows.reduce((sum, row) => sum + counts[fold]![classes[row]!]! / sizes[classes[row]!]!, 0)
      : counts[fold]![group]!;
  const foldOf = new Uint8Array(units.length);
  for (const [k, unit] of all.entries()) {
    const empty = totals.reduce((sum, total) => sum + Number(total === 0), 0);
    let best = -1;
    let least = Infinity;
    for (let fold = 0; fold < folds; fold++) {
      if (all.length - k <= empty && totals[fold]! > 0) continue; // the last units are for folds without any
      const share = shareOf(fold, unit);
      if (share < least || share === least && totals[fold]! < totals[best]!) {
        [best, least] = [fold, share];
      }
    }
    for (const row of unit.rows) {
      foldOf[row] = best;
      counts[best]![classes[row]!]!++;
    }
    totals[best]! += unit.rows.length;
  }
  return foldOf;
}

/** Rows that stay together. */
interface Unit {
  readonly rows: Uint32Array;
  /** The class of its rows, or {@linkcode MIXED}. */
  readonly group: number;
}

/** The class of a unit whose rows are of several. */
const MIXED = -1;

/**
 * The units in the order in which they are split: class after class, so that the folds which got one row less of a class are
 * the first to get one more of the next; the largest first, and by their random numbers.
 */
function unitsIn(ranks: Float64Array, classes: Uint16Array, most: number): Unit[] {
  const rows = Uint32Array.from(ranks, (_, row) => row)
    .sort((a, b) => ranks[a]! - ranks[b]! || classes[a]! - classes[b]!);
  const units: Unit[] = [];
  let start = 0;
  for (let end = 1; end <= rows.length; end++) {
    const [first, last] = [rows[start]!, rows[end - 1]!];
    if (end < rows.length && ranks[rows[end]!] === ranks[first]) continue;
    const group = classes[first] === classes[last] ? classes[first]! : MIXED;
    if (end - start <= most) units.push({ rows: rows.subarray(start, end), group });
    else {
      for (let k = start; k < end; k++) {
        units.push({ rows: rows.subarray(k, k + 1), group: classes[rows[k]!]! });
      }
    }
    start = end;
  }
  // Where units are of several classes they do not come class after class: large ones could not be evened out.
  const isMixed = units.some(({ group }) => group === MIXED);
  return units.sort((a, b) => (isMixed ? 0 : a.group - b.group) || b.rows.length - a.rows.length);
}

/** Random numbers for the units: others for each repeat. */
function ranksOf(units: Float64Array, seed: number, repeat: number): Float64Array {
  const key = new Uint32Array(2);
  const words = new Uint32Array(2);
  streamKey(key, seed, "folds", repeat);
  return units.map((unit) => {
    const bits = unit * 9007199254740992;
    threefry(words, key, floor(bits / 67108864), bits % 67108864);
    return rankOf(words);
  });
}
