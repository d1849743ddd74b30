/** The scale of a chart's values. @module */

/** About how many ticks an axis has. */
const APPROXIMATE_TICKS = 4;

/** Ticks at round numbers around the values. */
export function scaleOf(values: readonly number[]): { ticks: number[]; low: number; high: number } {
  const [least, most] = values.length === 0 ? [0, 1] : [Math.min(...values), Math.max(...values)];
  const size = Math.max(Math.abs(least), Math.abs(most));
  // Values that are equal but for rounding, or subnormal, have no round numbers between them.
  const span = [most - least, size, 1].find((span) => span > 1e-12 * size + 1e-300)!;
  const step = roundStep(span / APPROXIMATE_TICKS);
  const [first, last] = [Math.floor(least / step), Math.ceil(most / step)];
  const count = Math.max(1, last - first);
  const ticks = Array.from(
    { length: count + 1 },
    (_, k) => Number(((first + k) * step).toPrecision(15)),
  );
  return { ticks, low: first * step, high: (first + count) * step };
}

/** The least of 1, 2 and 5 times a power of ten that is not below a number. */
export function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? 10 * power;
}
