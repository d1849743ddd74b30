/** How the rows of units lie in time: whether the next rows are of units that a table has, or of new ones. @module */

import type { Levels, RelationColumn } from "./columns.ts";
import {
  isNamedAsEntity,
  isNamedAsPerson,
  isNamedAsUnit,
  isNameless,
  MIN_LEVELS,
} from "./thresholds.ts";

const { floor, max, min } = Math;

/** The share of rows that are the latest. */
const LATEST = 0.2;

/** The rows before the time that is nearest to four fifths of all rows, and those from it on; `undefined` of one time. */
export function latestRows(
  order: Float64Array,
): { readonly earlier: Uint32Array; readonly latest: Uint32Array } | undefined {
  const sorted = Uint32Array.from(order, (_, row) => row).sort((a, b) => order[a]! - order[b]!);
  const ideal = floor(sorted.length * (1 - LATEST));
  const isStart = (k: number) => order[sorted[k]!] !== order[sorted[k - 1]!];
  for (let distance = 0; distance < sorted.length; distance++) {
    for (const k of [ideal - distance, ideal + distance]) {
      if (k > 0 && k < sorted.length && isStart(k)) {
        return { earlier: sorted.slice(0, k).sort(), latest: sorted.slice(k).sort() };
      }
    }
  }
  return undefined;
}

/** How the rows of units lie in time. */
export interface Recurrence {
  /** The share of the latest fifth of the rows whose unit has earlier rows. */
  readonly returning: number;
  /** The share of all rows from the first to the last row of the median row's unit. */
  readonly span: number;
  /** How many rows there are. */
  readonly rows: number;
}

/**
 * Finds out how the rows of units lie in time.
 * @param times [rows] NaN counts as the earliest
 * @returns `undefined` if there is one time only
 */
export function recurrenceOf(
  { codes, sizes }: Levels,
  times: Float64Array,
): Recurrence | undefined {
  const known = times.map((time) => Number.isNaN(time) ? -Infinity : time);
  const cut = latestRows(known);
  if (cut === undefined) return undefined;
  const isKnown = new Uint8Array(sizes.length);
  for (const row of cut.earlier) isKnown[codes[row]!] = 1;
  const returning = cut.latest.filter((row) => isKnown[codes[row]!] === 1).length;
  const places = new Map<number, number>();
  known.slice().sort().forEach((time, k) => places.set(time, k));
  const first = new Float64Array(sizes.length).fill(Infinity);
  const last = new Float64Array(sizes.length);
  codes.forEach((code, row) => {
    const place = places.get(known[row]!)!;
    first[code] = min(first[code]!, place);
    last[code] = max(last[code]!, place);
  });
  const spans = Float64Array.from(codes, (code) => last[code]! - first[code]!).sort();
  return {
    returning: returning / cut.latest.length,
    span: spans[spans.length >> 1]! / codes.length,
    rows: codes.length,
  };
}

/** How many of the latest rows are of known units, and how much of the time a unit is there, if units come again. */
const [MIN_RETURNING, MIN_SPAN] = [0.9, 0.7];

/** The fewest rows of a unit that comes again: of one with a name, such as a store, and of an id that does not say of what. */
const [FEW_ROWS, FEW_NAMELESS] = [12, 20];

/**
 * Whether the units that a table has come again: each has many rows over all of the time. Those of a study do not.
 * @param name of the column of units
 * @param levelRows how many rows a unit has
 * @param isCalendar whether times are not since a start of each unit's own
 */
export function comesAgain(
  name: string,
  { returning, span }: Recurrence,
  { levelRows, isCalendar }: { readonly levelRows: number; readonly isCalendar: boolean },
): boolean {
  if (isNamedAsPerson(name) || returning < MIN_RETURNING || span < MIN_SPAN) return false;
  return isNameless(name) ? isCalendar && levelRows >= FEW_NAMELESS : levelRows >= FEW_ROWS;
}

/** As many of the latest rows are of known units at most where mostly new ones come; units overlap so much at least. */
const [MAX_KNOWN, MIN_OVERLAP] = [0.5, 2];

/** Whether mostly new units come, such as customers; a level of which one follows the other, such as a quarter, is a time. */
export function newCome(
  { returning, span, rows }: Recurrence,
  { levelRows, isCalendar }: { readonly levelRows: number; readonly isCalendar: boolean },
): boolean {
  return isCalendar && returning <= MAX_KNOWN && span * rows >= MIN_OVERLAP * levelRows;
}

/** The fewest rows of a unit whose column is named like one of units. */
const FEW_NAMED = 5;

/**
 * Whether a column names units that the next rows are of too, so that it is known before the answer: by its name, or by how its
 * rows lie in time.
 * @param times [rows] If there are any
 */
export function namesUnits(
  { name, kind }: Pick<RelationColumn, "name" | "kind">,
  levels: Levels,
  times?: Float64Array,
): boolean {
  const count = levels.sizes.length;
  const levelRows = levels.codes.length / count;
  if (count < MIN_LEVELS || levelRows < FEW_NAMED) return false;
  if (kind === "text" ? isNamedAsUnit(name) : isNamedAsEntity(name)) return true;
  const recurrence = times && recurrenceOf(levels, times);
  return recurrence !== undefined && comesAgain(name, recurrence, { levelRows, isCalendar: true });
}

/** The share of units × times that have a row in a grid, and of rows that are not the first one there. */
const [MIN_FILLED, MAX_TWICE] = [0.5, 0.02];

/** Whether units have one row at most times, as weekly reports do: a new row is then a later one, or of a new unit. */
export function isGrid(levels: Levels, times: Float64Array): boolean {
  const cells = levels.sizes.length * new Set(times).size;
  return times.length >= MIN_FILLED * cells && haveOneRow(levels, times);
}

/** Whether units have one row at a time. */
export function haveOneRow({ codes }: Levels, times: Float64Array): boolean {
  const rows = codes.length;
  const numbers = new Map<number, number>();
  for (const time of times) if (!numbers.has(time)) numbers.set(time, numbers.size);
  const cells = new Set<number>();
  codes.forEach((code, row) => cells.add(code * numbers.size + numbers.get(times[row]!)!));
  return rows - cells.size <= MAX_TWICE * rows;
}

/** So many runs of equal units a unit has at most where the file is sorted by units. */
const MAX_RUNS = 1.2;

/** Whether the rows of a unit follow each other in the file. */
export function isSortedBy({ codes, sizes }: Levels): boolean {
  let runs = 0;
  codes.forEach((code, row) => runs += Number(row === 0 || code !== codes[row - 1]));
  return runs <= MAX_RUNS * sizes.length;
}
