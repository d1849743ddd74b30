/** Finds out how the cells of a column are written, in one pass over them. @module */

import { isDate, isMissing, numberOf } from "../cells/cells.ts";
import { type DateOrder, isCertainDate, isOrdered, readDate } from "./dates.ts";
import { NumberGuess } from "./guess_number.ts";
import type { TableColumn } from "../columns/columns.ts";
import type { ReadAs } from "../../options/table.ts";
import { type NumberFormat, plainNumber } from "./number_format.ts";
import { lasting } from "../cells/statistics.ts";
import { wordsIn } from "./words.ts";

/** How the cells of a column are read, where that is not as they stand. */
export type ColumnReading =
  | { readonly kind: "number"; readonly format: NumberFormat }
  | { readonly kind: "date"; readonly order: DateOrder }
  | {
    readonly kind: Exclude<TableColumn["kind"], "number" | "date" | "level">;
    readonly format?: NumberFormat;
  };

/** At least this share of the cells are dates in a column of dates; the others are missing values, such as 0000-00-00. */
const MIN_DATES = 0.9;

/** A free text has this many words on average. */
const MIN_WORDS = 3;

/** The number of texts, from the first on, in which words are counted. */
const MAX_COUNTED = 1000;

/** The dates of a column, by the two orders of day and month. */
class DateGuess {
  dmy = 0;
  mdy = 0;
  /** Whether a cell is a date for certain, and no season such as 2010-11. */
  isCertain = false;
  example: string | undefined;
  /** A cell that both orders read, as other dates. */
  twofold: string | undefined;

  readonly #ranges = { dmy: [Infinity, -Infinity], mdy: [Infinity, -Infinity] };

  /** The first and the last date by an order, in seconds since 1970. */
  rangeOf(order: DateOrder): readonly [first: number, last: number] {
    return this.#ranges[order] as [number, number];
  }

  add(cell: string): void {
    if (!/\d/.test(cell)) return; // most texts
    const dmy = readDate(cell, "dmy");
    const mdy = isOrdered(cell) ? readDate(cell, "mdy") : dmy;
    if (dmy === dmy) this.dmy++;
    if (mdy === mdy) this.mdy++;
    for (const [range, date] of [[this.#ranges.dmy, dmy], [this.#ranges.mdy, mdy]] as const) {
      if (date < range[0]!) range[0] = date;
      if (date > range[1]!) range[1] = date;
    }
    if (dmy !== dmy && mdy !== mdy) return;
    this.isCertain ||= isDate(cell) || isCertainDate(cell) || /\p{L}{3}/u.test(cell);
    this.example ??= lasting(cell);
    if (dmy === dmy && mdy === mdy && dmy !== mdy) this.twofold ??= lasting(cell);
  }

  /** Whether no cell decides what comes first. */
  get fitsBoth(): boolean {
    return this.dmy === this.mdy;
  }

  /** Day first where both orders fit. */
  get order(): DateOrder {
    return this.mdy > this.dmy ? "mdy" : "dmy";
  }
}

/** What the cells of a column may be, as far as they were seen. */
export class CellGuess {
  readonly numbers = new NumberGuess();
  readonly dates = new DateGuess();
  /** Cells that are not missing. */
  filled = 0;
  /** Whether the user states how it is read. */
  readonly isStated: boolean;
  #texts = 0;
  #words = 0;
  readonly #readsDigits: boolean;

  /** @param as what the user states of the column */
  constructor(as: ReadAs | undefined) {
    this.isStated = as !== undefined;
    this.#readsDigits = as === "date" || as === "dmy" || as === "mdy";
  }

  add(cell: string): void {
    if (isMissing(cell)) return;
    this.filled++;
    if (!Number.isNaN(numberOf(cell))) {
      this.numbers.addPlain(cell);
      if (this.#readsDigits) this.dates.add(cell);
      return;
    }
    this.numbers.addText(cell);
    this.dates.add(cell);
    if (++this.#texts <= MAX_COUNTED) this.#words += wordsIn(cell).size;
  }

  /** Whether the column is of dates; some of its cells may be none. */
  get isOfDates(): boolean {
    const { isCertain, dmy, mdy } = this.dates;
    return isCertain && Math.max(dmy, mdy) >= MIN_DATES * this.filled;
  }

  /** Whether its texts have several words each. */
  get isProse(): boolean {
    return this.#texts > 0 && 2 * this.#texts > this.filled &&
      this.#words >= MIN_WORDS * Math.min(this.#texts, MAX_COUNTED);
  }
}

/**
 * How numbers and dates are read, where that is not as they stand.
 * @param as what the user states of it
 * @param mark the decimal mark that other columns surely have
 * @param usual the decimal mark of such tables
 * @param isTarget whether it is predicted: dates and yes or no stay as written
 */
export function readingOf(
  { numbers, dates, isOfDates }: CellGuess,
  as: ReadAs | undefined,
  mark: "." | "," | undefined,
  usual: "." | ",",
  isTarget: boolean,
): ColumnReading | undefined {
  switch (as) {
    case "dmy":
    case "mdy":
      return { kind: "date", order: as };
    case "date":
      return { kind: "date", order: dates.order };
    case "comma":
    case "point":
      return numberReading(numbers.format(as === "comma" ? "," : ".", usual), isTarget);
    case "number":
      return numberReading(numbers.format(mark, usual), isTarget);
  }
  if (isOfDates) return isTarget ? undefined : { kind: "date", order: dates.order };
  return numberReading(numbers.format(mark, usual), isTarget);
}

function numberReading(
  format: NumberFormat | undefined,
  isTarget: boolean,
): ColumnReading | undefined {
  if (format === undefined || isTarget && format.as === "truth") return undefined;
  return { kind: "number", format };
}

/** How the numbers of a column are written, if it is read by them and they are not plain decimal. */
export function formatOf(reading: ColumnReading | undefined): NumberFormat | undefined {
  return reading?.kind === "date" ? undefined : reading?.format;
}

/** What comes first in the dates of a column, if it is read as dates. */
export function orderOf(reading: ColumnReading | undefined): DateOrder | undefined {
  return reading?.kind === "date" ? reading.order : undefined;
}

/** The text by which plain rules judge a cell: the number of one with a format, in decimal. */
export function plainCell(cell: string, reading: ColumnReading | undefined): string {
  const format = formatOf(reading);
  return format === undefined ? cell : plainNumber(cell, format);
}
