/** Scales: where values stand along an axis of a chart, and what stands at its ticks. @module */

import { log } from "../../../lib/numerics/elementary.ts";
import type { Metric, ParameterSpace } from "../../../lib/sweep/summary.ts";
import { thinned } from "../../cli/table.ts";
import { figure } from "../../report/format.ts";
import { isFraction, metricTitle, valueText } from "./texts.ts";

/** What an axis shows. */
export interface Scale {
  readonly title: string;
  /** Where a value stands: 0 is the axis's begin, 1 its end. Numbers beyond it stand on its edge. */
  place(value: unknown): number;
  readonly ticks: readonly Tick[];
  /** The part of the axis that a value has to itself, where there are few; 0 for numbers of a range. */
  readonly band: number;
}

/** A place on an axis that is labelled. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** About how many ticks an axis of numbers has. */
const TICKS = 6;

/** An axis of numbers from `low` to `high`. */
export function linearScale(
  title: string,
  [low, high]: readonly [low: number, high: number],
  { whole = false }: { whole?: boolean } = {},
): Scale {
  const place = (value: unknown) => within((Number(value) - low) / (high - low));
  const ticks = linearTicks(low, high, whole);
  return {
    title,
    place,
    band: 0,
    ticks: ticks.map(({ value, label }) => ({ at: place(value), label })),
  };
}

/** Multiples of 1, 2 or 5 times a power of ten, written in decimals, which are the same everywhere. */
function linearTicks(
  low: number,
  high: number,
  whole: boolean,
): { value: number; label: string }[] {
  const exponent = Number(((high - low) / TICKS).toExponential().split("e")[1]);
  const steps = [1, 2, 5, 10].map((factor) => ({ factor, step: Number(`${factor}e${exponent}`) }))
    .filter(({ step }) => !whole || step >= 1);
  const { factor, step } = steps.find(({ step }) => (high - low) / step <= TICKS) ??
    { factor: 1, step: 1 };
  const decimals = Math.max(0, -exponent - (factor === 10 ? 1 : 0));
  const ticks: { value: number; label: string }[] = [];
  for (let k = Math.ceil(low / step); k * step <= high; k++) {
    const label = decimals > 0 ? (k * step).toFixed(Math.min(decimals, 100)) : figure(k * step);
    ticks.push({ value: k * step, label: label.replace(/^-(?=[0.]*$)/, "") });
  }
  return ticks;
}

/** An axis of numbers above 0 that spans a larger factor has only powers of ten for ticks. */
const WIDE = 100;

/** A logarithmic axis. */
export function logScale(
  title: string,
  [low, high]: readonly [low: number, high: number],
): Scale {
  const span = log(high / low);
  const place = (value: unknown) => within(log(Number(value) / low) / span);
  const steps = high > WIDE * low ? [1] : [1, 2, 5];
  const values: number[] = [];
  const exponentOf = (value: number) => Number(value.toExponential().split("e")[1]);
  for (let k = exponentOf(low); k <= exponentOf(high); k++) {
    values.push(...steps.map((step) => Number(`${step}e${k}`)));
  }
  const inside = values.filter((value) => value >= low && value <= high);
  const ticks = inside.length < 2 ? [low, high] : inside;
  return {
    title: `${title} (logarithmic)`,
    place,
    band: 0,
    ticks: ticks.map((value) => ({
      at: place(value),
      label: figure(value).replace(/\.?0+e/, "e"),
    })),
  };
}

/** The most separate values that are labelled. */
const MAX_CATEGORIES = 16;

/** An axis of separate values, each in the middle of a band of its own. */
export function categoryScale(title: string, values: readonly unknown[]): Scale {
  const keys = values.map((value) => JSON.stringify(value));
  const at = (k: number) => (k + 0.5) / keys.length;
  return {
    title,
    place: (value) => at(keys.indexOf(JSON.stringify(value))),
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
 * @param seen the values that trials have
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

/** The part of the values that an axis always shows. */
const SHOWN = 0.75;

/** How many times longer the axis may be made by the others. */
const FAR = 2;

/** How much longer than its values an axis is, at each end. */
const MARGIN = 0.04;

/** The axis of the metric, and the values that are too bad for it. */
export interface MetricScale extends Scale {
  /** How many values are beyond the axis: they stand on its edge. */
  readonly beyond: number;
  /** Where a value stands, beyond the axis if it is. */
  unclamped(value: number): number;
}

/**
 * The axis of the metric. Where some of the worse quarter of the values would press the others flat, it ends before them.
 *
 * @param values one or more
 */
export function metricScale(metric: Metric, values: readonly number[]): MetricScale {
  const sign = metric.goal === "maximize" ? -1 : 1;
  const sorted = [...values].sort((a, b) => sign * (a - b));
  const best = sorted[0]!;
  const reach = FAR * Math.abs(best - sorted[Math.ceil(SHOWN * sorted.length) - 1]!);
  const worst = reach === 0
    ? sorted.at(-1)!
    : sorted.findLast((value) => Math.abs(best - value) <= reach)!;
  const margin = best === worst ? Math.abs(best) / 100 || 1 : MARGIN * Math.abs(best - worst);
  const [low, high] = [Math.min(best, worst) - margin, Math.max(best, worst) + margin];
  const factor = isFraction(metric) ? 100 : 1;
  const title = `${metricTitle(metric)}${isFraction(metric) ? ", %" : ""}`;
  const scale = linearScale(title, [factor * low, factor * high]);
  const unclamped = (value: number) => (value - low) / (high - low);
  return {
    ...scale,
    place: (value) => within(unclamped(Number(value))),
    unclamped,
    beyond: values.filter((value) => value < low || value > high).length,
  };
}

function within(place: number): number {
  return Math.max(0, Math.min(1, place));
}
