/** Draws that made tables are of, and how times are written in them. @module */

import { RandomStream, shuffle } from "../../../../lib/numerics/random.ts";

const DAY = 86_400_000;

/** Random numbers of one table. */
export class Draws {
  readonly stream: RandomStream;

  constructor(seed: number, name: string) {
    let purpose = 0;
    for (const letter of name) purpose = (31 * purpose + letter.charCodeAt(0)) % 1_000_003;
    this.stream = new RandomStream(1000 * seed + 7, "data", purpose);
  }

  /** A whole number from 0. */
  below(count: number): number {
    return this.stream.below(count);
  }

  uniform(from = 0, to = 1): number {
    return from + (to - from) * this.stream.uniform();
  }

  normal(mean = 0, deviation = 1): number {
    return mean + deviation * this.stream.normal();
  }

  pick<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)]!;
  }

  /** Whether something of a probability, given by its logit, happens. */
  happens(logit: number): boolean {
    return this.uniform() < 1 / (1 + Math.exp(-logit));
  }

  poisson(mean: number): number {
    let [count, product] = [0, this.uniform()];
    while (product > Math.exp(-mean)) {
      count++;
      product *= this.uniform();
    }
    return count;
  }

  normals(count: number, deviation = 1): number[] {
    return Array.from({ length: count }, () => this.normal(0, deviation));
  }

  /** A random walk. */
  walk(count: number, step: number): number[] {
    let at = 0;
    return Array.from({ length: count }, () => at += this.normal(0, step));
  }

  shuffled<Row>(rows: readonly Row[]): Row[] {
    const order = Uint32Array.from(rows, (_, row) => row);
    shuffle(order, this.stream);
    return Array.from(order, (row) => rows[row]!);
  }
}

/** 2021-03-01 and so many days. */
export function day(days: number): string {
  return new Date(Date.UTC(2021, 2, 1) + DAY * days).toISOString().slice(0, 10);
}

/** 2021-03-01 00:00 and so many hours. */
export function hour(hours: number): string {
  return new Date(Date.UTC(2021, 2, 1) + 3_600_000 * hours).toISOString().slice(0, 16)
    .replace("T", " ");
}

/** The ISO week, so many weeks after 2021-W09. */
export function isoWeek(weeks: number): string {
  const thursday = new Date(Date.UTC(2021, 2, 4) + 7 * DAY * weeks);
  const days = (thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / DAY;
  const week = 1 + Math.floor(days / 7);
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, "0")}`;
}
