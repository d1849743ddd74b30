/** Scales: the positions of values along an axis of a chart, and the labels of its ticks. @module */

import { log } from "../../../lib/numerics/elementary.ts";
import type { ParameterSpace, SweepMetric } from "../../../lib/sweep/summary.ts";
import { thinned } from "../../cli/table.ts";
import { figure } from "../../report/format.ts";
import { isFraction, metricTitle, valueText } from "./texts.ts";

/** An axis: its title, its ticks, and the positions of values. */
export interface Scale {
  readonly title: string;
  /** The position of a value: 0 is the begin of the axis, 1 its end. Numbers beyond are on its edge. */
  position(value: unknown): number;
  readonly ticks: readonly Tick[];
  /** The width of a value's band, as a fraction of the axis; 0 for numbers of a range. */
  readonly band: number;
}

/** A labeled position on an axis. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** How many ticks an axis of numbers has: at most one more. */
const TICKS = 6;

/** The least relative difference of two values; a smaller one is rounding, and has no ticks. */
const MIN_RELATIVE_SPAN = 1e-12;

/** The least length of an axis: its steps would be subnormal on a shorter one. */
const MIN_SPAN = 1e-300;

/** Half the difference of two values: the whole one may be beyond float64. */
function halfSpan(a: number, b: number): number {
  return a / 2 - b / 2;
}

/** Whether two values are equal but for rounding. */
function areEqual(a: number, b: number): boolean {
  const larger = Math.max(Math.abs(a), Math.abs(b));
  return 2 * Math.abs(halfSpan(a, b)) <= Math.max(MIN_RELATIVE_SPAN * larger, MIN_SPAN);
}

/** The margin of an axis on both sides of its only value. */
function marginOf(value: number): number {
  return Math.abs(value) > MIN_SPAN ? Math.abs(value) / 100 : 1;
}

/** The ends of an axis, which float64 can hold. */
function endsOf(low: number, high: number): [low: number, high: number] {
  const margin = areEqual(low, high) ? marginOf(high) : 0;
  return [Math.max(low - margin, -Number.MAX_VALUE), Math.min(high + margin, Number.MAX_VALUE)];
}

/** An axis of numbers from `low` to `high`, or around them where they are equal but for rounding. */
export function linearScale(
  title: string,
  range: readonly [low: number, high: number],
  { whole = false }: { whole?: boolean } = {},
): Scale {
  const [low, high] = endsOf(...range);
  const position = (value: unknown) => within(halfSpan(Number(value), low) / halfSpan(high, low));
  const ticks = linearTicks(low, high, whole);
  return {
    title,
    position,
    band: 0,
    ticks: ticks.map(({ value, label }) => ({ at: position(value), label })),
  };
}

/** Multiples of 1, 2 or 5 times a power of ten, written in decimals, which are the same everywhere. */
function linearTicks(
  low: number,
  high: number,
  whole: boolean,
): { value: number; label: string }[] {
  const half = halfSpan(high, low);
  const exponent = Number((half / (TICKS / 2)).toExponential().split("e")[1]);
  const steps = [1, 2, 5, 10].map((factor) => ({ factor, step: Number(`${factor}e${exponent}`) }))
    .filter(({ step }) => !whole || step >= 1);
  const { factor, step } = steps.find(({ step }) => half / step <= TICKS / 2) ??
    { factor: 1, step: 1 };
  const decimals = Math.max(0, -exponent - (factor === 10 ? 1 : 0));
  const first = Math.ceil(low / step);
  return Array.from({ length: TICKS + 1 }, (_, k) => (first + k) * step)
    .filter((value) => value <= high)
    .map((value) => {
      const label = decimals > 0 ? value.toFixed(Math.min(decimals, 100)) : figure(value);
      return { value, label: label.replace(/^-(?=[0.]*$)/, "") };
    });
}

/** The largest factor between the ends of a logarithmic axis whose ticks are not powers of ten alone. */
const MAX_FACTOR_OF_STEPS = 100;

const MAX_POWERS = 16;

/** A logarithmic axis from `low` to `high`, or around them where they are equal but for rounding. */
export function logScale(
  title: string,
  range: readonly [low: number, high: number],
): Scale {
  const [low, high] = areEqual(...range) && range[0] > MIN_SPAN ? endsOf(...range) : range;
  const above = (value: number) => log(value) - log(low); // their quotient may be beyond float64
  const position = (value: unknown) => within(above(Number(value)) / above(high));
  const steps = high > MAX_FACTOR_OF_STEPS * low ? [1] : [1, 2, 5];
  const values: number[] = [];
  const exponentOf = (value: number) => Number(value.toExponential().split("e")[1]);
  const [first, last] = [exponentOf(low), exponentOf(high)];
  for (let k = first; k <= last; k += Math.ceil((last - first + 1) / MAX_POWERS)) {
    values.push(...steps.map((step) => Number(`${step}e${k}`)));
  }
  const inside = values.filter((value) => value >= low && value <= high);
  const ticks = inside.length < 2 ? [low, high] : inside;
  return {
    title: `${title} (logarithmic)`,
    position,
    band: 0,
    ticks: ticks.map((value) => ({
      at: position(value),
      label: figure(value).replace(/\.?0+e/, "e"),
    })),
  };
}

const MAX_CATEGORIES = 16;

/** An axis of separate values, each in the middle of its band. */
export function categoryScale(title: string, values: readonly unknown[]): Scale {
  const keys = values.map((value) => JSON.stringify(value));
  const at = (k: number) => (k + 0.5) / keys.length;
  return {
    title,
    position: (value) => at(keys.indexOf(JSON.stringify(value))),
    band: 1 / keys.length,
    ticks: thinned(
      values.map((value, k) => ({ at: at(k), label: valueText(value) })),
      MAX_CATEGORIES,
    ),
  };
}

/**
 * The axis of a parameter: its range, or its values in their order.
 *
 * @param seen the values of the trials
 */
export function parameterScale(
  name: string,
  space: ParameterSpace | undefined,
  seen: readonly unknown[],
): Scale {
  if (space !== undefined && "min" in space && space.min < space.max) {
    const { min, max, distribution } = space;
    if (distribution === "logUniform") return logScale(name, [min, max]);
    return linearScale(name, [min, max], { whole: distribution === "int" });
  }
  const values = space !== undefined && "values" in space ? space.values : [];
  const distinct = new Map([...values, ...seen].map((value) => [JSON.stringify(value), value]));
  return categoryScale(name, [...distinct.values()]);
}

/** The fraction of the values, the best ones, that are always within the axis. */
const ALWAYS_SHOWN = 0.75;

/** How many times longer the axis may be for the other values. */
const MAX_REACH = 2;

/** The margin of the axis at each end, as a fraction of its length. */
const MARGIN = 0.04;

/** The axis of the metric, and the values that are too bad for it. */
export interface MetricScale extends Scale {
  /** How many values are beyond the axis, and drawn on its edge. */
  readonly beyond: number;
  /** The position of a value, which may be beyond the axis. */
  unclamped(value: number): number;
}

/**
 * The axis of the metric. It ends before those of the worst quarter of the values that would press the others flat.
 *
 * @param values one or more
 */
export function metricScale(metric: SweepMetric, values: readonly number[]): MetricScale {
  const sign = metric.goal === "maximize" ? -1 : 1;
  const sorted = [...values].sort((a, b) => sign * (a - b));
  const best = sorted[0]!;
  const shown = sorted[Math.ceil(ALWAYS_SHOWN * sorted.length) - 1]!;
  const reach = MAX_REACH * Math.abs(best - shown);
  const worst = areEqual(best, shown)
    ? sorted.at(-1)!
    : sorted.findLast((value) => Math.abs(best - value) <= reach)!;
  const margin = areEqual(best, worst) ? marginOf(best) : MARGIN * Math.abs(best - worst);
  const [low, high] = endsOf(Math.min(best, worst) - margin, Math.max(best, worst) + margin);
  const factor = isFraction(metric) ? 100 : 1;
  const title = `${metricTitle(metric)}${isFraction(metric) ? ", %" : ""}`;
  const scale = linearScale(title, [factor * low, factor * high]);
  const unclamped = (value: number) => halfSpan(value, low) / halfSpan(high, low);
  return {
    ...scale,
    position: (value) => within(unclamped(Number(value))),
    unclamped,
    beyond: values.filter((value) => value < low || value > high).length,
  };
}

function within(position: number): number {
  return Math.max(0, Math.min(1, position));
}
