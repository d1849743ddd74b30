/** Curves in the unit square and clouds of points, as specifications in Vega-Lite. @module */

import type { Spec } from "./charts.ts";
import { axisFormat } from "./format.ts";

/** A point. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How opaque the points of a cloud are, so that many are darker than few. */
const CLOUD_OPACITY = 0.75;

/**
 * A curve in the unit square, in percent.
 *
 * @param dashed what it is compared with
 * @param dot a point to mark
 * @param steps whether its value holds back to the point before, as precision does
 */
export function squareChart(
  points: readonly Point[],
  { x, y, dashed, dot, steps = false }: {
    x: string;
    y: string;
    dashed: readonly Point[];
    dot?: Point | undefined;
    steps?: boolean;
  },
): Spec {
  const inPercent = (all: readonly Point[]) =>
    all.map((point, order) => ({ x: 100 * point.x, y: 100 * point.y, order }));
  const axis = { values: [0, 20, 40, 60, 80, 100] };
  const scale = { domain: [0, 100], nice: false };
  const line = (all: readonly Point[], mark: object) => ({
    data: { values: inPercent(all) },
    mark: { type: "line", ...mark },
    encoding: { order: { field: "order", type: "quantitative" } },
  });
  return {
    height: 320,
    encoding: {
      x: { field: "x", type: "quantitative", scale, axis: { ...axis, title: x } },
      y: { field: "y", type: "quantitative", scale, axis: { ...axis, title: y } },
    },
    layer: [
      line(dashed, { stroke: "var(--muted)", strokeDash: [6, 3], strokeWidth: 1.5 }),
      line(points, {
        stroke: "var(--series-1)",
        strokeWidth: 2,
        interpolate: steps ? "step-before" : "linear",
      }),
      ...dot === undefined ? [] : [{
        data: { values: inPercent([dot]) },
        mark: { type: "point", filled: true, opacity: 1, size: 70, fill: "var(--series-2)" },
      }],
    ],
  };
}

/**
 * A cloud of points.
 *
 * @param line what points would be on that are perfect, from its left end to its right
 */
export function cloudChart(
  points: readonly Point[],
  { x, y, line }: { x: string; y: string; line: readonly [Point, Point] },
): Spec {
  const all = [...points, ...line];
  const most = (of: (point: Point) => number) =>
    Math.max(...all.map((point) => Math.abs(of(point))));
  const scale = { zero: false, nice: true };
  return {
    height: 320,
    encoding: {
      x: {
        field: "x",
        type: "quantitative",
        scale,
        axis: { title: x, format: axisFormat(most((point) => point.x)), tickCount: 6 },
      },
      y: {
        field: "y",
        type: "quantitative",
        scale,
        axis: { title: y, format: axisFormat(most((point) => point.y)), tickCount: 6 },
      },
    },
    layer: [
      {
        data: { values: points },
        mark: {
          type: "point",
          filled: true,
          size: 22,
          opacity: CLOUD_OPACITY,
          fill: "var(--series-1)",
        },
      },
      {
        data: { values: line },
        mark: { type: "line", stroke: "var(--ink)", strokeDash: [6, 3], strokeWidth: 1.5 },
      },
    ],
  };
}
