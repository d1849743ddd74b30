/** The scale of a chart's values. @module */

/** About how many ticks an axis has. */
const TICKS = 4;

/** Ticks at round numbers around the values. */
export function scaleOf(values: readonly number[]): { ticks: number[]; low: number; high: number } {
  const [least, most] = values.length === 0 ? [0, 1] : [Math.min(...values), Math.max(...values)];
  const span = most - least || Math.abs(most) || 1;
  const rough = span / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough)!;
  const [first, last] = [Math.floor(least / step), Math.ceil(most / step)];
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  const count = Math.max(1, last - first);
  const ticks = Array.from(
    { length: count + 1 },
    (_, k) => Number(((first + k) * step).toFixed(digits)),
  );
  return { ticks, low: first * step, high: (first + count) * step };
}
