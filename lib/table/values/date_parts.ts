/** The numbers that a network gets of a date. @module */

import { Moments } from "../cells/moments.ts";
import type { DateColumn } from "../columns/columns.ts";
import type { MissingValueRule } from "../../options/table.ts";
import { civilFromDays, type DateOrder, type DatePart, daysFromCivil, readDate } from "./dates.ts";

const TAU = 6.283185307179586;

/** The terms of the series that give float64's digits up to an eighth of the circle. */
const TERMS = 9;

/**
 * Sine and cosine of k of n equal steps around a circle, from sums and products alone: `Math.sin` may differ in the last bit
 * between machines. The angle is brought to the first eighth of the circle, where Taylor's series is short.
 * @param k from 0 to n, not always whole
 */
function pointAt(k: number, n: number): readonly [sine: number, cosine: number] {
  if (2 * k > n) {
    const [sine, cosine] = pointAt(n - k, n);
    return [-sine, cosine];
  }
  if (4 * k > n) {
    const [sine, cosine] = pointAt(n / 2 - k, n);
    return [sine, -cosine];
  }
  if (8 * k > n) {
    const [sine, cosine] = pointAt(n / 4 - k, n);
    return [cosine, sine];
  }
  const angle = TAU * k / n;
  const square = angle * angle;
  let [sine, cosine] = [1, 1];
  for (let term = TERMS; term > 0; term--) {
    sine = 1 - sine * square / ((2 * term + 1) * (2 * term));
    cosine = 1 - cosine * square / ((2 * term) * (2 * term - 1));
  }
  return [angle * sine, cosine];
}

export interface Circle {
  readonly sine: Float64Array;
  readonly cosine: Float64Array;
}

function circle(n: number): Circle {
  const points = Array.from({ length: n }, (_, k) => pointAt(k, n));
  return {
    sine: Float64Array.from(points, ([sine]) => sine),
    cosine: Float64Array.from(points, ([, cosine]) => cosine),
  };
}

/** The circles of months, weekdays, days of the year, and hours. */
export const CIRCLES = {
  month: circle(12),
  weekday: circle(7),
  yearday: circle(366),
  hour: circle(24),
} as const;

const { floor } = Math;

/** What a date becomes, in this order. */
export const DATE_PARTS: readonly DatePart[] = [
  "year",
  "month sine",
  "month cosine",
  "weekday sine",
  "weekday cosine",
  "yearday sine",
  "yearday cosine",
  "hour sine",
  "hour cosine",
  "days",
];

const DAY_SECONDS = 86_400;

/** The day of 1 January 1970 was a Thursday: days from the Monday before it. */
const MONDAY = 3;

/** Whole days from 1970 to a date. */
export function dayOf(seconds: number): number {
  return floor(seconds / DAY_SECONDS);
}

/**
 * Writes all numbers of a date.
 * @param seconds since 1970, by the clock of UTC
 * @param first the day that days are counted from, in days since 1970
 * @param out [parts], in the order of {@linkcode DATE_PARTS}
 */
export function writeParts(seconds: number, first: number, out: Float64Array): void {
  const day = dayOf(seconds);
  const { year, month } = civilFromDays(day);
  const week = day + MONDAY;
  const { month: months, weekday, yearday, hour } = CIRCLES;
  const steps = [
    [months, month - 1],
    [weekday, week - 7 * floor(week / 7)],
    [yearday, day - daysFromCivil(year, 1, 1)],
    [hour, floor((seconds - day * DAY_SECONDS) / 3600)],
  ] as const;
  out[0] = year;
  for (let k = 0; k < steps.length; k++) {
    const [circle, step] = steps[k]!;
    out[2 * k + 1] = circle.sine[step]!;
    out[2 * k + 2] = circle.cosine[step]!;
  }
  out[DATE_PARTS.length - 1] = day - first;
}

/** The dates of the training rows, and what of them varies. */
export class DateMoments {
  /** Cells that are neither a date nor missing. */
  unread = 0;
  /** Cells that are dates. */
  count = 0;
  firstUnread: string | undefined;
  readonly #order: DateOrder;
  readonly #moments = DATE_PARTS.map(() => new Moments());
  readonly #parts = new Float64Array(DATE_PARTS.length);
  #first = Infinity;

  constructor(order: DateOrder) {
    this.#order = order;
  }

  add(cell: string): void {
    const seconds = readDate(cell, this.#order);
    if (Number.isNaN(seconds)) {
      this.unread++;
      this.firstUnread ??= cell;
      return;
    }
    this.count++;
    writeParts(seconds, 0, this.#parts);
    for (const [k, moments] of this.#moments.entries()) moments.add(this.#parts[k]!);
    this.#first = Math.min(this.#first, dayOf(seconds));
  }

  /** The column's description; `undefined` where no number of the dates varies. */
  column(name: string, gaps: MissingValueRule): DateColumn | undefined {
    const parts = DATE_PARTS.flatMap((part, k) => {
      const { mean, deviation } = this.#moments[k]!;
      if (deviation === 0) return [];
      return [{ part, mean: part === "days" ? mean - this.#first : mean, deviation }];
    });
    return parts.length === 0
      ? undefined
      : { kind: "date", name, order: this.#order, first: this.#first, parts, gaps };
  }
}

/**
 * Writes the features of a date: its parts, standardized in float64 and rounded once.
 * @returns whether the cell is a date; otherwise nothing is written
 */
export type DateWriter = (cell: string, out: Float32Array, offset: number) => boolean;

export function dateWriter({ order, first, parts }: DateColumn): DateWriter {
  const indices = parts.map(({ part }) => DATE_PARTS.indexOf(part));
  const written = new Float64Array(DATE_PARTS.length);
  return (cell, out, offset) => {
    const seconds = readDate(cell, order);
    if (Number.isNaN(seconds)) return false;
    writeParts(seconds, first, written);
    for (let k = 0; k < parts.length; k++) {
      const { mean, deviation } = parts[k]!;
      out[offset + k] = (written[indices[k]!]! - mean) / deviation;
    }
    return true;
  };
}
