/** Bars, histograms and intervals, as specifications in Vega-Lite. @module */

import type { Histogram } from "../../lib/evaluate/weight_statistics.ts";
import type { Calibration } from "../../mod.ts";
import type { Spec } from "./charts.ts";
import { axisFormat, count } from "./format.ts";
import { inkOf } from "./lines.ts";

/** The lines behind bars show through. */
export const BAR_OPACITY = 0.75;

/** The height at which the counts of the reliability diagram stand, in percent: above everything else. */
const ABOVE = 105;

/** The reliability diagram: accuracy by confidence, and the line on which the two are equal. */
export function reliabilityChart({ bins }: Calibration): Spec {
  const values = bins.filter(({ size }) => size > 0).map(({ from, to, size, accuracy }) => ({
    from: 100 * from,
    to: 100 * to,
    middle: 50 * (from + to),
    accuracy: 100 * accuracy!,
    size: count(size),
  }));
  const axis = { values: [0, 20, 40, 60, 80, 100] };
  return {
    data: { values },
    layer: [
      {
        mark: { type: "bar", fill: "var(--series-1)", fillOpacity: BAR_OPACITY, binSpacing: 2 },
        encoding: {
          x: {
            field: "from",
            type: "quantitative",
            bin: { binned: true },
            scale: { domain: [0, 100] },
            axis: { ...axis, title: "confidence, %" },
          },
          x2: { field: "to" },
          y: {
            field: "accuracy",
            type: "quantitative",
            scale: { domain: [0, ABOVE + 5], nice: false },
            axis: { ...axis, title: "right, %" },
          },
        },
      },
      {
        data: { values: [{ x: 0, y: 0, x2: 100, y2: 100 }] },
        mark: { type: "rule", stroke: "var(--ink)", strokeDash: [6, 3], strokeWidth: 1.5 },
        encoding: {
          x: { field: "x", type: "quantitative" },
          y: { field: "y", type: "quantitative" },
          x2: { field: "x2" },
          y2: { field: "y2" },
        },
      },
      {
        mark: { type: "text", fontSize: 11, fill: "var(--muted)" },
        encoding: {
          x: { field: "middle", type: "quantitative" },
          y: { datum: ABOVE, type: "quantitative" },
          text: { field: "size" },
        },
      },
    ],
  };
}

/**
 * How values are spread around zero, such as the weights of a layer.
 *
 * @param title of the axis of values. Default: weight
 * @param small whether three stand in a row
 */
export function histogramChart(
  { bins, bound }: Histogram,
  { title = "weight", small = true }: { title?: string; small?: boolean } = {},
): Spec {
  const step = 2 * bound / bins.length;
  const values = bins.map((size, k) => ({
    from: k * step - bound,
    to: (k + 1) * step - bound,
    size,
  }));
  return {
    ...small && { height: 180, width: 320 },
    data: { values },
    mark: { type: "bar", fill: "var(--series-1)", fillOpacity: BAR_OPACITY, binSpacing: 0.5 },
    encoding: {
      x: {
        field: "from",
        type: "quantitative",
        bin: { binned: true },
        scale: { domain: [-bound, bound], nice: false },
        axis: { title, format: axisFormat(bound), tickCount: 5 },
      },
      x2: { field: "to" },
      y: {
        field: "size",
        type: "quantitative",
        axis: { title: "how many", format: ",d", tickMinStep: 1, tickCount: 4 },
      },
    },
  };
}

/** What each run gets right, with its interval. */
export function accuracyChart(
  rows: readonly { name: string; accuracy: number; low: number; high: number }[],
): Spec {
  const inPercent = rows.map(({ name, accuracy, low, high }) => ({
    name,
    value: 100 * accuracy,
    low: 100 * low,
    high: 100 * high,
  }));
  return intervalChart(inPercent, { title: "right, %" });
}

/** A value and the interval that it lies in. */
interface Interval {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Values with their intervals, one below the other.
 *
 * @param oneColor whether they are of one kind, and not each a run with a colour of its own
 * @param zero whether the axis begins at 0
 */
export function intervalChart(
  rows: readonly Interval[],
  { title, oneColor = false, zero = false }: { title: string; oneColor?: boolean; zero?: boolean },
): Spec {
  // Labels come from the data: Vega refuses expressions with texts such as "constructor" and "if".
  const values = rows.map((row, k) => ({ row: k, label: labelFor(k, row.name), ...row }));
  const most = Math.max(...values.map(({ low, high }) => Math.max(Math.abs(low), Math.abs(high))));
  const x = { type: "quantitative", scale: { zero, nice: true } };
  const color = {
    field: "row",
    type: "nominal",
    scale: {
      domain: values.map(({ row }) => row),
      range: values.map(({ row }) => inkOf(oneColor ? 0 : row).color),
    },
    legend: null,
  };
  return {
    height: 60 + 30 * rows.length,
    data: { values },
    encoding: {
      y: {
        field: "label",
        type: "nominal",
        axis: {
          title: null,
          labelExpr: `slice(datum.value, ${ORDER_DIGITS})`,
          labelColor: "var(--ink)",
          labelLimit: 190,
        },
      },
      color,
    },
    layer: [
      {
        mark: { type: "rule", strokeWidth: 2 },
        encoding: {
          x: {
            ...x,
            field: "low",
            axis: { title, format: axisFormat(most), tickCount: 5, grid: true },
          },
          x2: { field: "high" },
        },
      },
      {
        mark: { type: "point", filled: true, size: 70, opacity: 1 },
        encoding: { x: { ...x, field: "value" } },
      },
    ],
  };
}

/** So many digits before a label keep rows of equal names apart, and in their order. */
const ORDER_DIGITS = 6;

/** The name of the k-th row, after its number. */
function labelFor(k: number, name: string): string {
  return String(k).padStart(ORDER_DIGITS, "0") + name;
}
