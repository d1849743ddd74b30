/** Lines by epoch, as specifications in Vega-Lite. @module */

import type { Metrics } from "../run/run_folder.ts";
import { thinned } from "../cli/table.ts";
import type { Spec } from "./charts.ts";
import { axisFormat } from "./format.ts";

/** A line of a chart. */
export interface Series {
  readonly name: string;
  /** By epoch; `null` leaves a gap. */
  readonly points: readonly { readonly epoch: number; readonly value: number | null }[];
  /** The place of its colour and dashes among those of lines. Default: its place in the chart. */
  readonly ink?: number;
}

/** An epoch that is marked in a chart. */
export interface Mark {
  readonly name: string;
  readonly epoch: number;
  readonly ink: Ink;
}

/** How a line looks: its colour is a variable of the page, its dashes tell it from others in print. */
export interface Ink {
  readonly color: string;
  /** Lengths of dashes and gaps, in pixels; none for a line that is whole. */
  readonly dash: readonly number[];
}

const DASHES = [[], [6, 3], [2, 2], [8, 3, 2, 3]] as const;

/** How many colours the page has for lines. */
const COLORS = 6;

/** How the k-th line looks. */
export function inkOf(k: number): Ink {
  const dash = DASHES[(k + Math.floor(k / COLORS)) % DASHES.length]!;
  return { color: `var(--series-${k % COLORS + 1})`, dash };
}

/** What a line or a mark of a chart is. */
export interface LegendEntry {
  readonly name: string;
  readonly ink: Ink;
  /** Whether it stands upright, as the mark of an epoch does. */
  readonly upright: boolean;
  /** Whether it is a point. Default: false */
  readonly dot?: boolean;
}

/** How the epoch kept looks, and the best. */
export const [KEPT, BEST]: readonly [Ink, Ink] = [
  { color: "var(--ink)", dash: [] },
  { color: "var(--ink)", dash: [2, 3] },
];

/** What the lines of a chart are, and what is marked in it. */
export function legendOf(
  series: readonly Series[],
  marks: readonly Mark[] = [],
): LegendEntry[] {
  return [
    ...series.map(({ name, ink }, k) => ({ name, ink: inkOf(ink ?? k), upright: false })),
    ...marks.map(({ name, ink }) => ({ name, ink, upright: true })),
  ];
}

/** A line that falls by more than this factor is flat for most of its length, unless the axis is logarithmic. */
const STEEP = 10;

/** Whether a logarithmic axis shows lines better: all values are above 0, and one of the lines falls steeply. */
function areSteep(series: readonly Series[]): boolean {
  const lines = series.map(({ points }) => points.flatMap(({ value }) => value ?? []));
  return lines.flat().every((value) => value > 0) &&
    lines.some((values) => values.length > 0 && values[0]! > STEEP * values.at(-1)!);
}

/** A logarithmic axis that spans a larger factor has only the powers of ten for ticks. */
const WIDE = 100;

/** The most powers of ten that are ticks. */
const MAX_POWERS = 16;

/**
 * The ticks of a logarithmic axis: the powers of ten, and between them 2 and 5 times these if there is room; of very many
 * powers evenly chosen ones.
 */
function logTicks(low: number, high: number): number[] {
  const steps = high > WIDE * low ? [1] : [1, 2, 5];
  const [first, last] = [low, high].map((end) => Math.floor(Math.log10(end))) as [number, number];
  const ticks: number[] = [];
  for (let k = first; k <= last; k += Math.ceil((last - first + 1) / MAX_POWERS)) {
    ticks.push(...steps.map((step) => Number(`${step}e${k}`))); // exact, as a product is not
  }
  return ticks.filter((tick) => tick >= low && tick <= high);
}

/** More points than this cannot be told apart at the width of a chart. */
const MAX_POINTS = 300;

/** The line of a figure of the epochs, thinned if there are very many. */
export function seriesOf(
  name: string,
  metrics: readonly Metrics[],
  value: (line: Metrics) => number | null | undefined,
): Series {
  const lines = metrics.filter((line) => value(line) !== undefined);
  const points = thinned(lines, MAX_POINTS).map((line) => ({
    epoch: line.epoch,
    value: value(line) ?? null,
  }));
  return { name, points };
}

/** A line that spans fewer epochs than this is drawn with its points. */
const SHORT = 12;

/** The areas of a point on a line and of one that no line leads to, in square pixels. */
const [ON_LINE, ALONE] = [24, 56];

/** The points that are drawn as such: all of a short line, and of others those that no line leads to. */
function dotsOf({ points }: Series): { epoch: number; value: number | null; size: number }[] {
  const isShort = points.length > 0 && points.at(-1)!.epoch - points[0]!.epoch < SHORT;
  const isMissing = (k: number) => (points[k]?.value ?? null) === null;
  return points
    .map((point, k) => ({ ...point, size: isMissing(k - 1) && isMissing(k + 1) ? ALONE : ON_LINE }))
    .filter(({ size }) => isShort || size === ALONE);
}

/**
 * Lines by epoch. Where one of them falls steeply, the vertical axis is logarithmic, and says so.
 *
 * @param title of the vertical axis
 * @param format of its labels, in d3-format's language; that of the values' size if left out
 * @param marks epochs to mark
 * @param zero whether the axis begins at 0, and is linear
 */
export function lineChart(
  series: readonly Series[],
  { title, format, marks = [], zero = false }: {
    title: string;
    format?: string;
    marks?: readonly Mark[];
    zero?: boolean;
  },
): Spec {
  const values = series.flatMap(({ points }, line) => points.map((point) => ({ line, ...point })));
  const dots = series.flatMap((one, line) => dotsOf(one).map((point) => ({ line, ...point })));
  const sizes = values.flatMap(({ value }) => value === null ? [] : Math.abs(value));
  const isLog = !zero && areSteep(series);
  const inks = series.map(({ ink }, k) => inkOf(ink ?? k));
  const epochs = values.map(({ epoch }) => epoch);
  const [first, last] = [Math.min(...epochs), Math.max(...epochs)];
  const domain = series.map((_, k) => k);
  const encoding = {
    y: {
      field: "value",
      type: "quantitative",
      ...isLog
        ? {
          scale: { type: "log", nice: false },
          axis: {
            title: `${title} (logarithmic)`,
            format: format ?? axisFormat(Math.min(...sizes)),
            values: logTicks(Math.min(...sizes), Math.max(...sizes)),
          },
        }
        : {
          scale: { zero, nice: true },
          axis: { title, format: format ?? axisFormat(Math.max(0, ...sizes)), tickCount: 5 },
        },
    },
    color: {
      field: "line",
      type: "nominal",
      scale: { domain, range: inks.map(({ color }) => color) },
      legend: null,
    },
  };
  return {
    layer: [
      {
        data: { values },
        mark: { type: "line", strokeWidth: 2, strokeCap: "round" },
        encoding: {
          ...encoding,
          strokeDash: {
            field: "line",
            type: "nominal",
            scale: {
              domain,
              range: inks.map(({ dash }) => dash.length === 0 ? [1, 0] : [...dash]),
            },
            legend: null,
          },
        },
      },
      {
        data: { values: dots },
        mark: { type: "point", filled: true, opacity: 1 },
        encoding: { ...encoding, size: { field: "size", type: "quantitative", scale: null } },
      },
      ...marks.map(({ epoch, ink }) => ({
        data: { values: [{ epoch }] },
        mark: { type: "rule", stroke: ink.color, strokeDash: [...ink.dash], strokeWidth: 1 },
        encoding: {},
      })),
    ],
    encoding: {
      x: {
        field: "epoch",
        type: "quantitative",
        scale: first === last
          ? { domain: [first - 1, last + 1], nice: false }
          : { domain: [first, last], nice: false },
        axis: {
          title: "epoch",
          format: ",d",
          tickMinStep: 1,
          tickCount: 8,
          ...first === last && { values: [first] },
        },
      },
    },
  };
}
