/** Curves in the unit square, and clouds of points. @module */

import { count } from "../numerics/number_text.ts";
import { percentScale } from "./bar_chart.ts";
import type { Html } from "../document/html.ts";
import { type ChartTexts, type Pixel, plot } from "./plot.ts";
import { dots, inkOf, OPACITY, REFERENCE, stroke } from "./marks.ts";
import { linearScale } from "./scale.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The height of a chart whose axes have the same unit, in pixels. */
const SQUARE_HEIGHT = 320;

/**
 * A curve in the unit square, in percent.
 *
 * @param dashed the curve that it is compared with
 * @param dot a point to mark
 * @param steps whether a value holds back to the point before, as precision does
 */
export function squareChart(
  points: readonly Point[],
  { x, y, label, dashed, dot, steps = false }: {
    x: string;
    y: string;
    label: string;
    dashed: readonly Point[];
    dot?: Point | undefined;
    steps?: boolean;
  },
): Html {
  const corners = steps
    ? points.flatMap((point, k) => k === 0 ? [point] : [{ x: points[k - 1]!.x, y: point.y }, point])
    : points;
  return plot({
    x: percentScale(x),
    y: percentScale(y),
    label,
    height: SQUARE_HEIGHT,
    marks: (at) => {
      const pixels = (all: readonly Point[]): Pixel[] => all.map(({ x, y }) => at(x, y));
      return [
        stroke(pixels(dashed), { color: "var(--muted)", dash: [6, 3] }, 1.5),
        stroke(pixels(corners), inkOf(0)),
        dots(dot === undefined ? [] : pixels([dot]), inkOf(1).color, { radius: 4.7 }),
      ];
    },
  });
}

/**
 * A cloud of points.
 *
 * @param line the ends of the line that the points of a perfect network would be on
 */
export function cloudChart(
  points: readonly Point[],
  { x, y, label, line }: { x: string; y: string; label: string; line: readonly [Point, Point] },
): Html {
  const all = [...points, ...line];
  const across = linearScale(x, all.map(({ x }) => x), { nice: true });
  const up = linearScale(y, all.map(({ y }) => y), { nice: true });
  return plot({
    x: across,
    y: up,
    label,
    height: SQUARE_HEIGHT,
    marks: (at) => {
      const pixels = (some: readonly Point[]): Pixel[] =>
        some.map(({ x, y }) => at(across.position(x), up.position(y)));
      return [
        dots(pixels(points), inkOf(0).color, { radius: 2.6, opacity: OPACITY }),
        stroke(pixels(line), REFERENCE, 1.5),
      ];
    },
  });
}

/** A metric after training on some rows, with the ends of its interval if there is one. */
export interface RowsPoint {
  readonly rows: number;
  readonly value: number;
  readonly interval?: readonly [low: number, high: number] | undefined;
}

/** A metric by the number of rows: a tick for each, a line through their points, and a dashed one at the last. */
export function rowsChart(
  points: readonly RowsPoint[],
  { title, label, across }: ChartTexts & {
    /** The title of the axis of rows. */
    readonly across: string;
  },
): Html {
  const all = linearScale(across, [0, ...points.map(({ rows }) => rows)]);
  const ticks = points.map(({ rows }) => ({ at: all.position(rows), label: count(rows) }));
  const values = points.flatMap(({ value, interval = [] }) => [value, ...interval]);
  const y = linearScale(title, values, { nice: true, ticks: 4 });
  return plot({
    x: { ...all, ticks },
    y,
    label,
    marks: (at) => {
      const pixel = (rows: number, value: number) => at(all.position(rows), y.position(value));
      const pixels = points.map(({ rows, value }) => pixel(rows, value));
      const { color } = inkOf(0);
      const level = y.position(points.at(-1)!.value);
      return [
        stroke([at(0, level), at(1, level)], REFERENCE, 1.5),
        stroke(pixels, { color, dash: [] }, 1.5),
        points.map(({ rows, interval }) =>
          interval && stroke(interval.map((end) => pixel(rows, end)), { color, dash: [] })
        ),
        dots(pixels, color, { radius: 4.2 }),
      ];
    },
  });
}
