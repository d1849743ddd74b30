/** How much values differ from each other. @module */

const { max, min, sqrt } = Math;

/** The mean of values, their least and most, and their sample standard deviation, which is `null` for one value. */
export interface Spread extends Readonly<Record<"mean" | "min" | "max", number>> {
  /** The sample standard deviation. */
  readonly sd: number | null;
}

/**
 * The spread of values, such as the accuracies of several runs.
 * @throws {RangeError} if there are no values
 */
export function spreadOf(values: readonly number[]): Spread {
  const count = values.length;
  if (count === 0) throw new RangeError("Cannot find the spread of no values");
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return {
    mean,
    sd: count === 1 ? null : sqrt(squares / (count - 1)),
    min: values.reduce((least, value) => min(least, value)),
    max: values.reduce((most, value) => max(most, value)),
  };
}
