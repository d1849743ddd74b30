/** The axes of a sweep's charts: its parameters and its metric. @module */

import type { ParameterSpace } from "../../../lib/search/draw.ts";
import type { SweepMetric } from "../plan/summary.ts";
import {
  areEqual,
  categoryScale,
  clamped,
  endsOf,
  halfSpan,
  linearScale,
  logScale,
  marginOf,
  type Scale,
} from "../../../lib/charts/scale.ts";
import { count } from "../../cli/format.ts";
import { isFraction, metricTitle, valueText } from "./texts.ts";

/**
 * The axis of a parameter: its range, or its values in their order.
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
  return categoryScale(name, [...distinct.values()], valueText);
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

/** A sentence on values that are too bad for an axis. */
export function beyondText({ beyond }: MetricScale): string {
  if (beyond === 0) return "";
  const verb = beyond === 1 ? "is" : "are";
  return ` ${count(beyond)} that ${verb} much worse ${verb} on the edge of the axis.`;
}

/**
 * The axis of the metric. It ends before those of the worst quarter of the values that would press the others flat.
 * @param values one or more
 * @param name of the metric in words
 */
export function metricScale(
  metric: SweepMetric,
  values: readonly number[],
  name: string = metricTitle({ metric }),
): MetricScale {
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
  const title = `${name}${isFraction(metric) ? ", %" : ""}`;
  const scale = linearScale(title, [factor * low, factor * high]);
  const unclamped = (value: number) => halfSpan(value, low) / halfSpan(high, low);
  return {
    ...scale,
    position: (value) => clamped(unclamped(Number(value))),
    unclamped,
    beyond: values.filter((value) => value < low || value > high).length,
  };
}
