/** The times of a column, to put rows into their order. @module */

import { isMissing, numberOf, quoted } from "../cells/cells.ts";
import type { ResolvedOptions } from "../columns/options.ts";
import type { TableHead } from "../cells/source.ts";
import { readDate } from "../values/dates.ts";
import type { ReadAs } from "../values/kinds.ts";
import { CellGuess, plainCell, readingOf } from "../values/readings.ts";

/** A time before all others, of rows that have none. */
export const NO_TIME = -Infinity;

/** Finds out how the times of a column are written, and then reads them. */
export class TimeReader {
  readonly #head: TableHead;
  readonly #index: number;
  readonly #as: ReadAs | undefined;
  readonly #guess: CellGuess;
  #read: ((cell: string) => number) | undefined;

  /** @param index of the column, from 0 */
  constructor(head: TableHead, index: number, { as }: Pick<ResolvedOptions, "as">) {
    this.#head = head;
    this.#index = index;
    const stated = as?.get(index);
    const isOrdered = stated !== "text" && stated !== "words" && stated !== "out";
    this.#as = isOrdered ? stated : undefined;
    this.#guess = new CellGuess(this.#as);
  }

  /** Takes the next row of the first pass. */
  scan(cells: readonly string[]): void {
    this.#guess.add(cells[this.#index]!);
  }

  /**
   * The time of a row, once all were seen: a number, or the seconds since 1970 of a date; {@linkcode NO_TIME} of a missing
   * value, and of what is none among dates.
   * @throws {SyntaxError} if it is no number among numbers
   */
  timeOf(cells: readonly string[], line: number): number {
    const cell = cells[this.#index]!;
    if (isMissing(cell)) return NO_TIME;
    this.#read ??= this.#reader();
    const time = this.#read(cell);
    if (time === time) return time;
    const { name, columns } = this.#head;
    throw new SyntaxError(
      `Cannot split ${name} after ${quoted(columns[this.#index]!)}: ${quoted(cell)} on line ` +
        `${line} is no number, and fewer than 90 % of the rows have dates`,
    );
  }

  #reader(): (cell: string) => number {
    const { decimalComma } = this.#head;
    const usual = decimalComma === true ? "," : ".";
    const reading = readingOf(this.#guess, this.#as, undefined, usual, false);
    if (reading?.kind !== "date") return (cell) => numberOf(plainCell(cell, reading), decimalComma);
    return (cell) => {
      const time = readDate(cell, reading.order);
      return time === time ? time : NO_TIME;
    };
  }
}
