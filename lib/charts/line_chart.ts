/** Lines by epoch. @module */

import { type Chart, chart, type LegendEntry } from "../document/blocks.ts";
import { fourDigits } from "../numerics/number_text.ts";
import type { Html, Part } from "../document/html.ts";
import { dots, type Ink, inkOf, stroke } from "./marks.ts";
import { type ChartTexts, type Pixel, plot, type PlotOptions, type ToPixels } from "./plot.ts";
import { linearScale, logScale, type Scale } from "./scale.ts";

export interface Series {
  readonly name: string;
  /** By epoch; `null` interrupts the line. */
  readonly points: readonly { readonly epoch: number; readonly value: number | null }[];
  /** Its color and dashes, or the index of them. Default: its index in the chart */
  readonly ink?: number | Ink;
}

export interface Mark {
  readonly name: string;
  readonly epoch: number;
  readonly ink: Ink;
}

/** What the lines of a chart are, and what is marked in it. */
export function legendOf(
  series: readonly Pick<Series, "name" | "ink">[],
  marks: readonly Mark[] = [],
): LegendEntry[] {
  return [
    ...series.map(({ name, ink }, k) => ({ name, ink: inkOf(ink ?? k), upright: false })),
    ...marks.map(({ name, ink }) => ({ name, ink, upright: true })),
  ];
}

/** A line that falls by more than this factor is flat for most of its length, unless the axis is logarithmic. */
const STEEP_FACTOR = 10;

/** Whether a logarithmic axis shows lines better: all values are above 0, and one of the lines falls steeply. */
function areSteep(lines: readonly (readonly number[])[]): boolean {
  return lines.flat().every((value) => value > 0) &&
    lines.some((values) => values.length > 0 && values[0]! > STEEP_FACTOR * values.at(-1)!);
}

/** A line over fewer epochs than this is drawn with its points. */
const MAX_EPOCHS_WITH_DOTS = 12;

/** The radius of a point on a line, of one that no line leads to, and of a failed run, in pixels. */
const [ON_LINE, ALONE] = [2.8, 4.2];

interface LineOptions extends ChartTexts, Pick<PlotOptions, "width" | "height"> {
  readonly marks?: readonly Mark[];
  /** Whether the axis includes 0, and is linear. */
  readonly zero?: boolean;
  readonly whole?: boolean;
  /** Whether lines are compared by their ratios: the axis is logarithmic where they are ten times apart. */
  readonly ratios?: boolean;
  /** Where the horizontal axis ends, if the lines do not reach that far yet. */
  readonly lastEpoch?: number;
  /** What the horizontal axis is called. Default: `epoch` */
  readonly epoch?: string;
}

/** Lines by epoch. Where one of them falls steeply, the vertical axis is logarithmic, as its title states. */
export function lineChart(
  series: readonly Series[],
  { title, label, marks = [], zero = false, whole = false, ratios, lastEpoch = 0, ...rest }:
    LineOptions,
): Html {
  const { epoch: axis = "epoch", ...size } = rest;
  const epochs = series.flatMap(({ points }) => points.map(({ epoch }) => epoch));
  const [first, last] = [Math.min(...epochs), Math.max(lastEpoch, ...epochs)];
  const x = first === last
    ? { ...linearScale(axis, [first - 1, last + 1]), ticks: [{ at: 0.5, label: String(first) }] }
    : linearScale(axis, [first, last], { whole: true, ticks: 8 });
  const lines = series.map(({ points }) => points.flatMap(({ value }) => value ?? []));
  const values = lines.flat();
  const areApart = ratios && Math.max(...values) > STEEP_FACTOR * Math.min(...values);
  const y = !zero && (areSteep(lines) || areApart && Math.min(...values) > 0)
    ? logScale(title, values)
    : linearScale(title, values, { nice: true, zero, whole });
  return plot({
    ...size,
    x,
    y,
    label,
    marks: (at) => [
      ...marks.map(({ epoch, ink }) => {
        const across = x.position(epoch);
        return stroke([at(across, 0), at(across, 1)], ink, 1);
      }),
      ...series.map((one, k) => drawnLine(one, inkOf(one.ink ?? k), at, x, y)),
    ],
  });
}

function drawnLine({ points }: Series, ink: Ink, at: ToPixels, x: Scale, y: Scale): Part {
  const pixels = points.map(({ epoch, value }): Pixel | undefined =>
    value === null ? undefined : at(x.position(epoch), y.position(value))
  );
  const isShort = points.length > 0 &&
    points.at(-1)!.epoch - points[0]!.epoch < MAX_EPOCHS_WITH_DOTS;
  const alone = pixels.map((_, k) => pixels[k - 1] === undefined && pixels[k + 1] === undefined);
  const some = (isAlone: boolean) =>
    pixels.flatMap((pixel, k) => pixel !== undefined && alone[k] === isAlone ? [pixel] : []);
  return [
    stroke(pixels, ink),
    isShort && dots(some(false), ink.color, { radius: ON_LINE }),
    dots(some(true), ink.color, { radius: ALONE }),
  ];
}

/** A chart of lines by epoch, with its legend. */
export function linesChart(
  title: string,
  series: readonly Series[],
  axis: string,
  { hint = "", marks = [], label = describeLines(title, series), ...options }:
    & { readonly hint?: string }
    & Partial<Omit<Parameters<typeof lineChart>[1], "title">> = {},
): Chart {
  return chart({
    title,
    ...hint !== "" && { hint },
    legend: legendOf(series, marks),
    svg: lineChart(series, { ...options, label, title: axis, marks }),
  });
}

/** What a chart of lines shows, in words. */
export function describeLines(what: string, series: readonly Series[]): string {
  const lines = series.map(({ name, points }) => {
    const [first, last] = [points[0]!, points.at(-1)!];
    return `${name} from ${fourDigits(first.value)} to ${fourDigits(last.value)}`;
  });
  const { points } = series[0]!;
  return `${what} by epoch, ${points[0]!.epoch} to ${points.at(-1)!.epoch}: ${lines.join("; ")}`;
}
