/** Scales: the position of a value along an axis, and the ticks of the axis. The same bytes on every machine. @module */

import { log } from "../numerics/elementary.ts";
import { thinned } from "../document/blocks.ts";
import { count, fourDigits, isPlain } from "../numerics/number_text.ts";

export interface Scale {
  readonly title: string;
  /** The position of a value: 0 is the axis's begin, 1 its end. Values beyond it are on its edge. */
  position(value: unknown): number;
  readonly ticks: readonly Tick[];
  /** The fraction of the axis that each category has; 0 on an axis of numbers. */
  readonly band: number;
}

/** A labelled position on an axis. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** Values that differ by less, as a fraction of the larger one, are equal but for rounding. */
const RESOLUTION = 1e-12;

/** The shortest axis: ticks of an even shorter one would be subnormal. */
const SHORTEST = 1e-300;

/** Half of a − b: the whole difference may be beyond float64. */
export function halfSpan(a: number, b: number): number {
  return a / 2 - b / 2;
}

/** Whether two values are equal but for rounding. */
export function areEqual(a: number, b: number): boolean {
  const larger = Math.max(Math.abs(a), Math.abs(b));
  return 2 * Math.abs(halfSpan(a, b)) <= Math.max(RESOLUTION * larger, SHORTEST);
}

/** Half the length of the axis of a single value. */
export function marginOf(value: number): number {
  return Math.abs(value) > SHORTEST ? Math.abs(value) / 100 : 1;
}

/** The ends of an axis, which float64 holds, apart even where the values are equal. */
export function endsOf(low: number, high: number): [low: number, high: number] {
  const margin = areEqual(low, high) ? marginOf(high) : 0;
  return [Math.max(low - margin, -Number.MAX_VALUE), Math.min(high + margin, Number.MAX_VALUE)];
}

/** The least and the largest of some values; 0 and 1 where there are none. */
function rangeOf(values: readonly number[]): [low: number, high: number] {
  return values.length === 0 ? [0, 1] : [Math.min(...values), Math.max(...values)];
}

/** A fraction of an axis, at its edge where it is beyond. */
export function clamped(position: number): number {
  return Math.max(0, Math.min(1, position));
}

/**
 * An axis of numbers that holds these values, or around them where they are equal but for rounding.
 * @param whole whether ticks are whole numbers only
 * @param nice whether the axis is extended to the next ticks at both ends
 * @param zero whether the axis includes 0
 * @param ticks about how many ticks there are, at most
 */
export function linearScale(
  title: string,
  values: readonly number[],
  { whole = false, nice = false, zero = false, ticks: most = 6 }: {
    whole?: boolean;
    nice?: boolean;
    zero?: boolean;
    ticks?: number;
  } = {},
): Scale {
  let [low, high] = endsOf(...rangeOf(zero ? [0, ...values] : values));
  const step = stepOf(low, high, whole, most);
  if (nice) {
    const [least, most] = [low / step.size + RESOLUTION, high / step.size - RESOLUTION];
    [low, high] = endsOf(multipleOf(step, Math.floor(least)), multipleOf(step, Math.ceil(most)));
  }
  const position = (value: unknown) => clamped(halfSpan(Number(value), low) / halfSpan(high, low));
  const first = Math.ceil(low / step.size - RESOLUTION);
  const count = Math.floor(high / step.size + RESOLUTION) - first + 1;
  const at = Array.from(
    { length: Math.max(0, Math.min(count, most + 2)) },
    (_, k) => multipleOf(step, first + k),
  );
  return {
    title,
    position,
    band: 0,
    ticks: at.map((value) => ({ at: position(value), label: labelOf(value, step.decimals) })),
  };
}

/** The distance of ticks: 1, 2 or 5 times a power of ten, and the decimals that its multiples have. */
interface Step {
  readonly size: number;
  readonly decimals: number;
}

/** The smallest distance of which at most `most` fit between two values; whole numbers if `whole`. */
export function stepOf(low: number, high: number, whole: boolean, most: number): Step {
  const half = halfSpan(high, low);
  const exponent = Number((half / (most / 2)).toExponential().split("e")[1]);
  for (const factor of [1, 2, 5, 10]) {
    const size = Number(`${factor}e${exponent}`);
    if (whole && size < 1 || half / size > most / 2) continue;
    return { size, decimals: Math.max(0, -exponent - (factor === 10 ? 1 : 0)) };
  }
  return { size: 1, decimals: 0 };
}

/** The k-th multiple of a step, as its decimals say and not as a product is rounded. */
function multipleOf({ size, decimals }: Step, k: number): number {
  return decimals > 100 ? k * size : Number((k * size).toFixed(Math.min(decimals, 100)));
}

/** Whole numbers from here on have their thousands set apart. */
const MIN_GROUPED = 10_000;

function labelOf(value: number, decimals: number): string {
  const isShort = decimals > 0 && decimals <= 5;
  const isLong = Number.isInteger(value) && isPlain(value) && Math.abs(value) >= MIN_GROUPED;
  const text = isLong ? count(value) : isShort ? value.toFixed(decimals) : fourDigits(value);
  return text.replace(/\.?0+e/, "e").replace(/^-(?=[0.]*$)/, "").replace(/^-/, "\u2212");
}

/** A logarithmic axis over a larger factor has only powers of ten for ticks. */
const MAX_FACTOR_OF_FINE_TICKS = 100;

const MAX_POWERS = 16;

/** A logarithmic axis that holds these values, or around them where they are equal but for rounding. */
export function logScale(title: string, all: readonly number[]): Scale {
  const range = rangeOf(all);
  const [low, high] = areEqual(...range) && range[0] > SHORTEST ? endsOf(...range) : range;
  const above = (value: number) => log(value) - log(low); // the quotient may be beyond float64
  const position = (value: unknown) => clamped(above(Number(value)) / above(high));
  const steps = high > MAX_FACTOR_OF_FINE_TICKS * low ? [1] : [1, 2, 5];
  const values: number[] = [];
  const exponentOf = (value: number) => Number(value.toExponential().split("e")[1]);
  const [first, last] = [exponentOf(low), exponentOf(high)];
  for (let k = first; k <= last; k += Math.ceil((last - first + 1) / MAX_POWERS)) {
    values.push(...steps.map((step) => Number(`${step}e${k}`)));
  }
  const inside = values.filter((value) => value >= low && value <= high);
  return {
    title: `${title} (logarithmic)`.trim(),
    position,
    band: 0,
    ticks: (inside.length < 2 ? [low, high] : inside).map((value) => ({
      at: position(value),
      label: labelOf(value, 0),
    })),
  };
}

const MAX_CATEGORIES = 16;

/** An axis of categories, each in the middle of a band of its own; values are told apart by their JSON. */
export function categoryScale(
  title: string,
  values: readonly unknown[],
  textOf: (value: unknown) => string = String,
): Scale {
  const indexes = new Map(values.map((value, k) => [JSON.stringify(value), k]));
  const at = (k: number) => (k + 0.5) / values.length;
  return {
    title,
    position: (value) => at(indexes.get(JSON.stringify(value)) ?? -1),
    band: 1 / values.length,
    ticks: thinned(values.map((value, k) => ({ at: at(k), label: textOf(value) })), MAX_CATEGORIES),
  };
}
