/** Lines by date, as specifications in Vega-Lite. @module */

import type { Spec } from "../report/charts.ts";
import { axisFormat } from "../report/format.ts";
import { type Ink, inkOf } from "../report/lines.ts";

interface DatedPoint {
  /** In UTC, as ISO 8601 has it. */
  readonly date: string;
  readonly value: number;
  /** Whether no check of the run failed. */
  readonly holds: boolean;
}

export interface DatedSeries {
  readonly name: string;
  readonly points: readonly DatedPoint[];
}

interface Level {
  readonly value: number;
  readonly ink: Ink;
}

/** The areas of a point, and of one whose run failed, in square pixels. */
const [POINT_AREA, FAILED_AREA] = [24, 90];

/**
 * Lines by date; a run that failed is a larger point in the color of errors.
 *
 * @param title of the vertical axis
 * @param zero whether that begins at 0
 */
export function dateChart(
  series: readonly DatedSeries[],
  { title, zero = false, levels = [] }: {
    title: string;
    zero?: boolean;
    levels?: readonly Level[];
  },
): Spec {
  const values = series.flatMap(({ points }, line) => points.map((point) => ({ line, ...point })));
  const inks = series.map((_, k) => inkOf(k));
  const domain = series.map((_, k) => k);
  const y = {
    field: "value",
    type: "quantitative",
    scale: { zero, nice: true },
    axis: {
      title,
      format: axisFormat(Math.max(0, ...values.map(({ value }) => value))),
      tickCount: 5,
    },
  };
  const x = {
    field: "date",
    type: "temporal",
    scale: { type: "utc" },
    axis: { title: "day, UTC", format: "%e %b", tickCount: 6, labelOverlap: true },
  };
  const ofLine = (range: readonly unknown[]) => ({
    field: "line",
    type: "nominal",
    scale: { domain, range },
    legend: null,
  });
  return {
    layer: [
      ...levels.map(({ value, ink }) => ({
        data: { values: [{ value }] },
        mark: { type: "rule", stroke: ink.color, strokeDash: [...ink.dash], strokeWidth: 1 },
        encoding: { y },
      })),
      {
        data: { values },
        mark: { type: "line", strokeWidth: 2, strokeCap: "round" },
        encoding: {
          x,
          y,
          color: ofLine(inks.map(({ color }) => color)),
          strokeDash: ofLine(inks.map(({ dash }) => dash.length === 0 ? [1, 0] : [...dash])),
        },
      },
      {
        data: { values },
        mark: { type: "point", filled: true, opacity: 1 },
        encoding: {
          x,
          y,
          size: { condition: { test: "datum.holds", value: POINT_AREA }, value: FAILED_AREA },
          color: {
            ...ofLine(inks.map(({ color }) => color)),
            condition: { test: "!datum.holds", value: "var(--error)" },
          },
        },
      },
    ],
  };
}
