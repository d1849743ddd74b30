/** The mean and the deviation of a column's numbers, by which they are standardized. @module */

import { quoted } from "../../checks/texts.ts";
import type { TableSource } from "./source.ts";

/**
 * Mean and deviation in one pass, float64, number after number, by the sums of Welford 1962. They are of the distances from
 * the first number, so that large numbers that differ little, such as times, lose nothing.
 */
export class Moments {
  count = 0;
  #first = 0;
  #sum = 0;
  #mean = 0;
  #squares = 0;
  #differ = false;

  add(value: number): void {
    if (this.count === 0) this.#first = value;
    const shifted = value - this.#first;
    const distance = shifted - this.#mean;
    if (shifted !== 0) this.#differ = true;
    this.#sum += shifted;
    this.#mean += distance / ++this.count;
    this.#squares += distance * (shifted - this.#mean);
  }

  get mean(): number {
    return this.count === 0 ? 0 : this.#first + this.#sum / this.count;
  }

  /** Whether they differ, though by so little that float64 has no squares of it, and their deviation is 0. */
  get differTooLittle(): boolean {
    return this.#differ && this.#squares === 0;
  }

  /** The standard deviation of these numbers, over n; 0 where they are all the same. */
  get deviation(): number {
    return this.count === 0 ? 0 : Math.sqrt(this.#squares / this.count);
  }
}

/**
 * The mean and the standard deviation of a column, which is 1 where all numbers are the same.
 * @throws {SyntaxError} if the numbers are too large to be squared in float64, or differ by too little
 */
export function scaleOf(
  { name: table }: TableSource,
  name: string,
  { mean, deviation, differTooLittle }: Moments,
): { mean: number; deviation: number } {
  if (Number.isFinite(mean) && Number.isFinite(deviation) && !differTooLittle) {
    return { mean, deviation: deviation || 1 };
  }
  const [what, unit] = differTooLittle
    ? ["differ by too little", "smaller"]
    : ["are too large", "larger"];
  throw new SyntaxError(
    `Cannot use the column ${quoted(name)} of ${table}: its numbers ${what} to be ` +
      `standardized; write them in a ${unit} unit`,
  );
}
